-- BEFORE INSERT on dirty_objects, in serializable transactions: keeps the mark in a setting of the
-- transaction instead, until it is described (_take_noted_marks). PostgreSQL tracks what a serializable
-- transaction reads and writes, and an insert beside what another one has read can abort it: in the
-- middle of a user's statement, where nothing could catch it. A setting it does not track. Like a row, it
-- is taken back with its savepoint.
--
-- The first line is the transaction's id, so that a value left over from elsewhere means nothing.

create or replace function pggit._note_mark()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_noted text := current_setting('pggit.noted', true);
begin
  if v_noted = 'taken' then
    return new;
  elsif split_part(v_noted, E'\n', 1) is distinct from new.transaction_id::text then
    v_noted := new.transaction_id::text;
  end if;
  perform set_config('pggit.noted', v_noted || E'\n' || to_jsonb(new)::text, true);
  return null;
end
$pggit$;

comment on function pggit._note_mark() is
  'Trigger on dirty_objects: keeps the marks of a serializable transaction in one of its settings.';
