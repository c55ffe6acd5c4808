import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../deployments/readback.js';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { objectsBySide, operationsOf, SCHEMAS, track } from './track.js';

describe('pggit.track_cqrs_change', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(() => db.client.query(SCHEMAS));

  it('runs both sides in order and makes them one commit, whose id it returns', async () => {
    const id = await track(await db.connect(), {
      command: [
        'alter table command.meter add unit text',
        'create table command.reading (meter_id int references command.meter, value numeric)',
      ],
      query: [
        'create view query.reading_overview as select m.unit, r.value from command.reading r join command.meter m on m.id = r.meter_id',
      ],
      description: 'Readings have a unit',
    });
    expect(id).toBe(await headOf(db.client));
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      id,
      message: 'Readings have a unit',
      deploymentName: 'Readings have a unit',
      changes: 3,
    });
    expect(await shown(db.client)).toEqual([
      'added table command.reading',
      'added view query.reading_overview',
      'changed table command.meter',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('knows the side of each change, by the operations that made it', async () => {
    const id = await track(db.client, {
      command: ['alter table command.meter add unit text'],
      query: [
        'create or replace view query.meter_overview as select id, serial, unit from command.meter',
        'create index on command.meter (serial)',
      ],
      description: 'Units',
    });
    expect(await objectsBySide(db.client)).toEqual([
      'command changed table command.meter',
      'query added index command.meter_serial_idx',
      'query changed view query.meter_overview',
    ]);
    const { rows } = await db.client.query('select * from pggit.cqrs_changes');
    expect(rows).toMatchObject([
      {
        description: 'Units',
        is_atomic: true,
        commit_id: id,
        command_operations: 1,
        query_operations: 2,
        failed_operations: 0,
        command_changes: 1,
        query_changes: 2,
        author: 'postgres',
      },
    ]);
    expect(rows[0].deployment_id).toBe((await deploymentsOf(db.client))[0]?.id);
    expect(await operationsOf(db.client)).toEqual([
      'command 1 done',
      'query 1 done',
      'query 2 done',
    ]);
  });

  it('has a row for each side of an object that both change, and none for what follows a rename', async () => {
    await track(db.client, {
      command: ['alter table command.meter rename serial to serial_number'],
      query: ["comment on table command.meter is 'Read by query.meter_overview'"],
    });
    expect(await objectsBySide(db.client)).toEqual([
      'command changed table command.meter',
      'query changed table command.meter',
    ]);
  });

  it('says what changed where no description does', async () => {
    await track(db.client, { command: ['create table command.site (id int)'] });
    expect((await commitsOf(db.client)).at(-1)?.message).toBe(
      'CQRS change: added table command.site',
    );
    await track(db.client, { query: ['drop view query.meter_overview'], description: ' \n' });
    expect((await commitsOf(db.client)).at(-1)?.message).toBe(
      'CQRS change: removed view query.meter_overview',
    );
  });

  it('takes several statements, comments and DML in an operation', async () => {
    await track(db.client, {
      command: [
        "insert into command.meter values (1, 'a;b'); -- commit;\n update command.meter set serial = 'commit'",
        '-- nothing but a comment',
        "do $$ begin perform 1; end $$; select 'begin'",
        'create table command.a (id int); create table command.b (id int)',
      ],
      description: 'Many',
    });
    expect(await shown(db.client)).toEqual(['added table command.a', 'added table command.b']);
    expect((await db.client.query('select serial from command.meter')).rows).toEqual([
      { serial: 'commit' },
    ]);
  });

  it('returns null and leaves a record where no operation changes a definition', async () => {
    const before = await headOf(db.client);
    const id = await track(db.client, {
      command: ["insert into command.meter values (1, 'x')"],
      description: 'Data only',
    });
    expect(id).toBeNull();
    expect(await headOf(db.client)).toBe(before);
    expect(await deploymentsOf(db.client)).toEqual([]);
    const { rows } = await db.client.query(
      'select description, commit_id, deployment_id, command_changes from pggit.cqrs_changes',
    );
    expect(rows).toEqual([
      { description: 'Data only', commit_id: null, deployment_id: null, command_changes: 0 },
    ]);
  });

  it('leaves what the transaction did before and after it to other commits', async () => {
    const session = await db.connect();
    await session.query('begin; create table public.before (id int)');
    const id = await track(session, {
      command: ['create table command.within (id int)'],
      description: 'Within',
    });
    await session.query('create table public.after (id int); commit');
    expect((await commitsOf(db.client)).map(({ message }) => message).slice(-3)).toEqual([
      'added table public.before',
      'Within',
      'added table public.after',
    ]);
    expect(await shown(db.client, id ?? '')).toEqual(['added table command.within']);
    expect(await objectsBySide(db.client)).toEqual(['command added table command.within']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is one commit with sides under constraints set to immediate, too', async () => {
    const session = await db.connect();
    await session.query('begin; set constraints all immediate');
    const id = await track(session, {
      command: ['create table command.a (id int)', 'create table command.b (id int)'],
      query: ['create view query.a as select id from command.a'],
      description: 'At once',
    });
    await session.query('commit');
    expect(await shown(db.client, id ?? '')).toHaveLength(3);
    expect(await objectsBySide(db.client)).toEqual([
      'command added table command.a',
      'command added table command.b',
      'query added view query.a',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it.each(['repeatable read', 'serializable'])('works under %s', async (isolation) => {
    const session = await db.connect();
    await session.query(`begin isolation level ${isolation}`);
    const id = await track(session, {
      command: ['create table command.a (id int)'],
      query: ['create view query.a as select id from command.a'],
    });
    await session.query('commit');
    expect(await shown(db.client, id ?? '')).toHaveLength(2);
    expect(await objectsBySide(db.client)).toHaveLength(2);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const session = await db.connect();
    const before = await headOf(db.client);
    await session.query('begin');
    await track(session, { command: ['create table command.a (id int)'], description: 'Gone' });
    await session.query('rollback');
    expect(await headOf(db.client)).toBe(before);
    expect(await objectsBySide(db.client)).toEqual([]);
    expect(await deploymentsOf(db.client)).toEqual([]);
    await session.query('create table command.a (id int)');
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({ deployment: null });
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
