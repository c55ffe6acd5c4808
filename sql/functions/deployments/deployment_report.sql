-- What a deployment came to, for the line an adapter prints.

create or replace function pggit.deployment_report(deployment_id uuid)
returns table (
  deployment_id uuid, name text, status text, commit_id uuid, changes int, migrations int)
language sql
stable
security definer -- reads history for deployers, who may not read it all
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.deployment_id, d.name, d.status, d.commit_id,
    pggit._changed_objects(array(
      select k.change_id
      from pggit.changes k
      where k.deployment_id = d.deployment_id and k.commit_id in (
        select m.commit_id from pggit.commits m where m.deployment_id = d.deployment_id
        union all
        select unnest(pggit._carried_by(d.deployment_id)))
      union all
      select k.change_id
      from pggit.changes k where k.deployment_id = d.deployment_id and k.commit_id is null)),
    (select count(*)::int from pggit.external_migrations m
     where m.deployment_id = d.deployment_id)
  from pggit.deployments d
  where d.deployment_id = deployment_report.deployment_id
$pggit$;

comment on function pggit.deployment_report(uuid) is
'What a deployment came to, or has come to so far, for the line that a program prints at the end.
One row; none when there is no such deployment, or when it was discarded because it had captured
and linked nothing.

- `status`: `open`, `completed`, `failed` or `interrupted`.
- `commit_id`: null while there is none.
- `changes`: number of changed objects, whichever commit they are in; what was changed back within
  its commit does not count, as in pggit.log(). `migrations`: number of links.';
