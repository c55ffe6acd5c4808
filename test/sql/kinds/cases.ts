import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type { Client, ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { definitionOf, expectationsOf, objectIds, SOUND, shown, traces } from './observer.js';
import type { ShownRow } from './rows.js';

/**
 * One statement and what pggit makes of it. In texts and expectations ROLE1 and ROLE2 stand for
 * roles made for the test, SUPERUSER for the one that runs it.
 */
export interface KindCase {
  /** A sentence in present tense. */
  readonly it: string;
  /** What exists before; a list runs one by one. The schemas `app` and `other` always do. */
  readonly given?: string | readonly string[];
  /** One transaction. */
  readonly when: string;
  /** The rows of its commit; none when it makes no commit. */
  readonly shows: readonly ShownRow[];
  /** Definitions afterwards, by kind and identity; without owner and format version. */
  readonly defines?: Readonly<Record<string, unknown>>;
  /** The first major version that knows the statement. */
  readonly since?: number;
  /** The last one. */
  readonly until?: number;
}

/** Runs each case in a database of its own and checks its commit, the state hash, drift and silence. */
export function testKind(name: string, cases: readonly KindCase[]): void {
  describe(name, () => {
    const db = useDatabase({ per: 'test' });
    for (const one of cases) {
      const { since = 0, until = Infinity } = one;
      const major = postgresMajor();
      it.skipIf(major < since || major > until)(one.it, () => check(db, one));
    }
  });
}

async function check(db: ReturnType<typeof useDatabase>, wanted: KindCase): Promise<void> {
  const { client } = db;
  const other = await db.connect();
  const warnings = warningsOf(client);
  const one = await withRoles(client, wanted);
  await client.query('create schema app; create schema other');
  for (const statement of [one.given ?? []].flat()) await client.query(statement);
  const before = await traces(other);
  const idsBefore = await objectIds(other);

  await client.query(one.when);

  const after = await traces(other);
  expect(after.commits - before.commits, 'commits').toBe(one.shows.length > 0 ? 1 : 0);
  if (one.shows.length > 0) {
    expect(bySentence(await shown(other))).toEqual(bySentence(one.shows));
  } else {
    expect(after.changes - before.changes, 'changes').toBe(0);
  }
  for (const [object, definition] of Object.entries(one.defines ?? {})) {
    expect(await definitionOf(other, object), object).toEqual(definition);
  }
  expect(await expectationsOf(other)).toEqual(SOUND);
  expect(warnings).toEqual([]);
  expectSameIds(one.shows, idsBefore, await objectIds(other));
}

/** Warnings the session is sent from now on. */
export function warningsOf(client: ClientBase): string[] {
  const warnings: string[] = [];
  client.on('notice', ({ severity, message }) => {
    // The server's own about a setting that publications need, and tests do not.
    if (severity === 'WARNING' && !message?.includes('wal_level')) warnings.push(message ?? '');
  });
  return warnings;
}

/** A changed or renamed object is the object it was. */
function expectSameIds(
  rows: readonly ShownRow[],
  before: Map<string, string>,
  after: Map<string, string>,
): void {
  for (const { change, object, previous } of rows) {
    if (change !== 'changed' && change !== 'renamed') continue;
    expect(after.get(object), `id of ${object}`).toBe(before.get(previous ?? object));
  }
}

function bySentence(rows: readonly ShownRow[]): ShownRow[] {
  const sentence = ({ change, object }: ShownRow) => `${object} ${change}`;
  return [...rows].sort((a, b) => (sentence(a) < sentence(b) ? -1 : 1));
}

async function withRoles(client: Client, wanted: KindCase): Promise<KindCase> {
  const names: Record<string, string> = { SUPERUSER: client.user ?? '' };
  const text = JSON.stringify([wanted.given, wanted.when]);
  for (const token of ['ROLE1', 'ROLE2']) {
    if (text.includes(token)) names[token] = (await uniqueRole(client)).name;
  }
  return replaceTokens(wanted, names) as KindCase;
}

/** Also inside keys, lists and what a matcher of the test framework is given. */
function replaceTokens(value: unknown, names: Record<string, string>): unknown {
  if (typeof value === 'string') {
    return Object.entries(names).reduce(
      (text, [token, name]) => text.replaceAll(token, name),
      value,
    );
  }
  if (Array.isArray(value)) return value.map((item) => replaceTokens(item, names));
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    replaceTokens(key, names),
    replaceTokens(item, names),
  ]);
  return Object.assign(Object.create(Object.getPrototypeOf(value)), Object.fromEntries(entries));
}
