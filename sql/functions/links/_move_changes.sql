-- Gives changes of a deployment that carry one of some links to another link, or to none. They are found
-- by the deployment, staged or in whichever commits, and never by reading the whole journal.

create or replace function pggit._move_changes(
  p_deployment_id uuid,
  p_from bigint[],
  p_to bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
declare
  v_commits constant uuid[] := pggit._carried_by(p_deployment_id) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = p_deployment_id);
begin
  update pggit.changes c set link_id = p_to
  where c.commit_id is null and c.deployment_id = p_deployment_id and c.link_id = any (p_from);
  update pggit.changes c set link_id = p_to
  where c.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id = any (p_from);
end
$pggit$;

comment on function pggit._move_changes(uuid, bigint[], bigint) is
  'Gives a deployment''s changes of some links to another link, or to none.';
