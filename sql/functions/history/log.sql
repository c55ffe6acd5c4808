-- The history of a ref, newest first.

create or replace function pggit.log(ref text default 'HEAD')
returns table (
  commit_id uuid, parent_ids uuid[], message text, author text, committed_at timestamptz,
  tags text[], deployment_id uuid, deployment_name text, changes int, migrations int,
  deployment_status text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select
    c.commit_id, c.parent_ids, c.message, c.author, c.committed_at,
    coalesce(
      (select array_agg(t.name order by t.name) from pggit.tags t where t.commit_id = c.commit_id),
      '{}'),
    c.deployment_id,
    d.name,
    pggit._changed_objects(array(
      select s.change_id from pggit.changes s where s.commit_id = c.commit_id)),
    (select count(*)::int from pggit.external_migrations m where m.pggit_commit_id = c.commit_id),
    d.status
  from pggit._ancestors(pggit._resolve_ref(log.ref)) a
  join pggit.commits c on c.commit_id = a
  left join pggit.deployments d on d.deployment_id = c.deployment_id
  order by c.commit_number desc
$pggit$;

comment on function pggit.log(text) is
'The commits of a ref, newest first.

- `parent_ids`: the commits it follows, the one on its own branch first; empty for the first.
- `message`: may have several lines. `author`: the login role. `tags`: the commit''s labels, an
  empty array when none.
- `deployment_id`, `deployment_name`, `deployment_status`: the deployment it is of; null outside
  of any.
- `changes`: number of changed objects, as many as pggit.show() has rows. `migrations`: number of links.';
