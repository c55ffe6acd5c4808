import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { urlWith } from '../cli/pggit.js';
import { nodeProgram, onlyDeployment, pggitRun } from './pggit-run.js';

const db = useDatabase({ per: 'test' });

/** Creates a table where the search path says, and prints the settings it runs with. */
const PRINTS_SETTINGS = nodeProgram(`
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query('create table landed ()');
  const { rows } = await client.query(
    "select current_setting('search_path') as path, current_setting('lock_timeout') as patience");
  console.log(rows[0].path, rows[0].patience);
  await client.end();`);

it('a command has the settings of its PGOPTIONS inside pggit run, also where DATABASE_URL is set', async () => {
  await db.client.query('create schema app');
  const env = { PGOPTIONS: '-c search_path=app -c lock_timeout=5s' };
  const { stdout, stderr } = await pggitRun(PRINTS_SETTINGS, { url: db.url, env });
  expect(stdout).toBe('app 5s');
  expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
  expect(await onlyDeployment(db.client)).toMatchObject({ changes: ['added table app.landed'] });
});

it('a tag that is the name of a branch is refused before the command runs', async () => {
  const tagged = (flags: string[], env = {}) =>
    pggitRun(PRINTS_SETTINGS, { url: db.url, flags, env });
  const refused = {
    exitCode: 125,
    stdout: '',
    stderr:
      "error: 'main' cannot be a tag: as a ref it is a branch\n" +
      'hint: Take a name that means nothing yet.',
  };
  expect(await tagged(['--tag', 'shop', '--tag', 'main'])).toEqual(refused);
  expect(await tagged([], { PGGIT_TAGS: 'main' })).toEqual(refused);
  const { rows } = await db.client.query('select from pggit.deployments');
  expect(rows).toEqual([]);
});

it('options in DATABASE_URL win over PGOPTIONS inside pggit run, as they do outside', async () => {
  await db.client.query('create schema app');
  const { stdout, stderr } = await pggitRun(PRINTS_SETTINGS, {
    url: urlWith(db.url, 'search_path=app'),
    env: { PGOPTIONS: '-c lock_timeout=5s' },
  });
  expect(stdout).toBe('app 0');
  expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
});
