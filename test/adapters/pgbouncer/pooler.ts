import {
  type CurrentDatabase,
  type PgBouncer,
  type PgBouncerOptions,
  pgBouncer,
} from '@pggit/testing';
import { changesOf, readHistory } from '@pggit/testing/contract';
import pg from 'pg';
import { afterEach, expect } from 'vitest';

/** The real one; undefined where it cannot be had, and then these tests skip. */
export const program = await pgBouncer();

/** The ways to run it. */
export const SESSION: PgBouncerOptions = { mode: 'session' };
export const UNRESET: PgBouncerOptions = { mode: 'session', settings: { server_reset_query: '' } };
export const TRANSACTION: PgBouncerOptions = { mode: 'transaction' };
export const STATEMENT: PgBouncerOptions = { mode: 'statement' };

/** The modes in which a session is somebody else's before long, and what is said of them. */
export const SHARED: [string, PgBouncerOptions, string][] = [
  ['transaction mode', TRANSACTION, 'gives its sessions away after each transaction'],
  ['transaction mode with one server session', oneOf(TRANSACTION), 'gives its sessions away'],
  ['transaction mode, in turns', inTurns(TRANSACTION), 'gives its sessions away'],
  ['session mode without a reset', UNRESET, 'hands its sessions on without resetting them'],
];

function oneOf({ mode }: PgBouncerOptions): PgBouncerOptions {
  return { mode, settings: { default_pool_size: '1' } };
}

function inTurns({ mode }: PgBouncerOptions): PgBouncerOptions {
  return { mode, settings: { server_round_robin: '1', min_pool_size: '2' } };
}

/** Whether it leaves the application name of a client to the next one that brings none. */
export function leavesNames(options: PgBouncerOptions): boolean {
  const [major = 0, minor = 0] = (program?.version ?? '').split('.').map(Number);
  return options !== SESSION && major === 1 && minor < 22;
}

/** What a test does through a pooler. */
export interface Pooled {
  /** Starts one before the test's database, and gives its URL. */
  start(options: PgBouncerOptions): Promise<string>;
  /** A session of somebody else's through it, who brings no name unless it is given. */
  connect(name?: string): Promise<pg.Client>;
  /**
   * Says that nothing of pggit's is left in the pooler's sessions: what somebody else changes
   * through it belongs to no deployment.
   */
  expectClean(): Promise<void>;
}

/** Poolers that stop after the test. */
export function usePooler(db: CurrentDatabase): Pooled {
  const poolers: PgBouncer[] = [];
  const clients: pg.Client[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end().catch(() => {});
    for (const pooler of poolers.splice(0)) await pooler.stop();
  });
  const connect = async (name?: string): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: poolers.at(-1)?.url,
      application_name: name,
    });
    client.on('error', () => {});
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    connect,
    async start(options) {
      const pooler = await program?.start(db.url, options);
      if (pooler === undefined) throw new Error('there is no pgbouncer');
      poolers.push(pooler);
      return pooler.url;
    },
    async expectClean() {
      const strangers = await Promise.all([connect(), connect(), connect()]);
      for (const [index, stranger] of strangers.entries()) {
        const { rows } = await stranger.query('select pggit.current_deployment() as id');
        expect(rows).toEqual([{ id: null }]);
        await stranger.query(`create table public.stranger_${index} ()`);
      }
      const { commits } = await readHistory(db.client);
      const alone = commits.slice(-strangers.length);
      expect(alone.map(({ deployment }) => deployment)).toEqual([null, null, null]);
    },
  };
}

/** The deployments there are, what each changed and what it linked. */
export async function recorded(db: CurrentDatabase) {
  const { deployments, links } = await readHistory(db.client);
  return Promise.all(
    deployments.map(async ({ id, status, commit }) => ({
      status,
      changes: commit === null ? [] : await changesOf(db.client, commit),
      links: links.filter(({ deployment }) => deployment === id).map(({ key }) => key),
    })),
  );
}

/** The tables of the schema `public` that there are. */
export async function tablesOf(db: CurrentDatabase): Promise<string[]> {
  const { rows } = await db.client.query(
    `select relname as name from pg_catalog.pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows.map(({ name }) => name);
}
