-- Keeps marks of a serializable transaction in settings, until they are described (_take_noted_marks).
-- PostgreSQL tracks what a serializable transaction reads and writes, and an insert beside what another
-- one has read can abort it: in the middle of a user's statement, where nothing could catch it. A
-- setting it does not track. Like a row, it is taken back with its savepoint.
--
-- Any role can write the setting, and a mark says which role ran which command: each is signed. What a
-- role can do is take its marks away, and then its changes are drift. The key is a row that nobody ever
-- updates, so reading it conflicts with nothing.
--
-- The first line is the transaction's id, so that a value left over from elsewhere means nothing, and how
-- many settings are full already (pggit.noted_0 and so on): a long one costs milliseconds to read and to
-- write, and there may be thousands of marks. Returns whether anything was noted.

create or replace function pggit._note_marks(p_marks pggit.dirty_objects[])
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := pg_current_xact_id()::text;
  v_noted text := current_setting('pggit.noted', true);
  v_full text;
  v_lines text;
begin
  -- In an engine that somebody damaged there is nothing to sign with, and the command must go on.
  if to_regproc('pggit._sign_note') is not null then
    v_lines := (
      select string_agg(pggit._sign_note(v_xid, l.mark) || l.mark, E'\n' order by l.n)
      from (
        select n, to_jsonb(p_marks[n])::text as mark from generate_subscripts(p_marks, 1) as n
      ) l);
  end if;
  if v_lines is null then
    return false;
  end if;
  v_full := substring(v_noted from '^' || v_xid || E':([0-9]{1,4})\n');
  if v_full is null then
    v_noted := v_xid || ':0';
  elsif octet_length(v_noted) > 10000 then
    perform set_config('pggit.noted_' || v_full, v_noted, true);
    v_noted := v_xid || ':' || v_full::int + 1;
  end if;
  perform set_config('pggit.noted', v_noted || E'\n' || v_lines, true);
  return true;
end
$pggit$;

comment on function pggit._note_marks(pggit.dirty_objects[]) is
  'Keeps marks of a serializable transaction, signed, in settings; false when there are none.';
