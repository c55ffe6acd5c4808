import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const db = useDatabase();
let directory: string;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'pggit-how-to-')));
});
afterAll(() => rm(directory, { recursive: true }));

it('the how-to for umzug does what it says, and its project runs inside pggit run', async () => {
  const page = await readFile(join(ROOT, 'docs/how-to/umzug.md'), 'utf8');
  const blocks = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code ?? '');
  const names = ['migrations/1_orders.js', 'migrations/2_order-totals.js', 'migrate.js'];
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await mkdir(join(directory, 'migrations'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  for (const [index, name] of names.entries()) {
    expect(page).toContain(`\`${name.replace('migrations/', '')}\``);
    await writeFile(join(directory, name), blocks[index] ?? '');
  }

  const { stderr } = await execa(process.execPath, ['migrate.js', 'up'], {
    cwd: directory,
    env: { DATABASE_URL: db.url },
  });

  const [, said] = /^(pggit: recorded 'umzug up': .*, commit )/m.exec(page) ?? [];
  expect(stderr).toContain(said);
  expect((await readHistory(db.client)).links).toMatchObject([
    { key: '1_orders.js', source: 'public.migrations_done' },
    { key: '2_order-totals.js', source: 'public.migrations_done' },
  ]);

  // And as a command of pggit run, whose deployment it joins.
  const pggit = join(ROOT, 'packages/cli/dist/index.js');
  const outer = await execa(
    process.execPath,
    [pggit, 'run', '--name', 'outer', '--', process.execPath, 'migrate.js', 'down'],
    { cwd: directory, env: { DATABASE_URL: db.url } },
  );
  expect(outer.stderr).toMatch(/^pggit: recorded 'outer': 1 change, 1 migration, commit \w+$/m);
  expect((await readHistory(db.client)).deployments).toMatchObject([
    { name: 'umzug up' },
    { name: 'outer', status: 'completed' },
  ]);
});
