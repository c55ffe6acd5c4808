import { isDeepStrictEqual } from 'node:util';
import { clientPrograms, postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { unsound } from '../capture/replay.js';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { inLoadedOrder } from './loaded-order.js';
import { difference, type SchemaDump, schemaDump } from './schema-dump.js';
import { schemaState } from './schema-state.js';
import { Walker } from './walker.js';

const programs = await clientPrograms();

/** The walk of every day is the same everywhere. `npm run test:random` takes another, or a longer one. */
const seed = Number(process.env.PGGIT_TEST_SEED ?? 1);
const steps = Number(process.env.PGGIT_TEST_STEPS ?? 200);

/** After as many findings the rest says little. */
const ENOUGH = 10;

describe.skipIf(programs === undefined)(`a walk of ${steps} steps with seed ${seed}`, () => {
  const db = useDatabase();
  const loadedDb = useDatabase();

  it(
    'changes the state hash exactly when pg_dump sees a change, and the catalog is as recorded',
    async () => {
      const other = await db.connect();
      const walker = new Walker(db.client, seed, {
        roles: await rolesIn(db.client),
        major: postgresMajor(),
      });
      const warnings = warningsOf(db.client);
      await db.client.query(GROUND);
      const findings: string[] = [];
      let landed = 0;
      let before = { hash: (await look(other)).head, dump: await dumpOf(db.url) };
      for (let n = 1; n <= steps && findings.length < ENOUGH; n += 1) {
        const step = await walker.step();
        landed += step.landed;
        if (step.isUnseen) await capture(other);
        const { faults, head: hash } = await look(other, warnings.splice(0));
        // What failed or was rolled back is not dumped.
        const isDumped = step.landed > 0 || hash !== before.hash;
        const after = { hash, dump: isDumped ? await dumpOf(db.url) : before.dump };
        faults.push(...(await disagreements(other, before, after)));
        if (faults.length > 0) {
          findings.push([`step ${n}:`, ...step.log, ...faults].join('\n  '));
          await capture(other);
          after.hash = (await look(other)).head;
        }
        before = after;
      }
      console.log(
        `random DDL on PostgreSQL ${postgresMajor()}, seed ${seed}: ${steps} steps, ${landed} statements that succeeded`,
      );
      expect(findings.join('\n\n'), `seed ${seed}`).toBe('');
      expect(await expectationsOf(other)).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    },
    60_000 + steps * 1_000,
  );

  it('ends at a schema that has the same state hash when its dump is loaded elsewhere', async () => {
    // A dump leaves out what was made a member of an extension by hand.
    await db.client.query('drop extension if exists citext, pg_trgm cascade');
    const here = await dumpOf(db.url);

    const loaded = await programs?.psql(loadedDb.url, here.script, '-v', 'ON_ERROR_STOP=0');

    await capture(loadedDb.client); // event triggers make no event
    // PostgreSQL cannot load some partitions as it has dumped them, and leaves out other details.
    const lost = difference(here, await dumpOf(loadedDb.url));
    console.log(`loaded elsewhere, with ${lost.length} differences of PostgreSQL's own`);
    const [one, other] = [await schemaState(db.client), await schemaState(loadedDb.client)];
    if (lost.length === 0) expect(other.objects).toEqual(inLoadedOrder(one.objects));
    const isSame = lost.length === 0 && isDeepStrictEqual(other.objects, one.objects);
    expect(other.hashes.head === one.hashes.head, loaded?.stderr).toBe(isSame);
    expect(other.hashes.live).toBe(other.hashes.head);
  }, 60_000);
});

const GROUND = `
  create schema a;
  create schema b;
  create schema extensions;
  create access method heap2 type table handler heap_tableam_handler;`;

async function rolesIn(client: ClientBase): Promise<string[]> {
  const roles = [await uniqueRole(client), await uniqueRole(client)];
  return ['pg_monitor', ...roles.map(({ name }) => name)];
}

interface State {
  readonly hash: string;
  readonly dump: SchemaDump;
}

async function dumpOf(url: string): Promise<SchemaDump> {
  if (programs === undefined) throw new Error('the tests are skipped without pg_dump');
  return schemaDump(programs, url);
}

/** The state hash of HEAD, and what is wrong with it. */
async function look(
  other: ClientBase,
  warnings: readonly string[] = [],
): Promise<{ head: string; faults: string[] }> {
  const { rows } = await other.query<{ head: string; live: string; errors: string[] }>(
    `select encode(pggit.state_hash('HEAD'), 'hex') as head,
            encode(pggit.state_hash('live'), 'hex') as live,
            array(select message from pggit.capture_errors) as errors`,
  );
  const [{ head, live, errors } = { head: '', live: '', errors: [] }] = rows;
  const faults = [...errors, ...warnings.filter((message) => message.startsWith('pggit'))];
  if (head !== live) {
    const { rows: drift } = await other.query(
      `select format('drift: %s %s %s', change, kind, identity) as line from pggit.status()
        where state = 'drift'`,
    );
    faults.push(...drift.map(({ line }) => line));
  }
  return { head, faults };
}

/** What pg_dump sees and pggit does not, or the other way round. */
async function disagreements(other: ClientBase, before: State, after: State): Promise<string[]> {
  const lines = difference(before.dump, after.dump);
  const isSeen = before.hash !== after.hash;
  if (lines.length > 0 === isSeen) return [];
  if (isSeen) {
    const rows = await shown(other);
    return ['pg_dump sees nothing of', ...rows.map((row) => JSON.stringify(row))];
  }
  return ['the state hash says nothing of', ...lines];
}

/** Adopts what no event told of. */
async function capture(other: ClientBase): Promise<void> {
  await other.query('select pggit.capture()');
}
