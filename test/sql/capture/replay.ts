import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

interface Change {
  id: string;
  commit: string;
  object: string;
  kind: string;
  from: string | null;
  to: string | null;
  before: Buffer | null;
  after: Buffer | null;
}

/**
 * What is wrong with the history of a database, replayed from the first commit on by its own
 * arithmetic. Deployments that overlap may end in another order than they worked in: a change that a
 * newer one has overtaken changes the state no more.
 */
export async function unsound(client: ClientBase): Promise<string[]> {
  const commits = await client.query(
    `select commit_id as id, message, state_hash as hash from pggit.commits order by commit_number`,
  );
  const { rows } = await client.query<Change>(
    `select change_id as id, commit_id as commit, object_id as object, kind, old_identity as from,
            new_identity as to, old_blob as before, new_blob as after
       from pggit.changes order by change_id`,
  );
  const findings = [...gaps(rows)];
  const state = new Map<string, Change>();
  let hash: Buffer = Buffer.alloc(32);
  for (const { id, message, hash: recorded } of commits.rows) {
    for (const change of rows.filter(({ commit }) => commit === id)) {
      const last = state.get(change.object);
      if (last !== undefined && BigInt(last.id) > BigInt(change.id)) continue;
      hash = xor(xor(hash, entry(last)), entry(change));
      state.set(change.object, change);
    }
    if (!hash.equals(recorded)) findings.push(`${message}: the state hash is another one`);
  }
  return findings;
}

/** Changes that do not begin where the last one of their object ended. */
function* gaps(changes: readonly Change[]): Generator<string> {
  const ends = new Map<string, Change>();
  for (const change of changes) {
    const last = ends.get(change.object);
    if ((last?.to ?? null) !== change.from || !same(last?.after ?? null, change.before)) {
      yield `${change.kind} ${change.from} -> ${change.to}: not where the last change ended`;
    }
    ends.set(change.object, change);
  }
}

function entry(change: Change | undefined): Buffer {
  if (change === undefined || change.after === null) return Buffer.alloc(32);
  return createHash('sha256')
    .update(`${change.kind}\n${change.to}\n`)
    .update(change.after)
    .digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, n) => byte ^ (right[n] ?? 0)));
}

function same(left: Buffer | null, right: Buffer | null): boolean {
  return left === null || right === null ? left === right : left.equals(right);
}
