import { readFile } from 'node:fs/promises';
import type { CurrentDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { kill } from '../sql/deployments/session.js';

const FIXTURE = new URL('../../fixtures/engine-0.1.0/', import.meta.url);

/** A file of the first release, as text. */
export function firstRelease(file: string): Promise<string> {
  return readFile(new URL(file, FIXTURE), 'utf8');
}

/** Gives a database without pggit the first release, with the work of some weeks in it. */
export async function installFirstRelease(db: CurrentDatabase): Promise<void> {
  const engine = await firstRelease('engine.sql');
  await workSomeWeeks(db, () => db.client.query(engine));
}

/**
 * Gives a database without pggit an engine and the work of some weeks under it.
 *
 * @param installEngine what installs it, when there is something to make a baseline of
 */
export async function workSomeWeeks(
  db: CurrentDatabase,
  installEngine: () => Promise<unknown>,
): Promise<void> {
  await db.client.query(await firstRelease('before.sql'));
  await installEngine();
  const session = await db.connect();
  await session.query(await firstRelease('data.sql'));
  await kill(session, db.client);
}

/** Everything of a history that no upgrade may change, by the public interface alone. */
export interface Readable {
  commits: unknown[];
  deployments: unknown[];
  links: unknown[];
  tags: unknown[];
  /** Rows of show(), of every commit. */
  shown: unknown[];
  /** Definition of every object that was ever committed, at every commit that has it. */
  definitions: unknown[];
}

/** Reads what there is to read of the commits up to `head`. */
export async function readHistory(other: ClientBase, head: string): Promise<Readable> {
  const read = async (sql: string) => (await other.query(sql, [head])).rows;
  return {
    commits: await read(
      `select l.commit_id, parent_ids, message, author, committed_at, tags, deployment_id,
              deployment_name, migrations, pggit.state_hash(commit_id::text) as hash
         from pggit.log($1) l`,
    ),
    deployments: await read(
      `select deployment_id, name, auto_commit, status, reason, commit_id, opened_by, started_at,
              ended_at
         from pggit.deployments where $1 <> '' order by started_at`,
    ),
    links: await read(
      `select link_id, migration_id, migration_key, tool_name, source, pggit_commit_id,
              deployment_id, run, direction, description, checksum, applied_at, reverted_at
         from pggit.external_migrations where $1 <> '' order by link_id`,
    ),
    tags: await read(`select name, commit_id from pggit.tags where $1 <> '' order by 1`),
    shown: await read(
      `select l.commit_id, s.* from pggit.log($1) l
        cross join lateral pggit.show(l.commit_id::text) s order by l.commit_id, s.kind, s.identity`,
    ),
    definitions: await read(
      `with commits as (select commit_id::text as id from pggit.log($1)),
            objects as (select distinct s.kind, s.identity from commits c
                         cross join lateral pggit.show(c.id) s)
       select c.id, o.kind, o.identity, d.definition
         from commits c cross join objects o
        cross join lateral pggit.definition(o.kind, o.identity, c.id) d (definition)
        where d.definition is not null
        order by c.id, o.kind, o.identity`,
    ),
  };
}
