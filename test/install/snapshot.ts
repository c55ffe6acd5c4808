import type { Queryable } from '@pggit/core';

const CATALOGS = [
  'pg_class',
  'pg_proc',
  'pg_type',
  'pg_trigger',
  'pg_event_trigger',
  'pg_namespace',
  'pg_constraint',
  'pg_attrdef',
  'pg_rewrite',
  'pg_policy',
  'pg_default_acl',
  'pg_publication',
  'pg_cast',
  'pg_operator',
];

/**
 * Every object of a database by its description, every grant, every description and the settings
 * of the database: two equal snapshots are databases in which nothing was left behind.
 */
export async function snapshot(db: Queryable): Promise<string[]> {
  const described = CATALOGS.map(
    (catalog) =>
      `select '${catalog} ' || pg_describe_object('${catalog}'::regclass, oid, 0) from ${catalog}`,
  );
  const { rows } = await db.query(`
    select line from (
      ${described.join(' union all ')}
      union all
      select 'acl ' || c.oid::regclass || ' ' || c.relacl::text from pg_class c
        where c.relacl is not null
      union all
      select 'comment ' || pg_describe_object(classoid, objoid, objsubid) || ': ' || description
        from pg_description
      union all
      select 'shared dependency ' || classid::regclass || ' ' || deptype::text from pg_shdepend
        where dbid = (select oid from pg_database where datname = current_database())
      union all
      select 'setting ' || array_to_string(setconfig, ',') from pg_db_role_setting
    ) as lines (line)
    -- Tables of a catalog's own making are numbered by oids and differ by nothing else.
    where line !~ 'pg_toast'
    order by line`);
  return rows.map((row) => row.line);
}
