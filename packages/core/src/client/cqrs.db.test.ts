import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { pggit } from './pggit.js';

describe('pggit for CQRS databases', () => {
  const db = useDatabase({ per: 'test' });
  const change = {
    command: ['create schema command', 'create table command.site (id int)'],
    query: ['create view public.site as select id from command.site'],
    description: 'Sites',
  };

  it('tracks a change of both sides, over a pool as well', async () => {
    const git = pggit(db.pool());
    const id = await git.trackCqrsChange(change);
    expect(await git.log()).toMatchObject([{ commitId: id, message: 'Sites' }, {}]);
    const [recorded] = await git.cqrsChanges();
    expect(recorded).toMatchObject({ commitId: id, commandChanges: 2, queryChanges: 1 });
    expect(recorded?.changedAt).toBeInstanceOf(Date);
    expect(await git.cqrsObjects(recorded?.cqrsChangeId ?? '')).toEqual([
      {
        side: 'command',
        change: 'added',
        kind: 'schema',
        identity: 'command',
        previousIdentity: null,
      },
      {
        side: 'command',
        change: 'added',
        kind: 'table',
        identity: 'command.site',
        previousIdentity: null,
      },
      {
        side: 'query',
        change: 'added',
        kind: 'view',
        identity: 'public.site',
        previousIdentity: null,
      },
    ]);
  });

  it('says which operation failed', async () => {
    const failing = pggit(db.client).trackCqrsChange({ ...change, query: ['select 1/0'] });
    await expect(failing).rejects.toMatchObject({
      code: 'cqrs_operation_failed',
      sqlState: 'PGC02',
      side: 'query',
      index: 1,
      operation: 'select 1/0',
      operationSqlState: '22012',
    });
    await expect(pggit(db.client).trackCqrsChange({ command: ['commit'] })).rejects.toMatchObject({
      code: 'cqrs_operation_refused',
      side: 'command',
      index: 1,
    });
    await expect(pggit(db.client).trackCqrsChange({})).rejects.toMatchObject({
      code: 'invalid_cqrs_change',
    });
  });

  it('keeps what succeeds when told so, and lists what did not', async () => {
    const git = pggit(db.client);
    const id = await git.trackCqrsChange({ ...change, query: ['nonsense'] }, { atomic: false });
    expect(id).toBeDefined();
    const [recorded] = await git.cqrsChanges();
    expect(recorded).toMatchObject({ isAtomic: false, failedOperations: 1 });
    const operations = await git.cqrsOperations(recorded?.cqrsChangeId ?? '');
    expect(operations).toHaveLength(3);
    expect(operations[2]).toMatchObject({
      side: 'query',
      position: 1,
      status: 'failed',
      sqlState: '42601',
    });
  });

  it('lists what the query side depends on, as it is told the sides', async () => {
    const git = pggit(db.client);
    await db.client.query(`create schema command; create schema query;
      create table command.site (id int); create view query.site as select id from command.site`);
    await db.client.query('alter table command.site add name text');
    expect(await git.cqrsImpact()).toMatchObject([
      {
        queryKind: 'view',
        queryObject: 'query.site',
        commandKind: 'table',
        commandObject: 'command.site',
        isDirect: true,
        touchedAlone: 'command',
      },
    ]);
    expect((await git.cqrsImpact(0))[0]?.touchedAlone).toBeNull();
    await git.configureCqrs({ querySchemas: ['command'], commandSchemas: null });
    expect(await git.cqrsImpact()).toEqual([]);
    expect(await git.cqrsSchemas()).toEqual([
      { name: 'command', side: 'query' },
      { name: 'public', side: 'command' },
      { name: 'query', side: 'command' },
    ]);
    await expect(git.configureCqrs({ querySchemas: [''] })).rejects.toMatchObject({
      code: 'invalid_pattern',
    });
  });

  it('gives no id where no definition changed', async () => {
    expect(await pggit(db.client).trackCqrsChange({ command: ['select 1'] })).toBeUndefined();
  });
});
