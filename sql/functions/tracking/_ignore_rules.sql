-- Why objects are not tracked: for each described object the rule in words, or null when it is tracked.
-- First match wins: the directive in its own comment; membership of the table it lives on in an
-- extension; history tables of migration tools; the directive in the comment of the table it lives on, or
-- that this is a partition of, the nearest first; in its schema's comment; the ignore patterns; the schema
-- lists. An object in both lists is tracked.
--
-- Members of extensions are looked for as in _describe_index. Only a partition has relations above it, and
-- offset 0 looks for them once an object: whoever compares the catalog comes here with all that lives on tables.

create or replace function pggit._ignore_rules(
  p_described pggit._description[],
  p_tracking pggit._tracking
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return array(
    select case
      when d.directive = 'ignore' then 'comment @pggit:ignore'
      when d.parent_objid is not null and not d.is_independent and case
          when cardinality(p_described) < 50 then (
            select true from pg_depend e
            where e.classid = 'pg_class'::regclass and e.objid = d.parent_objid and e.deptype = 'e'
            limit 1)
          else d.parent_objid in (
            select e.objid from pg_depend e
            where e.refclassid = 'pg_extension'::regclass and e.classid = 'pg_class'::regclass
              and e.deptype = 'e') end
      then format('extension member %s', pggit._relation_identity(d.parent_objid))
      when p_tracking.history_tables is not null
        and coalesce((
          select c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname)
          from pg_class c where c.oid = d.parent_objid), d.identity) = any (p_tracking.history_tables)
      then
        format('history table %s', coalesce(pggit._relation_identity(d.parent_objid), d.identity))
      when d.directive = 'track' then null
      when p.directive = 'ignore' then
        format('comment @pggit:ignore on %s', pggit._relation_identity(p.relation))
      when p.directive = 'track' then null
      when d.schema_name = any (p_tracking.comment_tracks) then null
      when d.schema_name = any (p_tracking.comment_ignores) then
        format('comment @pggit:ignore on schema %I', d.schema_name)
      when p_tracking.ignore_patterns is not null and pggit._matching_pattern(
          pggit._object_texts(d.kind, d.identity, d.parent_objid), p_tracking.ignore_patterns)
        is not null
      then
        'ignore pattern ' || pggit._matching_pattern(
          pggit._object_texts(d.kind, d.identity, d.parent_objid), p_tracking.ignore_patterns)
      when d.schema_name is null or d.schema_name like any (p_tracking.track_schemas) then null
      when d.schema_name like any (p_tracking.ignore_schemas) then
        format('schema %I is in ignore_schemas', d.schema_name)
      when p_tracking.track_schemas is not null then
        format('schema %I is not in track_schemas', d.schema_name)
    end
    from (
      select u.n, u.kind, u.identity, u.schema_name, u.parent_objid,
        -- A user's partition of an extension's table, or sequence that one owns, is the user's.
        u.kind in ('table', 'foreign table')
          or (u.kind = 'sequence' and not u.definition ? 'identity') as is_independent,
        case when u.definition ->> 'comment' like '%@%'
          then pggit._directive(u.definition ->> 'comment') end as directive
      from unnest(p_described) with ordinality as u
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    ) d
    left join pg_class r on r.oid = d.parent_objid
    cross join lateral (
      select case
        when r.relispartition is false then r.oid
        when d.parent_objid is not null then (
          select a.relation
          from unnest(pggit._relations_above(d.parent_objid)) with ordinality as a (relation, n)
          join pg_description m
            on m.objoid = a.relation and m.classoid = 'pg_class'::regclass and m.objsubid = 0
          where m.description like '%@%' and pggit._directive(m.description) is not null
          order by a.n
          limit 1) end
      offset 0
    ) as u (relation)
    left join lateral (
      select u.relation, pggit._directive(m.description) as directive
      from pg_description m
      where m.objoid = u.relation and m.classoid = 'pg_class'::regclass and m.objsubid = 0
        and m.description like '%@%'
    ) p on true
    order by d.n);
end
$pggit$;

comment on function pggit._ignore_rules(pggit._description[], pggit._tracking) is
  'Why the given objects are not tracked, in words and in their order; null for a tracked one.';
