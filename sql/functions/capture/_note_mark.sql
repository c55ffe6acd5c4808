-- BEFORE INSERT on dirty_objects, in serializable transactions: keeps the mark in a setting of the
-- transaction instead, until it is described (_take_noted_marks). PostgreSQL tracks what a serializable
-- transaction reads and writes, and an insert beside what another one has read can abort it: in the
-- middle of a user's statement, where nothing could catch it. A setting it does not track. Like a row, it
-- is taken back with its savepoint.
--
-- Any role can write the setting, and a mark says which role ran which command: each is signed. What a
-- role can do is take its marks away, and then its changes are drift. The key is a row that nobody ever
-- updates, so reading it conflicts with nothing. The first line is the transaction's id, so that a value
-- left over from elsewhere means nothing.

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
  v_signature text;
begin
  if v_noted = 'taken' then
    return new;
  end if;
  v_signature := pggit._sign_note(v_xid, v_mark);
  if v_signature is null then
    return null;
  elsif split_part(v_noted, E'\n', 1) is distinct from v_xid then
    v_noted := v_xid;
  end if;
  perform set_config('pggit.noted', v_noted || E'\n' || v_signature || v_mark, true);
  return null;
end
$pggit$;

comment on function pggit._note_mark() is
  'Trigger on dirty_objects: keeps the marks of a serializable transaction, signed, in one of its settings.';
