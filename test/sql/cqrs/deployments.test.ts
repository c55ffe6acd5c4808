import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../deployments/readback.js';
import { begin, end, enterManualMode } from '../deployments/session.js';
import { commitsOf, headOf, shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, record } from '../links/history-table.js';
import { linksOf } from '../links/readback.js';
import { objectsBySide, SCHEMAS, track } from './track.js';

const db = useDatabase({ per: 'test' });

beforeEach(() => db.client.query(SCHEMAS));

const change = {
  command: ['create table command.site (id int)'],
  query: ['create view query.site as select id from command.site'],
  description: 'Sites',
};
const bySide = ['command added table command.site', 'query added view query.site'];

describe('a CQRS change that runs another one', () => {
  const nested = {
    command: [
      `do $$ begin perform pggit.track_cqrs_change(row(array['create table command.site (id int)'],
         array['create view query.site as select id from command.site'], 'inner')::pggit.cqrs_change); end $$`,
    ],
    query: ['create view query.sites as select 1 as n'],
    description: 'outer',
  };
  const changes = async () => {
    const { rows } = await db.client.query(
      'select description, commit_id, command_changes, query_changes from pggit.cqrs_changes order by changed_at',
    );
    return rows;
  };

  it('has changed what that one changed, in the commit that it returns', async () => {
    const id = await track(await db.connect(), nested);
    expect(id).toBe(await headOf(db.client));
    expect(await changes()).toEqual([
      { description: 'outer', commit_id: id, command_changes: 2, query_changes: 1 },
      { description: 'inner', commit_id: id, command_changes: 1, query_changes: 1 },
    ]);
  });

  it('leaves it a commit of its own in a deployment that commits as it goes', async () => {
    const session = await db.connect();
    await begin(session, 'release', true);
    const id = await track(session, nested);
    await end(session);
    expect(id).toBe((await commitsOf(db.client)).at(-1)?.id);
    expect(await shown(db.client)).toEqual(['added view query.sites']);
    expect(await changes()).toMatchObject([
      { description: 'outer', commit_id: id, command_changes: 2, query_changes: 1 },
      { description: 'inner', command_changes: 1, query_changes: 1 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('a CQRS change inside a deployment', () => {
  it('belongs to it, and gets its commit when it ends', async () => {
    const session = await db.connect();
    const deployment = await begin(session, 'release');
    await session.query('create table public.before (id int)');
    expect(await track(session, change)).toBeNull();
    await session.query('create table public.after (id int)');
    const open = await db.client.query('select commit_id, deployment_id from pggit.cqrs_changes');
    expect(open.rows).toEqual([{ commit_id: null, deployment_id: deployment }]);
    await end(session);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id: deployment, status: 'completed' }]);
    expect(await shown(db.client)).toHaveLength(4);
    expect(await objectsBySide(db.client)).toEqual(bySide);
    const { rows } = await db.client.query('select commit_id from pggit.cqrs_changes');
    expect(rows).toEqual([{ commit_id: await headOf(db.client) }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('in one transaction with it, too', async () => {
    const session = await db.connect();
    await session.query('begin; create table public.before (id int)');
    await begin(session, 'release');
    await track(session, change);
    await end(session);
    await session.query('commit');
    expect(await shown(db.client)).toEqual(['added table command.site', 'added view query.site']);
    expect(await objectsBySide(db.client)).toEqual(bySide);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is a commit of its own where the deployment commits as it goes', async () => {
    const session = await db.connect();
    await begin(session, 'release', true);
    await session.query('begin; create table public.before (id int)');
    const id = await track(session, change);
    await session.query('commit');
    expect((await commitsOf(db.client)).map(({ message }) => message).slice(-2)).toEqual([
      'added table public.before',
      'Sites',
    ]);
    expect(await shown(db.client, id ?? '')).toHaveLength(2);
    expect(await headOf(db.client)).toBe(id);
    await end(session);
    expect(await objectsBySide(db.client)).toEqual(bySide);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves the rest of it alone when it fails', async () => {
    const session = await db.connect();
    const deployment = await begin(session, 'release');
    await session.query('create table public.before (id int)');
    await track(session, { command: [...change.command, 'nonsense'] }).catch(() => {});
    await end(session);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id: deployment, status: 'completed' }]);
    expect(await shown(db.client)).toEqual(['added table public.before']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('can hold another one, whose changes are on a side of each', async () => {
    const inner = `select pggit.track_cqrs_change(
      row(null, array['create table command.odd (id int)'], 'inner')::pggit.cqrs_change)`;
    await track(db.client, { command: [...change.command, inner], query: change.query });
    expect(await objectsBySide(db.client)).toEqual([
      'command added table command.odd',
      'command added table command.site',
      'query added table command.odd',
      'query added view query.site',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('a CQRS change of a migration', () => {
  it('is linked to it, outside a deployment', async () => {
    await createHistoryTable(db.client);
    const session = await db.connect();
    await session.query('begin');
    const id = await track(session, change);
    await record(session, '001_sites');
    await session.query('commit');
    expect(await linksOf(db.client)).toMatchObject([{ key: '001_sites', commit: id }]);
    const { rows } = await db.client.query('select migration_key from pggit.show()');
    expect(rows).toEqual([{ migration_key: '001_sites' }, { migration_key: '001_sites' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is linked to it, inside a deployment', async () => {
    await createHistoryTable(db.client);
    const session = await db.connect();
    await begin(session, 'release');
    await session.query('begin');
    await track(session, change);
    await record(session, '001_sites');
    await session.query('commit');
    await end(session);
    const head = await headOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([{ key: '001_sites', commit: head }]);
    const { rows } = await db.client.query('select migration_key from pggit.show()');
    expect(rows).toEqual([{ migration_key: '001_sites' }, { migration_key: '001_sites' }]);
    expect(await objectsBySide(db.client)).toEqual(bySide);
  });
});

describe('a CQRS change without capture', () => {
  it('is recorded by side in manual mode, and what changed before it by none', async () => {
    await enterManualMode(db.client);
    await db.client.query('create table public.before (id int)');
    const id = await track(db.client, change);
    expect(await shown(db.client, id ?? '')).toEqual([
      'added table command.site',
      'added view query.site',
    ]);
    expect(await objectsBySide(db.client)).toEqual(bySide);

    const session = await db.connect();
    await begin(session, 'release');
    await session.query('create table public.within (id int)');
    await track(session, { command: ['create table command.later (id int)'] });
    await end(session);
    expect(await shown(db.client)).toEqual([
      'added table command.later',
      'added table public.within',
    ]);
    expect(await objectsBySide(db.client)).toEqual([
      'command added table command.later',
      ...bySide,
    ]);
  });

  it('runs all the same in a pause, and shows as drift', async () => {
    const session = await db.connect();
    await session.query("select pggit.pause_tracking('1 hour')");
    expect(await track(session, change)).toBeNull();
    expect(await objectsBySide(db.client)).toEqual([]);
    expect(await statusOf(db.client)).toEqual([
      'drift added table command.site',
      'drift added view query.site',
    ]);
  });
});
