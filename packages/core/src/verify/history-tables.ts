import type { Queryable } from '../connection/queryable.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import type { Finding } from './finding.js';

/** What does not happen while a trigger does not fire. */
const WITHOUT: Readonly<Record<string, string>> = {
  zz_pggit_link: 'it does not fire, so rows written there are not linked to commits',
  zz_pggit_lock: 'it does not fire, so runs of the tool are no deployments',
};

/** Looks for tables of migration tools without their trigger, or whose trigger is disabled. */
export async function verifyHistoryTables(client: Queryable): Promise<Finding[]> {
  const unlinked = await readLacking(client, '_unlinked_history_tables');
  const unfollowed = await readLacking(client, '_unfollowed_locks');
  const triggers = await readLinkTriggers(client);
  return [
    ...unlinked.map(
      ({ source, tool }): Finding => ({
        kind: 'missing',
        object: `trigger zz_pggit_link on ${source}`,
        detail: `rows that ${tool} writes there are not linked to commits`,
        hint: `select pggit.watch_history_table('${source}', '${tool}')`,
      }),
    ),
    ...unfollowed.map(
      ({ source, tool }): Finding => ({
        kind: 'missing',
        object: `trigger zz_pggit_lock on ${source}`,
        detail: `runs of ${tool} are no deployments`,
        hint: `select * from pggit.attach_history_tables('${tool}')`,
      }),
    ),
    ...triggers
      .filter(({ enabled }) => !enabled)
      .map(
        ({ identity, name, table }): Finding => ({
          kind: 'disabled',
          object: `trigger ${identity}`,
          detail: WITHOUT[name] ?? 'it does not fire',
          hint: `alter table ${table} enable trigger ${name}`,
        }),
      ),
  ];
}

/** An engine that lacks the function was told to be incomplete by the comparison already. */
async function readLacking(
  client: Queryable,
  name: '_unlinked_history_tables' | '_unfollowed_locks',
): Promise<{ source: string; tool: string }[]> {
  const { rows: known } = await client.query(
    'select pg_catalog.to_regprocedure($1) is not null as is',
    [`pggit.${name}()`],
  );
  if (known[0]?.is !== true) return [];
  const { rows } = await client.query(
    `select source, tool_name as tool from pggit.${name}() where not is_disabled`,
  );
  return rows;
}
