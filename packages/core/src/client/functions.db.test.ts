import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { pggit } from './pggit.js';

describe('pggit for functions', () => {
  const db = useDatabase({ per: 'test' });

  it('gives versions, and reads them and their history with types', async () => {
    const git = pggit(db.client);
    await db.client.query("create function public.f(int) returns int language sql as 'select 1'");
    expect(await git.functionVersion('public.f(int)')).toBeUndefined();
    await git.trackFunction('public.f(int)', { version: '1.0', metadata: { ticket: 7 } });
    expect(await git.functionVersion('f(integer)')).toBe('1.0');
    const history = await git.functionHistory('f');
    expect(history).toMatchObject([
      {
        change: 'versioned',
        identity: 'public.f(integer)',
        version: '1.0',
        metadata: { ticket: 7 },
      },
      { change: 'added', version: null, metadata: null, attributes: {}, migrationKey: null },
    ]);
    expect(history[0]?.changedAt).toBeInstanceOf(Date);
    await git.trackFunction('f', { metadata: ['kept'] });
    expect((await git.functionHistory('f'))[0]).toMatchObject({
      version: '1.0',
      metadata: ['kept'],
    });
  });

  it('says which function it does not find, track or tell from others', async () => {
    const git = pggit(db.client);
    await db.client.query(`
      create function public.f(int) returns int language sql as 'select 1';
      create function public.f(text) returns int language sql as 'select 1'`);
    await expect(git.functionHistory('public.f(uuid)')).rejects.toMatchObject({
      code: 'function_not_found',
      signature: 'public.f(uuid)',
      overloads: ['public.f(integer)', 'public.f(text)'],
    });
    await expect(git.functionVersion('f')).rejects.toMatchObject({
      code: 'ambiguous_function',
      signature: 'f',
      overloads: ['public.f(integer)', 'public.f(text)'],
    });
    await expect(git.trackFunction('f(int)', { version: ' ' })).rejects.toMatchObject({
      code: 'invalid_function_version',
      signature: 'f(int)',
    });
    await git.configureTracking({ ignoreSchemas: ['public'] });
    await expect(git.trackFunction('f(int)')).rejects.toMatchObject({
      code: 'function_not_tracked',
      kind: 'function',
      identity: 'public.f(integer)',
      rule: 'schema public is in ignore_schemas',
    });
  });
});
