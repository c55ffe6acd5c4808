-- A migration that calls track_cqrs_change() outside any deployment has its changes in commits already when
-- its history row is written: they are the migration's all the same.

create or replace function pggit._link_cqrs_changes(p_link_id bigint)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
begin
  if not exists (
    select from pggit.cqrs_records r where r.transaction_id = v_xid and r.has_deployment
  ) then
    return;
  end if;
  update pggit.changes c set link_id = p_link_id
  from pggit.cqrs_records r
  join pggit.cqrs_record_changes m on m.cqrs_change_id = r.cqrs_change_id
  where r.transaction_id = v_xid and r.has_deployment
    and c.change_id = m.change_id and c.link_id is null;
end
$pggit$;

comment on function pggit._link_cqrs_changes(bigint) is
  'Gives a link the changes of the CQRS changes its transaction has made outside any deployment.';
