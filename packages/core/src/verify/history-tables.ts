import { literal } from '../connection/literal.js';
import type { Queryable } from '../connection/queryable.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import type { EngineSource } from '../engine/source.js';
import type { Finding } from './finding.js';

/** What does not happen while a trigger does not fire. */
const WITHOUT: Readonly<Record<string, string>> = {
  zz_pggit_link: 'it does not fire, so rows written there are not linked to commits',
  zz_pggit_lock: 'it does not fire, so runs of the tool are no deployments',
};

/** Looks for tables of migration tools without their trigger. */
export async function verifyHistoryTables(
  client: Queryable,
  engine: EngineSource,
): Promise<Finding[]> {
  const unlinked = await readLacking(client, engine, '_unlinked_history_tables');
  const unfollowed = await readLacking(client, engine, '_unfollowed_locks');
  return [
    ...unlinked.map(
      ({ source, tool }): Finding => ({
        kind: 'missing',
        object: `trigger zz_pggit_link on ${source}`,
        detail: `rows that ${tool} writes there are not linked to commits`,
        hint: `select pggit.watch_history_table(${literal(source)}, ${literal(tool)})`,
      }),
    ),
    ...unfollowed.map(
      ({ source, tool }): Finding => ({
        kind: 'missing',
        object: `trigger zz_pggit_lock on ${source}`,
        detail: `runs of ${tool} are no deployments`,
        hint: `select * from pggit.attach_history_tables(${literal(tool)})`,
      }),
    ),
  ];
}

/** Looks for tables of migration tools whose trigger is disabled; it takes nothing but the catalog. */
export async function verifyLinkTriggers(client: Queryable): Promise<Finding[]> {
  const triggers = await readLinkTriggers(client);
  return triggers
    .filter(({ enabled }) => !enabled)
    .map(({ identity, name, table }) => ({
      kind: 'disabled',
      object: `trigger ${identity}`,
      detail: WITHOUT[name] ?? 'it does not fire',
      hint: `alter table ${table} enable trigger ${name}`,
    }));
}

async function readLacking(
  client: Queryable,
  engine: EngineSource,
  name: '_unlinked_history_tables' | '_unfollowed_locks',
): Promise<{ source: string; tool: string }[]> {
  if (!engine.manifest.some(({ identity }) => identity === `pggit.${name}()`)) return [];
  const { rows } = await client.query(
    `select source, tool_name as tool from pggit.${name}() where not is_disabled`,
  );
  return rows;
}
