import { install, uninstall, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { statusOf } from '../sql/history/readback.js';
import { warningsOf } from '../sql/kinds/cases.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { GROUND, runOrdinaryDdl } from './ordinary-ddl.js';

/** A statement for each part of the engine that drops it, and what needs it. */
async function dropsOf(
  client: ClientBase,
  kinds = ['function', 'view', 'table', 'type'],
): Promise<string[]> {
  const { rows } = await client.query(
    `select format('drop %s if exists %s cascade', part.kind, part.name) as drop
       from (
         select 'function', p.oid::regprocedure::text from pg_proc p
          where p.pronamespace = 'pggit'::regnamespace
         union all
         select case c.relkind when 'v' then 'view' else 'table' end, c.oid::regclass::text
           from pg_class c where c.relnamespace = 'pggit'::regnamespace and c.relkind in ('r', 'v')
         union all
         select 'type', t.oid::regtype::text
           from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
          where t.typnamespace = 'pggit'::regnamespace
       ) as part (kind, name)
      where part.kind = any ($1)
      order by md5(part.name)`,
    [kinds],
  );
  return rows.map(({ drop }) => drop);
}

/**
 * Of these drops of functions, those that recording ordinary DDL calls, or that something depends on and
 * may go with: no other can make a difference to it, and a walk takes its time.
 */
async function thatMatter(session: ClientBase, drops: readonly string[]): Promise<string[]> {
  await session.query('begin');
  await session.query("set local track_functions = 'all'");
  await runOrdinaryDdl(session, 1);
  await session.query('set constraints all immediate');
  const { rows } = await session.query(
    `select format('drop function if exists %s cascade', p.oid::regprocedure) as drop
       from pg_proc p
      where p.pronamespace = 'pggit'::regnamespace
        and (exists (select from pg_stat_xact_user_functions s where s.funcid = p.oid)
          or exists (
            select from pg_depend d
             where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype = 'n'))`,
  );
  await session.query('rollback');
  const matter = new Set(rows.map(({ drop }) => drop));
  return drops.filter((drop) => matter.has(drop) || !drop.startsWith('drop function'));
}

/** A drop as somebody does it who has not noticed that the event triggers are pggit's own, too. */
async function dropUnseen(session: ClientBase, drop: string): Promise<void> {
  await session.query(`set pggit.tracking = off; ${drop}; reset pggit.tracking`);
}

describe('an engine of which one part was dropped with CASCADE', () => {
  const db = useDatabase();

  beforeAll(async () => {
    await db.client.query(GROUND);
  });

  /** Drops each part, and each time `others` as well; gives the DDL that failed then. */
  async function failuresWithout(others: string, parts: readonly string[]): Promise<string[]> {
    const failures: string[] = [];
    const session = await db.connect();
    for (const drop of parts) {
      await session.query('begin');
      try {
        await dropUnseen(session, `${others}; ${drop}`);
        await runOrdinaryDdl(session, 1);
        // What is deferred to COMMIT runs now, so that the drop can be taken back.
        await session.query('set constraints all immediate');
      } catch (error) {
        failures.push(`${drop}: ${error instanceof Error ? error.message : error}`);
      }
      await session.query('rollback');
    }
    return failures;
  }

  it('never fails DDL, whichever part it is, nor when failures cannot be reported either', async () => {
    const parts = await dropsOf(db.client);
    const reporting = parts.filter((drop) => /_keep_failure|_raise\(|capture_errors/.test(drop));
    expect(reporting).toHaveLength(3);
    expect(await failuresWithout('', reporting)).toEqual([]);
    expect(
      await failuresWithout('drop function pggit._record_transaction', [
        'drop function pggit._for_client(text)',
      ]),
    ).toEqual([]);
    const walked = await thatMatter(await db.connect(), parts);
    expect(walked.length).toBeGreaterThan(100);
    expect(await failuresWithout('drop function pggit._keep_failure', walked)).toEqual([]);
  }, 120_000);
});

describe('an engine whose parts are dropped with CASCADE one after the other', () => {
  const db = useDatabase();

  it('never fails DDL until nothing is left of it', async () => {
    await db.client.query(GROUND);
    const session = await db.connect();
    const warnings = warningsOf(session);
    const dropping = await db.connect();
    for (const [run, drop] of (await dropsOf(db.client)).entries()) {
      await dropUnseen(dropping, drop);
      await runOrdinaryDdl(session, run, db.client);
    }
    expect(warnings.filter((message) => !message.startsWith('pggit'))).toEqual([]);
    expect(await dropsOf(db.client)).toEqual([]);
  }, 120_000);
});

describe('an engine that has lost all its functions and views', () => {
  const db = useDatabase();

  it('is whole again after an installation, and what happened meanwhile is drift', async () => {
    await db.client.query(GROUND);
    const dropping = await db.connect({ options: '-c pggit.tracking=off' });
    for (const drop of await dropsOf(db.client, ['function', 'view'])) await dropping.query(drop);
    await runOrdinaryDdl(db.client, 1);
    expect(await verify(db.client)).not.toEqual([]);

    await install(db.client);
    expect(await verify(db.client)).toEqual([]);
    expect(await statusOf(db.client)).toEqual([
      'drift changed function ground.f()',
      'drift added index ground.t1_pkey',
      'drift added sequence ground.t1_id_seq',
      'drift changed table ground.orders',
      'drift added table ground.t1',
    ]);
    await db.client.query('select pggit.capture()');
    await runOrdinaryDdl(db.client, 2);
    expect(await expectationsOf(await db.connect())).toEqual(SOUND);
  });
});

describe('an engine that has lost a table and a type', () => {
  const db = useDatabase();

  it('is not repaired but named, and can be replaced by a new one', async () => {
    await db.client.query(GROUND);
    await dropUnseen(
      db.client,
      'drop table pggit.tags cascade; drop type pggit._description cascade',
    );
    expect(await verify(db.client)).toContainEqual(
      expect.objectContaining({
        kind: 'missing',
        object: 'table pggit.tags',
        hint: expect.stringContaining('restore'),
      }),
    );
    await expect(install(db.client)).rejects.toMatchObject({
      code: 'engine_damaged',
      objects: ['table pggit.tags', 'type pggit._description'],
    });
    await runOrdinaryDdl(db.client, 1);

    await uninstall(db.client);
    await install(db.client);
    await runOrdinaryDdl(db.client, 2);
    expect(await verify(db.client)).toEqual([]);
    expect(await expectationsOf(await db.connect())).toEqual(SOUND);
  });
});
