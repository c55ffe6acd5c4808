import { postgresMajor, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { type Answer, Witness } from './answer.js';

interface Extension {
  readonly name: string;
  readonly version: string;
  /** Those that can be asked for, the oldest first. */
  readonly older: readonly string[];
  readonly relocatable: boolean;
}

/** Whatever the server offers; PL/pgSQL is there already, and pggit needs it. */
async function offered(client: ClientBase): Promise<Extension[]> {
  const { rows } = await client.query(
    `select e.name, e.default_version as version,
            array(select v.version from pg_available_extension_versions v
                   where v.name = e.name and v.version <> e.default_version
                   order by string_to_array(v.version, '.')::int[]) as older,
            (select bool_and(v.relocatable) from pg_available_extension_versions v
              where v.name = e.name) as relocatable
       from pg_available_extensions e where e.name <> 'plpgsql' order by e.name`,
  );
  return rows;
}

describe('every extension that the server offers', () => {
  const plain = useDatabase({ engine: false });
  const tracked = useDatabase();

  it('is created, updated, moved, used and dropped as without pggit, and leaves no drift', async () => {
    const other = await tracked.connect();
    const without = new Witness(await plain.connect(), plain.name);
    const withPggit = new Witness(await tracked.connect(), tracked.name);
    const ask = async (statement: string): Promise<Answer> => {
      const [answer, expected] = [await withPggit.ask(statement), await without.ask(statement)];
      expect(answer, statement).toEqual(expected);
      return answer;
    };
    const unusable: Record<string, unknown> = {};
    await ask('create schema app');
    await ask('create schema moved');

    for (const { name, version, older, relocatable } of await offered(plain.client)) {
      const created = await ask(`create extension "${name}" cascade`);
      if (created.error !== null) {
        unusable[name] = (created.error as { message: string }).message;
        continue;
      }
      await ask(`comment on extension "${name}" is 'ours'`);
      await ask(useOf(await typesOf(plain.client, name)));
      expect(await expectationsOf(other), name).toEqual(SOUND);
      if (relocatable) await ask(`alter extension "${name}" set schema moved`);
      await ask(`drop extension "${name}"`);
      await ask(`drop extension "${name}" cascade`);
      await ask('drop table app.uses');

      for (const old of older) {
        const answer = await ask(`create extension "${name}" version '${old}' cascade`);
        if (answer.error !== null) continue; // a version there are no more scripts for
        await ask(`alter extension "${name}" update to '${version}'`);
        break;
      }
      await ask(`drop extension if exists "${name}" cascade`);
    }
    await ask('drop extension if exists cube, plperl, plperlu, hstore, ltree cascade');
    expect(await expectationsOf(other)).toEqual(SOUND);
    expectLibrariesToBeMissing(unusable);
    await expectRecorded(other);
  }, 120_000);
});

/** The data types an extension brings. */
async function typesOf(client: ClientBase, extension: string): Promise<string[]> {
  const { rows } = await client.query(
    `select t.oid::regtype::text as type from pg_depend d
       join pg_extension e on e.oid = d.refobjid and e.extname = $1
       join pg_type t on t.oid = d.objid and d.classid = 'pg_type'::regclass
      where d.refclassid = 'pg_extension'::regclass and t.typtype in ('b', 'd') and t.typelem = 0
      order by 1`,
    [extension],
  );
  return rows.map(({ type }) => type);
}

/** A table whose columns have those types, so that dropping the extension takes them along. */
function useOf(types: readonly string[]): string {
  return `create table app.uses (id int${types.map((type, at) => `, c${at} ${type}`).join('')})`;
}

/** What cannot be created lacks a library of the machine: procedural languages and what needs them. */
function expectLibrariesToBeMissing(unusable: Record<string, unknown>): void {
  for (const [name, message] of Object.entries(unusable)) {
    expect(name).toMatch(/pl(perlu?|python3u|tclu?)$|^(xml2|uuid-ossp|sslinfo)$/);
    expect(message, name).toMatch(/could not (load library|access file)|requires|not available/);
  }
}

/** Each of the others was seen to come and to go. */
async function expectRecorded(other: ClientBase): Promise<void> {
  const { rows } = await other.query(
    `select identity from (
       select coalesce(new_identity, old_identity) as identity, change from pggit.changes
        where kind = 'extension') c
      group by identity having bool_or(change = 'added') and bool_or(change = 'removed')`,
  );
  expect(rows.length).toBeGreaterThan(postgresMajor() < 16 ? 35 : 36);
}
