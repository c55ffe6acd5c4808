import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { stateHash, statusOf } from './readback.js';

interface Commit {
  id: string;
  parents: string[];
  stateHash: string;
}

interface Change {
  id: string;
  object: string;
  kind: string;
  commit: string | null;
  identity: string | null;
  oldBlob: string | null;
  newBlob: string | null;
}

/**
 * What is wrong with a history that nobody is working on: one line a fault, none when it is sound.
 * Everything is computed again from the journal, by rules stated here and not by the engine's own
 * functions, so that a fault of theirs shows. Reads private tables: there is no other witness.
 */
export async function faultsIn(other: ClientBase): Promise<string[]> {
  const commits = await commitsOf(other);
  const changes = await changesOf(other);
  return [
    ...faultsOfLine(commits, await branchEnd(other)),
    ...faultsOfStates(commits, changes),
    ...faultsOfSteps(changes),
    ...(await faultsOfEnd(other, commits)),
    ...(await findingsOfPggit(other)),
  ];
}

/** What pggit's own verification says: it may find nothing where nothing is. */
async function findingsOfPggit(other: ClientBase): Promise<string[]> {
  const { rows } = await other.query('select finding, detail from pggit.verify_history()');
  return rows.map(({ finding, detail }) => `verify_history: ${finding}: ${detail}`);
}

/** Every commit has one parent, the one before it; the first has none; the branch ends at the last. */
function faultsOfLine(commits: readonly Commit[], end: string): string[] {
  const faults: string[] = [];
  let previous: string | undefined;
  for (const { id, parents } of commits) {
    const expected = previous === undefined ? [] : [previous];
    if (parents.join() !== expected.join()) {
      faults.push(`commit ${id} has parents [${parents}], not [${expected}]`);
    }
    previous = id;
  }
  if (end !== previous) faults.push(`main ends at ${end}, not at the last commit ${previous}`);
  return faults;
}

/**
 * A commit's changes lead from its parent's state to one without two objects of one kind and name, whose
 * exclusive or is the commit's state hash.
 */
function faultsOfStates(commits: readonly Commit[], changes: readonly Change[]): string[] {
  const faults: string[] = [];
  const state = new Map<string, Change>();
  for (const commit of commits) {
    for (const change of changes) {
      if (change.commit !== commit.id) continue;
      const before = state.get(change.object)?.newBlob ?? null;
      if (change.oldBlob !== before) {
        const name = `${change.kind} ${change.identity ?? change.object}`;
        faults.push(`commit ${commit.id} changes ${name} from something its parent does not have`);
      }
      state.set(change.object, change);
    }
    const present = [...state.values()].filter(({ newBlob }) => newBlob !== null);
    const names = new Set(present.map(({ kind, identity }) => `${kind} ${identity}`));
    if (names.size < present.length) faults.push(`commit ${commit.id} has one name twice`);
    const hash = hashOf(present);
    if (hash !== commit.stateHash) {
      faults.push(
        `commit ${commit.id} has state hash ${commit.stateHash}, its changes say ${hash}`,
      );
    }
  }
  return faults;
}

/** Each step of an object begins where the one before it ended, or some session's work was lost. */
function faultsOfSteps(changes: readonly Change[]): string[] {
  const faults: string[] = [];
  const last = new Map<string, Change>();
  for (const change of changes) {
    const before = last.get(change.object)?.newBlob ?? null;
    if (change.oldBlob !== before) {
      const name = `${change.kind} ${change.identity ?? change.object}`;
      faults.push(`change ${change.id} of ${name} does not begin where the one before it ended`);
    }
    last.set(change.object, change);
  }
  return faults;
}

/** As `faultsIn`, of a history that somebody is working on: of its commits alone. */
export async function faultsOfCommits(other: ClientBase): Promise<string[]> {
  const commits = await commitsOf(other);
  return [
    ...faultsOfLine(commits, await branchEnd(other)),
    ...faultsOfStates(commits, await changesOf(other)),
  ];
}

/** Nothing is staged, drifting, disabled or noted as an error, and the last commit is the catalog. */
async function faultsOfEnd(other: ClientBase, commits: readonly Commit[]): Promise<string[]> {
  const faults = (await statusOf(other)).map((line) => `status: ${line}`);
  const live = await stateHash(other);
  const last = commits.at(-1)?.stateHash;
  if (live !== last) faults.push(`the catalog has state hash ${live}, the last commit ${last}`);
  const errors = await other.query('select stage, sqlstate, message from pggit.capture_errors');
  for (const { stage, sqlstate, message } of errors.rows) {
    faults.push(`capture error in ${stage}: ${sqlstate} ${message}`);
  }
  return faults;
}

function hashOf(steps: readonly Change[]): string {
  const state = Buffer.alloc(32);
  for (const { kind, identity, newBlob } of steps) {
    if (newBlob === null) continue;
    const entry = createHash('sha256')
      .update(`${kind}\n${identity}\n`)
      .update(Buffer.from(newBlob, 'hex'))
      .digest();
    for (const [index, byte] of entry.entries()) state[index] = (state[index] ?? 0) ^ byte;
  }
  return state.toString('hex');
}

async function commitsOf(other: ClientBase): Promise<Commit[]> {
  const { rows } = await other.query(
    `select commit_id as id, parent_ids as parents, encode(state_hash, 'hex') as "stateHash"
       from pggit.commits order by commit_number`,
  );
  return rows;
}

async function changesOf(other: ClientBase): Promise<Change[]> {
  const { rows } = await other.query(
    `select change_id as id, object_id as object, kind, commit_id as commit,
            new_identity as identity, encode(old_blob, 'hex') as "oldBlob",
            encode(new_blob, 'hex') as "newBlob"
       from pggit.changes order by change_id`,
  );
  return rows;
}

async function branchEnd(other: ClientBase): Promise<string> {
  const { rows } = await other.query("select commit_id from pggit.branches where name = 'main'");
  return rows[0].commit_id;
}
