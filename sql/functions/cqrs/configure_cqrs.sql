-- Says which schemas are which side. Replaces what was said before.

create or replace function pggit.configure_cqrs(
  command_schemas text[] default null,
  query_schemas text[] default array['query', 'query_%']
)
returns void
language plpgsql
volatile
security definer -- writes settings as their owner, which no role may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_list record;
begin
  if configure_cqrs.query_schemas is null then
    perform pggit._raise('PGT02', 'query_schemas is null, which is no list of patterns',
      jsonb_build_object('list', 'query_schemas', 'pattern', null),
      'Leave it out for query and query_%, or pass array[]::text[] for no query side.');
  end if;
  for v_list in
    select l.name, p.pattern
    from (values
      ('command_schemas', configure_cqrs.command_schemas),
      ('query_schemas', configure_cqrs.query_schemas)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where nullif(btrim(p.pattern), '') is null
  loop
    perform pggit._raise('PGT02',
      format('%s holds an empty pattern', v_list.name),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      'A pattern is a name; % in it stands for any characters. command_schemas may be NULL: every schema '
      'that is not on the query side.');
  end loop;
  insert into pggit.settings (name, value)
  values ('cqrs', jsonb_build_object(
    'command_schemas', to_jsonb(configure_cqrs.command_schemas),
    'query_schemas', to_jsonb(configure_cqrs.query_schemas)))
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit.configure_cqrs(text[], text[]) is
'Says which schemas are the command side and which are the query side. Replaces what was said
before; until it is called, and where a call leaves it out, the query side is `query` and
`query_%`.

- `command_schemas` null: every schema that is not on the query side.
- `query_schemas`: not null; an empty array for none.

`%` stands for any characters and is the only wildcard. A schema in both lists is on the query
side.';
