import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/pggit.js';
import { program, TRANSACTION, usePooler } from './pooler.js';

describe.skipIf(program === undefined)('pggit through PgBouncer', () => {
  const db = useDatabase({ engine: false });
  const pooled = usePooler(db);

  it('installs, reads, recovers and uninstalls in transaction mode', async () => {
    const url = await pooled.start(TRANSACTION);
    const commands = [['install'], ['log'], ['status'], ['show'], ['recover'], ['verify']];
    for (const command of commands) {
      expect({ command, ...(await run(command, { url })) }).toMatchObject({ command, exitCode: 0 });
    }
    const { rows } = await db.client.query('select count(*)::int as commits from pggit.log()');
    expect(rows).toEqual([{ commits: 1 }]);
    const stranger = await pooled.connect();
    const timeouts =
      "select current_setting('lock_timeout') as lock, current_setting('search_path') as path";
    expect((await stranger.query(timeouts)).rows).toEqual((await db.client.query(timeouts)).rows);
    await stranger.query('create table public.a ()');
    expect((await db.client.query('select identity from pggit.show()')).rows).toEqual([
      { identity: 'public.a' },
    ]);
    expect(await run(['uninstall', '--yes'], { url })).toMatchObject({ exitCode: 0 });
  });
});
