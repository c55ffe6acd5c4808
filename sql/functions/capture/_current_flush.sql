-- How many times this transaction has described its marks. A setting of the transaction: a rollback to
-- a savepoint takes it back together with the marks. It holds the transaction's id as well, so that a
-- value left over from elsewhere means nothing.

create or replace function pggit._current_flush()
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_flush constant text := current_setting('pggit.flush', true);
begin
  if split_part(v_flush, ':', 1) = pg_current_xact_id_if_assigned()::text
    and split_part(v_flush, ':', 2) ~ '^[0-9]{1,9}$'
  then
    return split_part(v_flush, ':', 2)::int;
  end if;
  return 0;
end
$pggit$;

comment on function pggit._current_flush() is
  'How many times this transaction has described its marks before.';
