import type { Queryable } from '../connection/queryable.js';
import { ENGINE_ROLES } from '../verify/expectation.js';
import type { RoleReport } from './report.js';

/**
 * Drops pggit's roles where nothing needs them any more. Whatever stands in the way (another
 * database, an object of the user's own, a missing privilege) keeps the role and is told; it is no
 * reason to keep the engine.
 */
export async function dropRoles(client: Queryable): Promise<RoleReport[]> {
  const { rows } = await client.query(
    `select r.rolname as name,
       (
         select pg_catalog.string_agg(distinct d.datname, ', ')
         from pg_catalog.pg_shdepend s
         join pg_catalog.pg_database d on d.oid = s.dbid
         where s.refclassid = 'pg_catalog.pg_authid'::regclass
           and s.refobjid = r.oid
           and d.datname <> pg_catalog.current_database()
       ) as databases
     from pg_catalog.pg_roles r
     where r.rolname = any($1::text[])
     order by 1`,
    [ENGINE_ROLES],
  );
  const reports: RoleReport[] = [];
  for (const { name, databases } of rows) {
    reports.push(
      databases === null
        ? await dropRole(client, name)
        : { name, dropped: false, reason: `used in database ${databases}` },
    );
  }
  return reports;
}

async function dropRole(client: Queryable, name: string): Promise<RoleReport> {
  await client.query('savepoint pggit_role');
  try {
    await client.query(`drop role ${name}`);
  } catch (error) {
    await client.query('rollback to savepoint pggit_role');
    return { name, dropped: false, reason: error instanceof Error ? error.message : String(error) };
  }
  await client.query('release savepoint pggit_role');
  return { name, dropped: true };
}
