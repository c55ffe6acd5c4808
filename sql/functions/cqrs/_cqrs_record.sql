-- The record of a CQRS change that this transaction is making. Nobody else can name it: its id is found
-- in no other transaction before it is finished.

create or replace function pggit._cqrs_record(p_id uuid)
returns pggit.cqrs_records
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_record pggit.cqrs_records;
begin
  select r.* into v_record
  from pggit.cqrs_records r
  where r.cqrs_change_id = p_id and r.transaction_id = pg_current_xact_id_if_assigned();
  return v_record;
end
$pggit$;

comment on function pggit._cqrs_record(uuid) is
  'The record of a CQRS change of the running transaction.';
