import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { begin, current, end, warningsOf } from './session.js';

describe('pggit.current_deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('is null in a session that belongs to none', async () => {
    expect(await current(await db.connect())).toBeNull();
  });

  it('is the deployment the session began, until it ends', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    expect(await current(session)).toBe(id);
    await end(session);
    expect(await current(session)).toBeNull();
  });

  it.each([
    ['an unknown id', '11111111-2222-4333-8444-555555555555'],
    ['no id at all', 'garbage'],
    ['nothing', ''],
  ])('is null and never warns when the setting holds %s', async (_, value) => {
    const session = await db.connect({ options: '-c client_min_messages=debug1' });
    await session.query("select set_config('pggit.deployment', $1, false)", [value]);
    const warnings = warningsOf(session);
    expect(await current(session)).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('is null and never warns when the deployment is closed', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    expect(await current(session)).toBe(id);
    await opener.query('create table public.a ()');
    await end(opener);
    const warnings = warningsOf(session);
    expect(await current(session)).toBeNull();
    expect(warnings).toEqual([]);
  });

  it('leaves the session’s setting and message level as they are', async () => {
    const session = await db.connect();
    await session.query("set pggit.deployment = 'garbage'; set client_min_messages = notice");
    await current(session);
    const { rows } = await session.query(
      `select current_setting('pggit.deployment') as deployment,
              current_setting('client_min_messages') as level`,
    );
    expect(rows).toEqual([{ deployment: 'garbage', level: 'notice' }]);
  });
});
