import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('sessions of Flyway', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  it.each([
    ['default_transaction_isolation=repeatable\\ read', []],
    ['default_transaction_isolation=repeatable\\ read', ['-group=true']],
    ['default_transaction_isolation=serializable', []],
    ['lock_timeout=1ms', []],
  ])('that have %s are linked as any other %j', async (setting, args) => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int); alter table a add note text;',
    });
    const url = new URL(db.url);
    url.searchParams.set('options', `-c ${setting}`);

    const { exitCode, output } = await project.run(url.href, 'migrate', ...args);

    expect(exitCode, output).toBe(0);
    expect(output).not.toMatch(/WARN/);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', commit: commits[0]?.id }]);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual([
      ['1', commits[0]?.id],
      ['2', commits[0]?.id],
    ]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': '1, 2',
      'public.b': '2',
    });
    expect(await leftOver(db.client)).toEqual([]);
  });
});
