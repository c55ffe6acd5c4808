-- Links a migration by hand: to the session's deployment, else to the commit of this transaction's
-- changes, else to HEAD. Twice is once.

create or replace function pggit.link_migration(
  migration_id bigint,
  tool_name text default 'flyway'
)
returns void
language plpgsql
volatile
security definer -- writes links, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool constant text := nullif(btrim(link_migration.tool_name, E' \t\r\n'), '');
  v_row pggit.migration_tools;
begin
  if link_migration.migration_id is null then
    perform pggit._raise('PGX02', 'a link needs the number of a migration',
      jsonb_build_object('tool_name', v_tool),
      'Pass the number the tool gave the migration in its history table.');
  elsif v_tool is null then
    perform pggit._raise('PGX01', 'a link needs the name of a migration tool',
      jsonb_build_object('migration_id', link_migration.migration_id),
      'Pass for example ''flyway'' or ''node-pg-migrate''.');
  end if;
  if exists (
    select from pggit.external_migrations m
    where m.migration_id = link_migration.migration_id and m.tool_name = v_tool
      and m.direction = 'up' and m.reverted_at is null
  ) then
    return;
  end if;
  v_row.tool_name := v_tool;
  v_row.number_column := 'id';
  v_row.key_columns := '{id}';
  perform pggit._write_link(
    v_row, v_tool, jsonb_build_object('id', link_migration.migration_id), 'up');
exception
  -- Another session has linked it a moment ago: once is enough.
  when unique_violation then
    return;
end
$pggit$;

comment on function pggit.link_migration(bigint, text) is
'Links a migration by hand: to the session''s deployment, else to the commit of this transaction''s
changes, else to HEAD. What the transaction has changed so far belongs to the migration. Linking
the same number of the same tool twice is linking it once.

- `migration_id`: the tool''s number for it, not null.
- `tool_name`: any name, for example of scripts of your own.

Migrations of tools that pggit knows are linked by themselves.';
