-- The steps of a function, oldest first: its changes of its own, and the versions it was given; version and
-- metadata: those in force after the step. A version in its body or comment counts from the step that
-- brings or changes it. With the function goes its version: one that comes back has none, also where a purge
-- has folded its going and coming into one step (_settle_versions).

create or replace function pggit._function_steps(p_object_id uuid)
returns table (
  n bigint, change text, identity text, previous_identity text, version text, metadata jsonb,
  attributes jsonb, directive text, commit_id uuid, deployment_id uuid, link_id bigint,
  login_name text, changed_at timestamptz, change_id bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with steps as (
    select c.change_id, 0::bigint as version_id, c.change, c.new_identity, c.old_identity,
      new_text.directive, null::text as given,
      case when new_text.directive is distinct from old_text.directive
        then new_text.directive end as version,
      null::jsonb as metadata,
      case when c.old_blob is null or c.new_blob is null then '{}'::jsonb
        else pggit._definition_difference(d.before, d.after, c.old_column_ids, c.new_column_ids)
      end as attributes,
      c.commit_id, c.deployment_id, c.link_id, c.login_name, c.changed_at,
      c.caused_by is null or c.old_identity is distinct from c.new_identity as is_listed
    from pggit.changes c
    cross join lateral (
      select pggit._definition_of(c.old_blob) as before, pggit._definition_of(c.new_blob) as after
    ) d
    cross join lateral (
      select pggit._version_directive(d.before ->> 'body', d.before ->> 'comment') as directive
    ) old_text
    cross join lateral (
      select pggit._version_directive(d.after ->> 'body', d.after ->> 'comment') as directive
    ) new_text
    where c.object_id = p_object_id
    union all
    select v.change_id, v.version_id, 'versioned', c.new_identity, null, null, v.version, v.version,
      v.metadata, '{}'::jsonb, c.commit_id, v.deployment_id, c.link_id, v.login_name, v.recorded_at,
      v.version is not null or v.metadata is not null
    from pggit.function_versions v
    -- Where its change came to nothing in a purge, the one before it holds.
    left join lateral (
      select k.* from pggit.changes k
      where k.object_id = v.object_id and k.change_id <= v.change_id
      order by k.change_id desc limit 1
    ) c on true
    where v.object_id = p_object_id
  ),
  lives as (
    select s.*,
      count(*) filter (where s.change = 'removed' or s.change = 'versioned' and not s.is_listed)
        over (order by s.change_id, s.version_id) as life
    from steps s
  )
  select s.n, s.change, s.identity, s.previous_identity,
    s.versions[cardinality(s.versions)], s.all_metadata[cardinality(s.all_metadata)],
    s.attributes, s.directive, s.commit_id, s.deployment_id, s.link_id, s.login_name, s.changed_at,
    s.change_id
  from (
    select row_number() over (order by l.change_id, l.version_id) as n, l.change, l.is_listed,
      coalesce(l.new_identity, l.old_identity) as identity,
      case when l.old_identity <> l.new_identity then l.old_identity end as previous_identity,
      array_agg(l.version) filter (where l.version is not null) over w as versions,
      array_agg(l.metadata) filter (where l.metadata is not null) over w as all_metadata,
      l.attributes, l.directive, l.commit_id, l.deployment_id, l.link_id, l.login_name, l.changed_at,
      l.change_id
    from lives l
    window w as (partition by l.life order by l.change_id, l.version_id)
  ) s
  where s.is_listed
  order by s.n
$pggit$;

comment on function pggit._function_steps(uuid) is
  'The changes of a function and the versions it was given, oldest first.';
