import { sqlStateOf } from '../errors/sql-state.js';
import type { Queryable } from './queryable.js';
import { inTransaction } from './transaction.js';
import { transactionStatus } from './transaction-status.js';
import { withClient } from './with-client.js';

/** What the server says of text that one encoding has and the other lacks. */
const NO_SUCH_CHARACTER = new Set(['22021', '22P05']);

/**
 * Runs one statement. node-postgres speaks UTF-8, and a name need not: a database in SQL_ASCII holds any
 * bytes, one in WIN1252 some that are no character, and the server refuses to send them. Then the
 * statement, of which nothing is left, runs once more and is answered with the bytes as they are stored,
 * of which those that are no UTF-8 arrive as replacement characters. Not inside a transaction, which
 * has failed by then.
 */
export async function queryAsStored(
  db: Queryable,
  sql: string,
  values: unknown[],
): ReturnType<Queryable['query']> {
  try {
    return await db.query(sql, values);
  } catch (error) {
    if (!NO_SUCH_CHARACTER.has(sqlStateOf(error) ?? '')) throw error;
    return withClient(db, async (client) => {
      if ((await transactionStatus(client)) !== 'idle') throw error;
      return inTransaction(client, 'begin', 'read names as they are stored', async () => {
        await client.query("set local client_encoding = 'SQL_ASCII'");
        return { result: await client.query(sql, values), keep: true };
      });
    });
  }
}
