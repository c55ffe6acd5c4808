-- The tools pggit knows by itself, as their latest versions write their tables. Facts of each,
-- and what to do about a table with another name: docs/how-to/migration-tools.md.
--
-- Three tools call theirs `migrations`, their columns tell them apart. A table
-- schema_migrations with nothing but a version is Rails' where Rails' other table is beside it,
-- else dbmate's. Rails makes that one, since version 5, before it writes the first row.
-- Liquibase lets teams name its tables, and many do: they are known by a column that no other
-- table has.

create or replace function pggit._built_in_tools()
returns table (
  tool_name text,
  table_pattern text,
  required_columns text[],
  column_types text[],
  number_column text,
  key_columns text[],
  description_column text,
  checksum_column text,
  applied_at_column text,
  row_stands_for text,
  applied_when jsonpath,
  beside_table text,
  rerun_columns text[],
  telltale_column text,
  lock_column text,
  exec_type_column text,
  unnamed_key_column text,
  reverted_when jsonpath,
  linked_at_end boolean,
  script_column text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select
    t.tool_name, t.table_pattern, t.required_columns::text[], t.column_types::text[],
    t.number_column, t.key_columns::text[], t.description_column, t.checksum_column,
    t.applied_at_column, t.row_stands_for, t.applied_when::jsonpath, t.beside_table,
    m.rerun_columns::text[], m.telltale_column, m.lock_column, m.exec_type_column,
    m.unnamed_key_column, m.reverted_when::jsonpath, m.linked_at_end, m.script_column
  from (values
    ('node-pg-migrate', 'pgmigrations', '{id,name,run_on}', '{number,text,time}',
      'id', '{name}', 'name', null, 'run_on', 'migration', '$', null),
    ('umzug', 'SequelizeMeta', '{name}', '{text}',
      null, '{name}', null, null, null, 'migration', '$', null),
    ('slonik-migrator', 'migration', '{name,hash,date}', '{text,text,time}',
      null, '{name}', null, 'hash', 'date', 'migration', '$', null),
    ('pgkit', 'pgkit_migrations', '{name,content,status,date}', '{text,text,text,time}',
      null, '{name}', null, null, 'date', 'migration', '$', null),
    ('mikro-orm', 'mikro_orm_migrations', '{id,name,executed_at}', '{number,text,time}',
      'id', '{name}', null, null, 'executed_at', 'migration', '$', null),
    ('knex', 'knex_migrations', '{id,name,batch,migration_time}', '{number,text,number,time}',
      'id', '{name}', null, null, 'migration_time', 'migration', '$', null),
    ('kysely', 'kysely_migration', '{name,timestamp}', '{text,text}',
      null, '{name}', null, null, 'timestamp', 'migration', '$', null),
    -- Its rows hold no name: created_at is the `when` of the entry in drizzle's journal.
    ('drizzle', '__drizzle_migrations', '{id,hash,created_at}', '{number,text,number}',
      'id', '{hash}', 'created_at', 'hash', null, 'migration', '$', null),
    ('typeorm', 'migrations', '{id,timestamp,name}', '{number,number,text}',
      'id', '{name}', null, null, null, 'migration', '$', null),
    ('db-migrate', 'migrations', '{id,name,run_on}', '{number,text,time}',
      'id', '{name}', null, null, 'run_on', 'migration', '$', null),
    ('postgres-migrations', 'migrations', '{id,name,hash,executed_at}', '{number,text,text,time}',
      'id', '{name}', null, 'hash', 'executed_at', 'migration', '$', null),
    ('graphile-migrate', 'migrations', '{hash,previous_hash,filename,date}', '{text,text,text,time}',
      null, '{filename}', null, 'hash', 'date', 'migration', '$', null),
    -- The row is there from the start of the migration on.
    ('prisma', '_prisma_migrations',
      '{id,checksum,finished_at,migration_name,rolled_back_at,started_at}',
      '{text,text,time,text,time,time}',
      null, '{migration_name}', null, 'checksum', 'finished_at', 'migration',
      '$ ? (@.finished_at != null && @.rolled_back_at == null)', null),
    ('dbmate', 'schema_migrations', '{version}', '{text}',
      'version', '{version}', null, null, null, 'migration', '$', null),
    ('rails', 'schema_migrations', '{version}', '{text}',
      'version', '{version}', null, null, null, 'migration', '$', 'ar_internal_metadata'),
    -- One row, which is truncated away and written anew around each migration.
    ('golang-migrate', 'schema_migrations', '{version,dirty}', '{number,boolean}',
      'version', '{version}', null, null, null, 'position', '$ ? (@.dirty == false)', null),
    -- A change may come twice under its name (a rework), never under its id.
    ('sqitch', 'changes', '{change_id,script_hash,change,project,note,committed_at,planned_at}',
      '{text,text,text,text,text,time,time}',
      'change_id', '{project,change}', 'note', 'script_hash', 'committed_at', 'migration', '$',
      null),
    -- The row counts the statements applied so far.
    ('atlas', 'atlas_schema_revisions',
      '{version,description,type,applied,total,executed_at,hash}',
      '{text,text,number,number,number,time,text}',
      'version', '{version}', 'description', 'hash', 'executed_at', 'migration',
      '$ ? (@.applied == @.total && (@.error == null || @.error == "") && !(@.version starts with "."))',
      null),
    -- A row for each head.
    ('alembic', 'alembic_version', '{version_num}', '{text}',
      null, '{version_num}', null, null, null, 'position', '$', null),
    ('django', 'django_migrations', '{id,app,name,applied}', '{number,text,text,time}',
      'id', '{app,name}', null, null, 'applied', 'migration', '$', null),
    -- Its row is updated when the changeset runs again, and for a tag, which is no run. The row that
    -- changelog-sync writes for the marker (pggit-success.xml) stands for no migration.
    ('liquibase', 'databasechangelog',
      '{id,author,filename,dateexecuted,orderexecuted,exectype,md5sum,liquibase}',
      '{text,text,text,time,number,text,text,text}',
      null, '{filename,id,author}', 'description', 'md5sum', 'dateexecuted', 'migration',
      '$ ? (!(@.filename == "pggit/liquibase" && @.author == "pggit"))', null),
    -- A baseline, the mark of a schema it made and one of a migration that is missing have run nothing.
    ('flyway', 'flyway_schema_history',
      '{installed_rank,version,description,type,script,checksum,installed_by,installed_on,execution_time,success}',
      '{number,text,text,text,text,number,text,time,number,boolean}',
      'installed_rank', '{version}', 'description', 'checksum', 'installed_on', 'migration',
      '$ ? (@.success == true && @.type != "BASELINE" && @.type != "SCHEMA" && @.type != "DELETE" && !(@.type starts with "UNDO"))',
      null),
    -- Tables that tools keep beside their history: locks and the like.
    ('liquibase', 'databasechangeloglock', '{id,locked,lockgranted,lockedby}',
      '{number,boolean,time,text}',
      null, '{id}', 'lockedby', null, null, 'nothing', '$', null),
    ('knex', 'knex_migrations_lock', '{index,is_locked}', '{number,number}',
      null, '{index}', null, null, null, 'nothing', '$', null),
    ('kysely', 'kysely_migration_lock', '{id,is_locked}', '{text,number}',
      null, '{id}', null, null, null, 'nothing', '$', null),
    ('rails', 'ar_internal_metadata', '{key,value,created_at,updated_at}', '{text,text,time,time}',
      null, '{key}', null, null, null, 'nothing', '$', null),
    ('graphile-migrate', 'current', '{filename,content,date}', '{text,text,time}',
      null, '{filename}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'releases', '{version,installed_at,installer_name,installer_email}',
      '{any,time,text,text}', null, '{version}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'projects', '{project,uri,created_at,creator_name,creator_email}',
      '{text,text,time,text,text}', null, '{project}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'tags', '{tag_id,tag,project,change_id,committed_at,planned_at,planner_email}',
      '{text,text,text,text,time,time,text}',
      null, '{tag_id}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'dependencies', '{change_id,type,dependency,dependency_id}',
      '{text,text,text,text}', null, '{change_id}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'events', '{event,change_id,change,project,requires,conflicts,committed_at,planned_at}',
      '{text,text,text,text,any,any,time,time}',
      null, '{change_id}', null, null, null, 'nothing', '$', null)
  ) as t (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
    description_column, checksum_column, applied_at_column, row_stands_for, applied_when,
    beside_table)
  left join (values
    ('databasechangelog', '{orderexecuted,deployment_id}', 'orderexecuted', null, 'exectype',
      null, null, null, null),
    ('databasechangeloglock', null, 'locked', 'locked', null, null, null, null, null),
    ('flyway_schema_history', null, 'installed_rank', null, null,
      'script', '$ ? (@.success == true && @.type starts with "UNDO")', true, 'script')
  ) as m (table_pattern, rerun_columns, telltale_column, lock_column, exec_type_column,
    unnamed_key_column, reverted_when, linked_at_end, script_column)
    on m.table_pattern = t.table_pattern;
end
$pggit$;

comment on function pggit._built_in_tools() is
  'The migration tools that pggit knows by itself.';
