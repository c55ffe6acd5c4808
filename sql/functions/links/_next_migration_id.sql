-- The number that a tool will give the migration that this session is about to run: one more than the
-- last row it can see, or than the last one it has announced, for rows that are not committed yet.
--
-- Runs with the rights of pggit's owner, so only a table that is the tool's is read, never a view; row
-- security is off, because a policy's functions must not run with those rights.

create or replace function pggit._next_migration_id(
  p_relation oid,
  p_source text,
  p_number_column text,
  p_deployment_id uuid
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set row_security = off
as $pggit$
declare
  v_last bigint;
begin
  execute format(
    'select max((case when pg_typeof(t.%1$I)::oid < 16384 then to_jsonb(t.%1$I) end #>> ''{}'')::bigint) '
    'from %2$s t',
    p_number_column, pggit._lock_history_table(p_relation)) into v_last;
  return 1 + greatest(0, v_last, (
    select max(a.migration_id) from pggit.announced_migrations a
    where a.deployment_id = p_deployment_id and a.source = p_source
      and a.backend_pid = pg_backend_pid()));
end
$pggit$;

comment on function pggit._next_migration_id(oid, text, text, uuid) is
  'The number that a tool will give its next migration.';
