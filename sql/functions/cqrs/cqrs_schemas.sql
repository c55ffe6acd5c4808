-- The schemas there are, and the side each is on.

create or replace function pggit.cqrs_schemas()
returns table (name text, side text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with lists as materialized (
    select
      coalesce(pggit._json_patterns(s.value -> 'query_schemas'),
        pggit._like_pattern(array['query', 'query_%'])) as query_schemas,
      pggit._json_patterns(s.value -> 'command_schemas') as command_schemas
    from (values (1)) as one (row)
    left join pggit.settings s on s.name = 'cqrs'
  )
  select s.name::text,
    case
      when s.name::text like any (l.query_schemas) then 'query'
      when l.command_schemas is null or s.name::text like any (l.command_schemas) then 'command'
    end
  from pggit.user_schemas s
  cross join lists l
  order by 1
$pggit$;

comment on function pggit.cqrs_schemas() is
'The schemas that there are, by name, with the side each is on: `command`, `query`, or null for
neither. pggit.configure_cqrs() decides. Schemas of the system and pggit''s own are left out.';
