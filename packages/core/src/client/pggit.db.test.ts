import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { pggit } from './pggit.js';

describe('pggit', () => {
  const db = useDatabase({ per: 'test' });

  it('reads history with types', async () => {
    await db.client.query('create schema app; create table app.orders (id int, total numeric)');
    const git = pggit(db.client);
    const [head] = await git.log();
    expect(head?.committedAt).toBeInstanceOf(Date);
    expect(head).toMatchObject({ tags: [], deploymentId: null, changes: 2, migrations: 0 });
    expect((await git.commits())[0]).toMatchObject({
      commitId: head?.commitId,
      branch: 'main',
      stateHash: await git.stateHash('HEAD'),
    });
    expect(await git.stateHash()).toBe(await git.stateHash('HEAD'));
    expect(await git.stateHash()).toMatch(/^[0-9a-f]{64}$/);
    expect(await git.show(head?.commitId)).toHaveLength(2);
    expect(await git.definition('table', 'app.orders')).toMatchObject({ columns: { id: {} } });
    expect(await git.definition('table', 'app.nowhere')).toBeNull();
    expect(await git.status()).toEqual([]);
  });

  it('gives a state with the hash of exactly its objects, whatever others change meanwhile', async () => {
    const other = await db.connect();
    let changes = 0;
    const unsteady = {
      async query(text: string, values?: unknown[]) {
        const result = await db.client.query(text, values);
        changes += 1;
        await other.query(`create table public.t${changes} ()`);
        return result;
      },
    };
    const hash = await pggit(db.client).stateHash();
    const state = await pggit(unsteady).state();
    expect(changes).toBeGreaterThan(0);
    expect(state.stateHash).toBe(hash);
    expect(state.objects.filter(({ kind }) => kind === 'table')).toEqual([]);

    const git = pggit(db.client);
    for (const ref of ['live', 'HEAD', 'main']) {
      expect(await git.state(ref)).toEqual({
        objects: await git.objects(ref),
        stateHash: await git.stateHash(ref),
      });
    }
    await db.client.query('set role pggit_reader');
    expect((await git.state()).stateHash).toBe(await git.stateHash());
    await db.client.query('reset role');
    await git.addIgnorePattern('%');
    expect(await git.objects()).toEqual([]);
    expect(await git.state()).toEqual({ objects: [], stateHash: await git.stateHash() });
  });

  it('works with deployments by hand', async () => {
    const git = pggit(db.client);
    expect(await git.currentDeployment()).toBeUndefined();
    const id = await git.beginDeployment('by hand', { autoCommit: true });
    expect(await git.currentDeployment()).toBe(id);
    await expect(git.beginDeployment('again')).rejects.toMatchObject({
      code: 'deployment_open',
      deploymentId: id,
      deploymentName: 'by hand',
    });

    const other = pggit(await db.connect());
    await other.joinDeployment(id);
    expect(await other.currentDeployment()).toBe(id);

    await db.client.query('create table public.a (id int)');
    await git.endDeployment({ tags: ['one', 'two'] });
    expect(await git.deploymentReport(id)).toMatchObject({ status: 'completed', changes: 1 });
    expect((await git.log())[0]?.tags.sort()).toEqual(['one', 'two']);
    await expect(other.joinDeployment(id)).rejects.toMatchObject({
      code: 'deployment_closed',
      status: 'completed',
    });
    await expect(git.endDeployment()).rejects.toMatchObject({ code: 'no_deployment' });
  });

  it('discards a deployment that recorded nothing', async () => {
    const git = pggit(db.client);
    const id = await git.beginDeployment('nothing');
    await git.endDeployment();
    expect(await git.deploymentReport(id)).toBeUndefined();
  });

  it('closes deployments whose session is gone', async () => {
    const { default: pg } = await import('pg');
    const gone = new pg.Client({ connectionString: db.url });
    await gone.connect();
    const id = await pggit(gone).beginDeployment('orphan');
    await gone.query('create table public.landed (id int)');
    await gone.end();
    let recovered = await pggit(db.client).recoverDeployments();
    while (recovered.length === 0) recovered = await pggit(db.client).recoverDeployments();
    expect(recovered).toMatchObject([{ deploymentId: id, name: 'orphan' }]);
    expect(await pggit(db.client).deployments()).toMatchObject([
      { status: 'interrupted', commitId: recovered[0]?.commitId },
    ]);
  });

  it('keeps bigint ids exact', async () => {
    const git = pggit(db.client);
    const id = '9007199254740993';
    await git.linkMigration(id, 'node-pg-migrate');
    expect(await git.migrations()).toMatchObject([
      { linkId: '1', migrationId: id, toolName: 'node-pg-migrate', direction: 'up', run: 1 },
    ]);
  });

  it('configures what is tracked, and leaves out what is left out', async () => {
    const git = pggit(db.client);
    await git.configureTracking({ ignoreSchemas: ['scratch%'] });
    await db.client.query('create schema scratch_1; create table scratch_1.t (id int)');
    const ignored = await git.ignoredObjects();
    expect(ignored.map(({ identity }) => identity)).toContain('scratch_1.t');
    await git.configureTracking();
    await expect(git.configureTracking({ ignoreSchemas: [''] })).rejects.toMatchObject({
      code: 'invalid_pattern',
    });
  });

  it('adopts what happened during a pause', async () => {
    const git = pggit(db.client);
    await git.pauseTracking('1 minute');
    await db.client.query('create table public.quiet (id int)');
    await git.resumeTracking();
    const id = await git.capture('adopted');
    expect((await git.log())[0]).toMatchObject({ commitId: id, message: 'adopted' });
    expect(await git.capture()).toBeUndefined();
  });

  it('watches history tables', async () => {
    const git = pggit(db.client);
    await git.watchHistoryTable('ops.log', 'node-pg-migrate');
    expect(await git.historyTables()).toEqual([
      { source: 'ops.log', toolName: 'node-pg-migrate', attached: false },
    ]);
    await expect(git.watchHistoryTable('ops.log', 'no such tool')).rejects.toMatchObject({
      code: 'unknown_tool',
      toolName: 'no such tool',
      known: expect.arrayContaining(['node-pg-migrate']),
    });
    await expect(git.watchHistoryTable('nonsense', 'node-pg-migrate')).rejects.toMatchObject({
      code: 'not_a_history_table',
      historyTable: 'nonsense',
    });
  });

  it('refuses a pool where one session is needed', async () => {
    const git = pggit(db.pool());
    await expect(git.beginDeployment('x')).rejects.toThrow(TypeError);
    await expect(git.pauseTracking('1 hour')).rejects.toThrow('pauseTracking(pool, work)');
    expect(await git.log()).toHaveLength(1);
  });

  it('says which refs it does not know', async () => {
    await expect(pggit(db.client).log('nowhere')).rejects.toMatchObject({
      code: 'ref_not_found',
      ref: 'nowhere',
    });
  });
});
