-- How many times this transaction has described its marks. A setting of the transaction: a rollback to
-- a savepoint takes it back together with the marks.

create or replace function pggit._current_flush()
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_flush constant text := current_setting('pggit.flush', true);
begin
  return case when v_flush ~ '^[0-9]{1,9}$' then v_flush::int else 0 end;
end
$pggit$;

comment on function pggit._current_flush() is
  'How many times this transaction has described its marks before.';
