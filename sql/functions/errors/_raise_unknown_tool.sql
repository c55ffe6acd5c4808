-- The one wording of "pggit does not know this migration tool".

create or replace function pggit._raise_unknown_tool(p_tool_name text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._raise('PGX01',
    format('pggit knows no migration tool %s', coalesce(quote_literal(p_tool_name), 'null')),
    jsonb_build_object('tool_name', p_tool_name,
      'known', (select jsonb_agg(distinct t.tool_name) from pggit.migration_tools t)),
    'The tools it knows are in pggit.migration_tools; pggit.register_migration_tool() adds one.');
end
$pggit$;

comment on function pggit._raise_unknown_tool(text) is
  'Raises that pggit does not know a migration tool, with those it knows.';
