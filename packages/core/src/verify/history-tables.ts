import type { Queryable } from '../connection/queryable.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import type { EngineSource } from '../engine/source.js';
import type { Finding } from './finding.js';

/** What does not happen while a trigger does not fire. */
const WITHOUT: Readonly<Record<string, string>> = {
  zz_pggit_link: 'it does not fire, so rows written there are not linked to commits',
  zz_pggit_lock: 'it does not fire, so runs of the tool are no deployments',
};

/** Looks for watched history tables that lost their link trigger, or whose trigger is disabled. */
export async function verifyHistoryTables(
  client: Queryable,
  engine: EngineSource,
): Promise<Finding[]> {
  // An engine that lacks the view was told to be incomplete by the comparison already.
  if (!(await hasView(client, engine))) return [];
  const { rows } = await client.query(`
    select h.source, h.tool_name
    from pggit.history_tables h
    where not h.attached and pg_catalog.to_regclass(h.source) is not null
    order by 1`);
  const findings: Finding[] = rows.map(({ source, tool_name }) => ({
    kind: 'missing',
    object: `trigger zz_pggit_link on ${source}`,
    detail: `rows that ${tool_name} writes there are not linked to commits`,
    hint: `select pggit.watch_history_table('${source}', '${tool_name}')`,
  }));
  findings.push(...(await unfollowedLocks(client)));
  for (const { enabled, identity, name, table } of await readLinkTriggers(client)) {
    if (enabled) continue;
    findings.push({
      kind: 'disabled',
      object: `trigger ${identity}`,
      detail: WITHOUT[name] ?? 'it does not fire',
      hint: `alter table ${table} enable trigger ${name}`,
    });
  }
  return findings;
}

/** An engine that lacks the function was told to be incomplete by the comparison already. */
async function unfollowedLocks(client: Queryable): Promise<Finding[]> {
  const { rows: known } = await client.query(
    "select to_regprocedure('pggit._unfollowed_locks()') is not null as is",
  );
  if (known[0]?.is !== true) return [];
  const { rows } = await client.query(
    'select source, tool_name from pggit._unfollowed_locks() where not is_disabled',
  );
  return rows.map(({ source, tool_name }) => ({
    kind: 'missing',
    object: `trigger zz_pggit_lock on ${source}`,
    detail: `runs of ${tool_name} are no deployments`,
    hint: `select * from pggit.attach_history_tables('${tool_name}')`,
  }));
}

async function hasView(client: Queryable, engine: EngineSource): Promise<boolean> {
  const known = engine.manifest.some(({ identity }) => identity === 'pggit.history_tables');
  if (!known) return false;
  const { rows } = await client.query(
    "select to_regclass('pggit.history_tables') is not null as is",
  );
  return rows[0]?.is === true;
}
