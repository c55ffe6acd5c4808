-- Describes what the operations of one side changed, and notes which rows of the journal those are.

create or replace function pggit._record_cqrs_side(p_id uuid, p_side text)
returns void
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_record constant pggit.cqrs_records := pggit._cqrs_record(p_id);
begin
  perform pggit._record_pending(v_record.deployment_id);
  perform pggit._capture_in_manual_mode(v_record.deployment_id);
  -- Constraints set to immediate may have made a commit of them already.
  insert into pggit.cqrs_record_changes (change_id, cqrs_change_id, side)
  select c.change_id, v_record.cqrs_change_id, p_side
  from (
    select s.change_id from pggit.changes s
    where s.deployment_id = v_record.deployment_id and s.backend_pid = pg_backend_pid()
      and s.commit_id is null and s.transaction_id = v_record.transaction_id
    union all
    select s.change_id
    from pggit.commits k
    join pggit.changes s on s.commit_id = k.commit_id
    where k.transaction_id = v_record.transaction_id
      and s.deployment_id = v_record.deployment_id and s.transaction_id = v_record.transaction_id
  ) c
  where c.change_id > v_record.newest_before
  on conflict do nothing;
end
$pggit$;

comment on function pggit._record_cqrs_side(uuid, text) is
  'Records what the operations of one side of a CQRS change have changed.';
