-- The event triggers. The tags of pggit_ddl_trigger are every one that can change a definition:
-- REFRESH MATERIALIZED VIEW and the like change none, and a tag that is not listed costs nothing at
-- all, which a test inside the function could not give. REINDEX CONCURRENTLY changes none either, but
-- gives the index another oid; servers before 17 raise no event for it.
-- An upgrade takes them away before it begins and makes them here; the installer then lets each fire as
-- it did before, so that one a DBA has disabled stays disabled.

do $pggit$
declare
  v_tags text[] := array[
    'ALTER AGGREGATE', 'ALTER COLLATION', 'ALTER CONVERSION', 'ALTER DEFAULT PRIVILEGES',
    'ALTER DOMAIN', 'ALTER EXTENSION', 'ALTER FOREIGN DATA WRAPPER', 'ALTER FOREIGN TABLE',
    'ALTER FUNCTION', 'ALTER INDEX', 'ALTER LANGUAGE', 'ALTER LARGE OBJECT',
    'ALTER MATERIALIZED VIEW', 'ALTER OPERATOR', 'ALTER OPERATOR CLASS', 'ALTER OPERATOR FAMILY',
    'ALTER POLICY', 'ALTER PROCEDURE', 'ALTER PUBLICATION', 'ALTER ROUTINE', 'ALTER RULE',
    'ALTER SCHEMA', 'ALTER SEQUENCE', 'ALTER SERVER', 'ALTER STATISTICS', 'ALTER SUBSCRIPTION',
    'ALTER TABLE', 'ALTER TEXT SEARCH CONFIGURATION', 'ALTER TEXT SEARCH DICTIONARY',
    'ALTER TEXT SEARCH PARSER', 'ALTER TEXT SEARCH TEMPLATE', 'ALTER TRIGGER', 'ALTER TYPE',
    'ALTER USER MAPPING', 'ALTER VIEW', 'COMMENT', 'CREATE ACCESS METHOD', 'CREATE AGGREGATE',
    'CREATE CAST', 'CREATE COLLATION', 'CREATE CONVERSION', 'CREATE DOMAIN', 'CREATE EXTENSION',
    'CREATE FOREIGN DATA WRAPPER', 'CREATE FOREIGN TABLE', 'CREATE FUNCTION', 'CREATE INDEX',
    'CREATE LANGUAGE', 'CREATE MATERIALIZED VIEW', 'CREATE OPERATOR', 'CREATE OPERATOR CLASS',
    'CREATE OPERATOR FAMILY', 'CREATE POLICY', 'CREATE PROCEDURE', 'CREATE PUBLICATION',
    'CREATE RULE', 'CREATE SCHEMA', 'CREATE SEQUENCE', 'CREATE SERVER', 'CREATE STATISTICS',
    'CREATE SUBSCRIPTION', 'CREATE TABLE', 'CREATE TABLE AS', 'CREATE TEXT SEARCH CONFIGURATION',
    'CREATE TEXT SEARCH DICTIONARY', 'CREATE TEXT SEARCH PARSER', 'CREATE TEXT SEARCH TEMPLATE',
    'CREATE TRANSFORM', 'CREATE TRIGGER', 'CREATE TYPE', 'CREATE USER MAPPING', 'CREATE VIEW',
    'DROP OWNED', 'GRANT', 'IMPORT FOREIGN SCHEMA', 'REVOKE', 'SECURITY LABEL', 'SELECT INTO'];
begin
  if current_setting('server_version_num')::int >= 170000 then
    v_tags := v_tags || 'REINDEX'::text;
  end if;
  if not exists (
    select from pg_catalog.pg_event_trigger t
    where t.evtname = 'pggit_ddl_trigger' and t.evttags @> v_tags and t.evttags <@ v_tags
  ) then
    drop event trigger if exists pggit_ddl_trigger;
    execute pg_catalog.format(
      'create event trigger pggit_ddl_trigger on ddl_command_end when tag in (%s) '
      'execute function pggit._mark_ddl_commands()',
      (select pg_catalog.string_agg(pg_catalog.quote_literal(t.tag), ', ')
       from pg_catalog.unnest(v_tags) as t (tag)));
    comment on event trigger pggit_ddl_trigger is
      'pggit: notes which objects a DDL command touched.';
  end if;
  if not exists (
    select from pg_catalog.pg_event_trigger t where t.evtname = 'pggit_drop_trigger'
  ) then
    create event trigger pggit_drop_trigger on sql_drop
    execute function pggit._mark_dropped_objects();
    comment on event trigger pggit_drop_trigger is
      'pggit: notes which objects a DDL command dropped.';
  end if;
end
$pggit$;
