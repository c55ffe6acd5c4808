-- The command tags that a pattern may begin with and that explain_tracking() understands: of all commands
-- that PostgreSQL has an event for, and REFRESH MATERIALIZED VIEW.

create or replace function pggit._command_tags()
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array(
    select format('%s %s', v.verb, o.object)
    from unnest(array['ALTER', 'CREATE', 'DROP']) as v (verb)
    cross join unnest(array[
      'ACCESS METHOD', 'AGGREGATE', 'CAST', 'COLLATION', 'CONVERSION', 'DOMAIN', 'EVENT TRIGGER',
      'EXTENSION', 'FOREIGN DATA WRAPPER', 'FOREIGN TABLE', 'FUNCTION', 'INDEX', 'LANGUAGE',
      'MATERIALIZED VIEW', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'POLICY', 'PROCEDURE',
      'PUBLICATION', 'ROUTINE', 'RULE', 'SCHEMA', 'SEQUENCE', 'SERVER', 'STATISTICS',
      'SUBSCRIPTION', 'TABLE', 'TEXT SEARCH CONFIGURATION', 'TEXT SEARCH DICTIONARY',
      'TEXT SEARCH PARSER', 'TEXT SEARCH TEMPLATE', 'TRANSFORM', 'TRIGGER', 'TYPE', 'USER MAPPING',
      'VIEW']) as o (object)
  ) || array[
    'ALTER DEFAULT PRIVILEGES', 'ALTER LARGE OBJECT', 'COMMENT', 'CREATE TABLE AS', 'DROP OWNED',
    'GRANT', 'IMPORT FOREIGN SCHEMA', 'REFRESH MATERIALIZED VIEW', 'REINDEX', 'REVOKE',
    'SECURITY LABEL', 'SELECT INTO'];
end
$pggit$;

comment on function pggit._command_tags() is
  'The command tags that an ignore pattern or a question about an operation may begin with.';
