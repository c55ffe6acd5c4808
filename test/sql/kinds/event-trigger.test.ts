import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from './cases.js';
import { expectationsOf, SOUND, traces } from './observer.js';
import { added, changed, removed, renamed, untracked } from './rows.js';

const E = 'event trigger e';
const FUNCTION = `create function app.watch() returns event_trigger language plpgsql as 'begin end'`;
const CREATE = 'create event trigger e on ddl_command_start execute function app.watch()';
const CAPTURE = 'select pggit.capture()';
const GIVEN = [FUNCTION, CREATE, CAPTURE];

testKind('event trigger', [
  {
    it: 'is described with event, tags and function',
    given: FUNCTION,
    when: `create event trigger e on sql_drop when tag in ('DROP VIEW', 'DROP TABLE')
             execute function app.watch(); ${CAPTURE}`,
    shows: [added(E)],
    defines: {
      [E]: { event: 'sql_drop', tags: ['DROP TABLE', 'DROP VIEW'], function: 'app.watch' },
    },
  },
  {
    it: 'is disabled, and enabled for replicas or always',
    given: [
      ...GIVEN,
      `create event trigger f on ddl_command_end execute function app.watch(); ${CAPTURE}`,
      `create event trigger g on ddl_command_end execute function app.watch(); ${CAPTURE}`,
    ],
    when: `alter event trigger e disable; alter event trigger f enable replica;
           alter event trigger g enable always; ${CAPTURE}`,
    shows: [
      changed(E, { enabled: [null, 'disabled'] }),
      changed('event trigger f', { enabled: [null, 'replica'] }),
      changed('event trigger g', { enabled: [null, 'always'] }),
    ],
  },
  {
    it: 'is renamed, commented and given to another superuser',
    given: [...GIVEN, 'alter role ROLE1 superuser'],
    when: `alter event trigger e rename to "E 2"; alter event trigger "E 2" owner to ROLE1;
           comment on event trigger "E 2" is 'guard'; ${CAPTURE}`,
    shows: [
      renamed(E, 'event trigger "E 2"', {
        owner: ['SUPERUSER', 'ROLE1'],
        comment: [null, 'guard'],
      }),
    ],
  },
  {
    it: 'follows the rename of its function without a row of its own',
    given: GIVEN,
    when: 'alter function app.watch() rename to guard; alter function app.guard() set schema other',
    shows: [renamed('function app.watch()', 'function other.guard()')],
    defines: { [E]: { event: 'ddl_command_start', function: 'other.guard' } },
  },
  {
    it: 'is left alone when its comment says so',
    given: GIVEN,
    when: `comment on event trigger e is '@pggit:ignore'; ${CAPTURE}`,
    shows: [untracked(E)],
  },
  {
    it: 'is dropped and created again in one change',
    given: GIVEN,
    when: `drop event trigger e;
           create event trigger e on ddl_command_end execute function app.watch(); ${CAPTURE}`,
    shows: [changed(E, { event: ['ddl_command_start', 'ddl_command_end'] })],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: `drop event trigger e; ${CAPTURE}`,
    shows: [removed(E)],
  },
  {
    it: 'is removed with its function, which no event tells',
    given: GIVEN,
    when: 'drop function app.watch() cascade',
    shows: [removed('function app.watch()'), removed(E)],
  },
  {
    it: 'is removed with what its owner owns',
    given: [
      ...GIVEN,
      `alter role ROLE1 superuser; alter event trigger e owner to ROLE1; ${CAPTURE}`,
    ],
    when: 'drop owned by ROLE1',
    shows: [removed(E)],
  },
  {
    it: 'is removed with the schema of its function',
    given: GIVEN,
    when: 'drop schema app cascade',
    shows: [removed('schema app'), removed('function app.watch()'), removed(E)],
  },
]);

describe('the DDL of event triggers raises no event, so that it', () => {
  const db = useDatabase({ per: 'test' });

  it.each([
    ['added', [], CREATE],
    ['changed', [CREATE], 'alter event trigger e disable'],
    ['renamed', [CREATE], 'alter event trigger e rename to e2'],
    ['removed', [CREATE], 'drop event trigger e'],
  ] as const)('is drift until it is adopted: %s', async (change, given, statement) => {
    const other = await db.connect();
    await db.client.query(`create schema app; ${FUNCTION}`);
    for (const one of given) await db.client.query(one);
    await db.client.query(CAPTURE);
    const before = await traces(other);

    await db.client.query(statement);

    expect(await traces(other)).toEqual(before);
    const { rows } = await other.query('select state, change, kind from pggit.status()');
    expect(rows).toEqual([{ state: 'drift', change, kind: 'event trigger' }]);
    await db.client.query(CAPTURE);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it("never shows pggit's own", async () => {
    const { rows } = await db.client.query(
      `select d.identity from pggit._scan() d where d.kind = 'event trigger'`,
    );
    expect(rows).toEqual([]);
  });
});
