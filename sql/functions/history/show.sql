-- What a commit changed: one row an object, net over the commit. An object that only follows a
-- rename elsewhere (the text of a foreign key, the name of a trigger) is no row of its own.

create or replace function pggit.show(ref text default 'HEAD')
returns table (
  change text, kind text, identity text, previous_identity text, attributes jsonb,
  migration_key text, tool_name text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with steps as materialized (
    select s.* from pggit.changes s where s.commit_id = pggit._resolve_ref(show.ref)
  ),
  net as (
    select distinct on (s.object_id)
      s.object_id, s.kind, s.change as last_change,
      first_value(s.old_identity) over w as old_identity, s.new_identity,
      first_value(s.old_blob) over w as old_blob, s.new_blob,
      first_value(s.old_column_ids) over w as old_column_ids, s.new_column_ids,
      bool_or(s.caused_by is null) over w as is_change_of_its_own
    from steps s
    window w as (
      partition by s.object_id order by s.change_id
      rows between unbounded preceding and unbounded following)
    order by s.object_id, s.change_id desc
  ),
  migrations as (
    select s.object_id,
      string_agg(distinct e.migration_key, ', ' order by e.migration_key) as migration_key,
      string_agg(distinct e.tool_name, ', ' order by e.tool_name) as tool_name
    from steps s
    join pggit.external_migrations e on e.link_id = s.link_id
    group by s.object_id
  )
  select
    case
      when n.old_identity is null then 'added'
      when n.new_identity is null then
        case n.last_change when 'untracked' then 'untracked' else 'removed' end
      when n.old_identity <> n.new_identity then 'renamed'
      else 'changed'
    end,
    n.kind,
    coalesce(n.new_identity, n.old_identity),
    case when n.old_identity <> n.new_identity then n.old_identity end,
    case when n.old_identity is not null and n.new_identity is not null then
      pggit._definition_difference(
        pggit._definition_of(n.old_blob), pggit._definition_of(n.new_blob),
        n.old_column_ids, n.new_column_ids)
    else '{}'::jsonb end,
    m.migration_key,
    m.tool_name
  from net n
  left join pggit.kinds k on k.kind = n.kind
  left join migrations m on m.object_id = n.object_id
  where n.is_change_of_its_own
    and (n.old_identity is distinct from n.new_identity
      or n.old_blob is distinct from n.new_blob
      or n.old_column_ids is distinct from n.new_column_ids)
  order by k.position, 3
$pggit$;

comment on function pggit.show(text) is
'What a commit changed: one row for each object, net over the commit, what others depend on first.

- `change`: `added`, `changed`, `renamed`, `removed`, or `untracked` (no longer tracked, not
  dropped).
- `previous_identity`: the name before a rename, else null.
- `attributes`: `{path: [before, after]}` of what was changed or renamed, else an empty object.
- `migration_key`, `tool_name`: the migrations that did it, separated by commas; null when none
  did.

What merely follows from a rename elsewhere, as the text of a foreign key does, has no row.';
