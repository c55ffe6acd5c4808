import { useDatabase } from '@pggit/testing';
import { authorsOf, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { describe, expect, it } from 'vitest';
import { notices, table, umzugOf } from './shop.js';

describe('umzug’s commands', () => {
  const db = useDatabase({ per: 'test' });
  const recorded = () => {
    const pool = db.pool({ max: 2 });
    const said = notices();
    return {
      said,
      umzug: withPggit(umzugOf(pool, ['a', 'b', 'c', 'd'].map(table)), { pool, ...said }),
    };
  };
  /** What each deployment did: `up a b`. */
  const done = async () => {
    const { deployments, links } = await readHistory(db.client);
    return deployments.map(({ id }) => {
      const steps = links.filter(({ deployment }) => deployment === id);
      return [steps[0]?.direction, ...steps.map(({ key }) => key)].join(' ');
    });
  };

  it('up and down take to, step, migrations and rerun as ever', async () => {
    const { umzug } = recorded();

    await umzug.up({ to: 'b' });
    await umzug.up({ step: 1 });
    await umzug.up({ migrations: ['a', 'd'], rerun: 'SKIP' });
    await umzug.down({ step: 2 });
    await umzug.down({ migrations: ['a'] });
    await umzug.down({ to: 0 });

    expect(await done()).toEqual(['up a b', 'up c', 'up d', 'down d c', 'down a', 'down b']);
    expect(await umzug.pending()).toHaveLength(4);
  });

  it('the message names what ran', async () => {
    await recorded().umzug.up({ to: 'b' });
    expect((await readHistory(db.client)).commits).toMatchObject([
      { message: 'umzug up: 2 migrations\n\na\nb' },
    ]);
  });

  it('pending, executed and create record nothing, and neither does up with nothing to do', async () => {
    const { umzug, said } = recorded();
    await umzug.up();
    const before = await readHistory(db.client);
    said.lines.splice(0);

    expect(await umzug.pending()).toEqual([]);
    expect(await umzug.executed()).toHaveLength(4);
    await expect(umzug.create({ name: 'e.txt', folder: '/nonexistent' })).rejects.toThrow();
    expect(await umzug.up()).toEqual([]);

    expect(await readHistory(db.client)).toEqual(before);
    expect(said.lines).toEqual([]);
  });

  it('runAsCLI is recorded, and answers as ever', async () => {
    const { umzug } = recorded();
    expect(await umzug.runAsCLI(['up', '--to', 'b'])).toBe(true);
    expect(await umzug.runAsCLI(['down'])).toBe(true);
    expect(await done()).toEqual(['up a b', 'down b']);
  });

  it('a run inside a migration belongs to the outer run', async () => {
    const pool = db.pool({ max: 2 });
    const inner = withPggit(umzugOf(pool, [table('inner_one')]), { pool, ...notices() });
    const outer = { name: 'outer', up: () => inner.up() };
    await withPggit(umzugOf(pool, [outer]), { pool, name: 'outer', ...notices() }).up();

    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'outer' }]);
    expect(links.map(({ key }) => key)).toEqual(['inner_one', 'outer']);
  });

  describe('on another database', () => {
    const other = useDatabase({ per: 'test' });

    it('a run inside a migration is a deployment there', async () => {
      const [pool, tenant] = [db.pool({ max: 2 }), other.pool({ max: 2 })];
      const inner = withPggit(umzugOf(tenant, [table('inside')]), { pool: tenant, ...notices() });
      const up = async () => {
        await inner.up();
        await pool.query('create table public.outside ()');
      };
      await withPggit(umzugOf(pool, [{ name: 'outer', up }]), { pool, ...notices() }).up();

      for (const [client, key, table] of [
        [db.client, 'outer', 'public.outside'],
        [other.client, 'inside', 'public.inside'],
      ] as const) {
        const { deployments, links } = await readHistory(client);
        expect(links).toMatchObject([{ key, commit: deployments[0]?.commit }]);
        expect(await authorsOf(client, deployments[0]?.commit ?? null)).toEqual({ [table]: key });
      }
    });
  });

  it('the umzug that comes back is the one that was given, and its events come as ever', async () => {
    const pool = db.pool({ max: 2 });
    const umzug = umzugOf(pool, [table('a')]);
    const events: string[] = [];
    umzug.onAny((event) => void events.push(String(event)));

    expect(withPggit(umzug, { pool, ...notices() })).toBe(umzug);
    expect(await umzug.up()).toEqual([{ name: 'a', path: undefined }]);

    expect(events).toEqual(['beforeCommand', 'migrating', 'migrated', 'afterCommand']);
  });
});
