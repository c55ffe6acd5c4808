-- BEFORE INSERT on dirty_objects, in serializable transactions: keeps the mark in a setting of the
-- transaction instead, until it is described (_take_noted_marks). PostgreSQL tracks what a serializable
-- transaction reads and writes, and an insert beside what another one has read can abort it: in the
-- middle of a user's statement, where nothing could catch it. A setting it does not track. Like a row, it
-- is taken back with its savepoint.
--
-- Any role can write the setting, and a mark says which role ran which command: each is signed. What a
-- role can do is take its marks away, and then its changes are drift. The key is a row that nobody ever
-- updates, so reading it conflicts with nothing.
--
-- The first line is the transaction's id, so that a value left over from elsewhere means nothing, and how
-- many settings are full already (pggit.noted_0 and so on): a long one costs milliseconds to read and to
-- write, and there may be thousands of marks.

create or replace function pggit._note_mark()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := new.transaction_id::text;
  v_mark constant text := to_jsonb(new)::text;
  v_noted text := current_setting('pggit.noted', true);
  v_full text;
  v_signature text;
begin
  if v_noted = 'taken' then
    return new;
  end if;
  v_signature := pggit._sign_note(v_xid, v_mark);
  if v_signature is null then
    return null;
  end if;
  v_full := substring(v_noted from '^' || v_xid || E':([0-9]{1,4})\n');
  if v_full is null then
    v_noted := v_xid || ':0';
  elsif octet_length(v_noted) > 10000 then
    perform set_config('pggit.noted_' || v_full, v_noted, true);
    v_noted := v_xid || ':' || v_full::int + 1;
  end if;
  perform set_config('pggit.noted', v_noted || E'\n' || v_signature || v_mark, true);
  return null;
end
$pggit$;

comment on function pggit._note_mark() is
  'Trigger on dirty_objects: keeps the marks of a serializable transaction, signed, in some of its settings.';
