import type { Queryable } from '../connection/queryable.js';
import type { Finding } from './finding.js';

/**
 * Looks with functions of the engine. Parts may be damaged that this takes: where something was
 * `found` already, an error of it is no news.
 */
export async function withOwnFunctions(
  client: Queryable,
  found: readonly Finding[],
  look: () => Promise<Finding[]>,
): Promise<Finding[]> {
  await client.query('savepoint look');
  try {
    return await look();
  } catch (error) {
    if (found.length === 0) throw error;
    await client.query('rollback to savepoint look');
    return [];
  }
}
