-- The relation of a schema-qualified name, quoted where needed; null for none.
--
-- to_regclass is not for functions that run as pggit's owner: it fails for a role without USAGE on the
-- schema, which an owner that is no superuser may be, and the user's DDL would fail with it. `limit 1`: a
-- repeatable-read transaction may see two versions of a row.

create or replace function pggit._relation_named(p_identity text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_names constant text[] := parse_ident(p_identity);
begin
  return (
    select c.oid
    from pg_class c
    where c.relname = v_names[2]
      and c.relnamespace = (select n.oid from pg_namespace n where n.nspname = v_names[1] limit 1)
    limit 1);
end
$pggit$;

comment on function pggit._relation_named(text) is
  'The relation of a schema-qualified name, whoever may use its schema; null for none.';
