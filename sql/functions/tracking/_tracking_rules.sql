-- Every rule that says something about an object, or about a command on it, in the order of decision: the
-- first one decides. The same decision as that of _ignore_rules and _operation_rule, which only look for
-- the first and are made for speed; a test keeps them together.

create or replace function pggit._tracking_rules(
  p_object pggit._description,
  p_command_tag text,
  p_tracking pggit._tracking
)
returns table (rule text, effect text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_directive constant text := pggit._directive(p_object.definition ->> 'comment');
  v_parent constant text := pggit._relation_identity(p_object.parent_objid);
  v_is_independent constant boolean := p_object.kind in ('table', 'foreign table')
    or (p_object.kind = 'sequence' and not p_object.definition ? 'identity');
  v_texts constant text[] := pggit._object_texts(
      p_object.kind, p_object.identity, p_object.parent_objid)
    || case
      when p_command_tag in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') then
        pggit._mark_texts(p_command_tag, null, 0)
      when p_command_tag is not null then array[p_command_tag] || pggit._object_texts(
        p_object.kind, p_object.identity, p_object.parent_objid, p_command_tag) end;
begin
  return query
  select format('disabled for the whole database until %s', p_tracking.disabled_until), 'ignored'
  where p_tracking.disabled_until > clock_timestamp()
  union all
  select 'paused in this session', 'ignored' where not pggit._is_tracking()
  union all
  select 'comment @pggit:ignore', 'ignored' where v_directive = 'ignore'
  union all
  select format('extension member %s', v_parent), 'ignored'
  where v_is_independent is not true and exists (
    select from pg_depend e
    where e.classid = 'pg_class'::regclass and e.objid = p_object.parent_objid and e.deptype = 'e')
  union all
  select format('history table %s', coalesce(v_parent, p_object.identity)), 'ignored'
  where coalesce(v_parent, p_object.identity) = any (p_tracking.history_tables)
  union all
  select 'comment @pggit:track', 'tracked' where v_directive = 'track'
  union all
  select * from (
    select format('comment @pggit:%s on %s', d.directive, pggit._relation_identity(a.relation)),
      case d.directive when 'track' then 'tracked' else 'ignored' end
    from unnest(pggit._relations_above(p_object.parent_objid)) with ordinality as a (relation, n)
    cross join lateral (
      select pggit._directive(pggit._comment('pg_class'::regclass, a.relation))) d (directive)
    where d.directive is not null
    order by a.n) comments
  union all
  select format('comment @pggit:track on schema %I', p_object.schema_name), 'tracked'
  where p_object.schema_name = any (p_tracking.comment_tracks) and p_object.kind is distinct from 'schema'
  union all
  select format('comment @pggit:ignore on schema %I', p_object.schema_name), 'ignored'
  where p_object.schema_name = any (p_tracking.comment_ignores) and p_object.kind is distinct from 'schema'
  union all
  select * from (
    select 'ignore pattern ' || p.pattern, 'ignored'
    from unnest(p_tracking.ignore_patterns) with ordinality as p (pattern, n)
    where pggit._matching_pattern(v_texts, array[p.pattern]) is not null
    order by p.n) patterns
  union all
  select format('operation %s is in track_operations', p_command_tag), 'tracked'
  where p_command_tag like any (p_tracking.track_operations)
    and p_object.schema_name is null and p_object.identity is null
  union all
  select case when p_command_tag like any (p_tracking.ignore_operations)
      then format('operation %s is in ignore_operations', p_command_tag)
      else format('operation %s is not in track_operations', p_command_tag) end, 'ignored'
  where p_command_tag is not null and pggit._is_ignored_operation(p_command_tag, p_tracking)
  union all
  select format('schema %I is in track_schemas', p_object.schema_name), 'tracked'
  where p_object.schema_name like any (p_tracking.track_schemas)
  union all
  select format('schema %I is in ignore_schemas', p_object.schema_name), 'ignored'
  where p_object.schema_name like any (p_tracking.ignore_schemas)
  union all
  select format('schema %I is not in track_schemas', p_object.schema_name), 'ignored'
  where p_tracking.track_schemas is not null and p_object.schema_name is not null
    and not p_object.schema_name like any (p_tracking.track_schemas)
    and (p_tracking.ignore_schemas is null
      or not p_object.schema_name like any (p_tracking.ignore_schemas))
  union all
  select 'the command changes no definition', 'ignored'
  where p_command_tag in ('REFRESH MATERIALIZED VIEW', 'REINDEX')
  union all
  select 'everything is tracked that no rule is about', 'tracked';
end
$pggit$;

comment on function pggit._tracking_rules(pggit._description, text, pggit._tracking) is
  'Every rule about an object, or about a command on it, in the order of decision; the first decides.';
