import { install, installationState, pggit, uninstall, verify } from '@pggit/core';
import { clientPrograms, uniqueName, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run, runJson } from '../cli/pggit.js';
import { warningsOf } from '../sql/deployments/session.js';
import { headOf, shown, stateHash, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { migrate } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { firstRelease, workSomeWeeks } from '../upgrade/first-release.js';

const programs = await clientPrograms();

const EMPTY = {
  kind: 'missing',
  object: 'data of schema pggit',
  hint: expect.stringContaining('`pggit install`'),
};

describe.skipIf(programs === undefined)('a tracked database restored without its data', () => {
  const source = useDatabase({ engine: false });
  const target = useDatabase({ engine: false, per: 'test' });
  const auditor = uniqueName('auditor');
  let dump: string;

  beforeAll(async () => {
    await workSomeWeeks(source, () => install(source.client));
    await source.client.query(`create role ${auditor} nologin;
      grant usage on schema pggit to ${auditor};
      grant execute on function pggit.log(text) to ${auditor}`);
    dump = (await programs?.dump(source.url, '--schema-only')) ?? '';
  });
  beforeEach(async () => {
    const loaded = await programs?.run('psql', ['-X', '-q', '-d', target.url, '-f', '-'], dump);
    const errors = loaded?.stderr.split('\n').filter((line) => line.includes('ERROR:')) ?? [];
    expect(errors.filter((line) => !line.includes('"transaction_timeout"'))).toEqual([]);
  });

  it('is told to be that by verify and status, and by every reading command', async () => {
    expect(await verify(target.client)).toMatchObject([EMPTY]);
    expect(await installationState(target.client)).toEqual({
      installed: true,
      usable: false,
      reason: 'no_data',
    });
    expect(await statusOf(target.client)).toContain('disabled  schema pggit');
    await expect(pggit(target.client).log()).rejects.toMatchObject({ code: 'no_history' });
    for (const command of ['status', 'log']) {
      const { exitCode, stderr } = await run([command], { url: target.url });
      expect({ command, exitCode }).toEqual({ command, exitCode: 1 });
      expect(stderr).toMatch(/error: pggit has no history in this database/);
      expect(stderr).toMatch(/`pggit install`/);
    }
    const { stdout } = await run(['verify'], { url: target.url });
    expect(stdout).toMatch(/^missing data of schema pggit/);
  });

  it('runs DDL, with a warning that says what is wrong', async () => {
    const warnings = warningsOf(target.client);
    await target.client.query('create table public.later (id int)');
    const { rows } = await target.client.query("select to_regclass('public.later') as made");
    expect(rows).toEqual([{ made: 'later' }]);
    expect(warnings).toMatchObject([
      {
        message: expect.stringContaining('pggit has no history in this database'),
        hint: expect.stringContaining('`pggit install`'),
      },
    ]);
  });

  it('begins a new history with pggit upgrade, which is pggit install', async () => {
    await target.client.query('create table public.later (id int)');
    await target.client.query('alter table public.pgmigrations add column note text');
    const { exitCode, data } = await runJson(['upgrade'], { url: target.url });
    expect({ exitCode, data }).toMatchObject({
      exitCode: 0,
      data: { action: 'installed', mode: 'event', replacedEmpty: true },
    });
    await isNew(target.client);
    expect(await shown(target.client)).toContain('added table public.later');
    expect(await stateHash(target.client)).toBe(await stateHash(target.client, 'HEAD'));
    await migrate(target.client, '007_anew', 'create table app.anew ()');
    expect(await linksOf(target.client)).toMatchObject([{ key: '007_anew', run: 1 }]);
    const { rows } = await target.client.query(
      "select has_function_privilege($1, 'pggit.log(text)', 'execute') as kept",
      [auditor],
    );
    expect(rows).toEqual([{ kept: true }]);
  });

  it('begins a new history with the script of a dry run', async () => {
    const { sql = '' } = await install(target.client, { dryRun: true });
    expect(await verify(target.client)).toMatchObject([EMPTY]);
    expect(await programs?.psql(target.url, sql)).toMatchObject({ code: 0 });
    await isNew(target.client);
  });

  it('is the database it was once the data follows', async () => {
    const data = (await programs?.dump(source.url, '--data-only')) ?? '';
    const url = new URL(target.url);
    url.searchParams.set('options', '-cpggit.tracking=off');
    const loaded = await programs?.psql(url.href, data.replace(/^SET transaction_t.*$/m, ''));
    expect(loaded).toMatchObject({ code: 0, stderr: '' });
    expect(await verify(target.client)).toEqual([]);
    expect(await headOf(target.client)).toBe(await headOf(source.client));
    expect(await linksOf(target.client)).toEqual(await linksOf(source.client));
    expect(await statusOf(target.client)).toEqual(await statusOf(source.client));
    await migrate(target.client, '007_anew', 'create table app.anew ()');
    expect((await linksOf(target.client)).at(-1)).toMatchObject({ key: '007_anew' });
  });

  it('keeps views of the user’s own, and says what is in the way', async () => {
    await target.client.query('create view public.work as select message from pggit.commits');
    await expect(install(target.client)).rejects.toMatchObject({
      code: 'dependent_objects',
      dependents: [{ object: 'view public.work', dependsOn: 'table pggit.commits' }],
    });
    await target.client.query('select from public.work');
  });

  it('begins no deployment, which could never become a commit', async () => {
    await expect(pggit(target.client).beginDeployment('up')).rejects.toMatchObject({
      code: 'no_history',
    });
    expect(await verify(target.client)).toMatchObject([EMPTY]);
  });

  it('is not thrown away when somebody has configured it since', async () => {
    await target.client.query("select pggit.configure_tracking(ignore_schemas => '{scratch}')");
    await expect(install(target.client)).rejects.toMatchObject({
      code: 'engine_damaged',
      hint: expect.stringMatching(/`pggit uninstall` and `pggit install`/),
    });
    const objects = (await verify(target.client)).map(({ object }) => object);
    expect(objects).toContain('rows of table pggit.schema_migrations');
    await uninstall(target.client);
    await install(target.client);
    await isNew(target.client);
  });

  async function isNew(database: pg.Client): Promise<void> {
    expect(await verify(database)).toEqual([]);
    const { rows } = await database.query('select message from pggit.log()');
    expect(rows).toEqual([{ message: 'baseline' }]);
    expect((await faultsIn(database)).filter((fault) => !/unmodelled/.test(fault))).toEqual([]);
    expect(await linksOf(database)).toEqual([]);
    expect(await headOf(database)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

describe.skipIf(programs === undefined)('an older engine restored without its data', () => {
  const source = useDatabase({ engine: false });
  const target = useDatabase({ engine: false });

  it('is replaced as well, but for what is not its own', async () => {
    await source.client.query(await firstRelease('engine.sql'));
    await source.client.query(`set pggit.tracking = off;
      create function pggit.of_a_user() returns int language sql as 'select 1'`);
    const dump = await programs?.dump(source.url, '--schema-only');
    await programs?.run('psql', ['-X', '-q', '-d', target.url, '-f', '-'], dump);
    await expect(install(target.client)).rejects.toMatchObject({
      code: 'dependent_objects',
      dependents: [{ object: 'function pggit.of_a_user()', dependsOn: 'schema pggit' }],
    });
    await target.client.query('set pggit.tracking = off; drop function pggit.of_a_user()');
    expect(await install(target.client)).toMatchObject({ action: 'installed' });
    expect(await verify(target.client)).toEqual([]);
  });
});

describe.skipIf(programs === undefined)('parts of a dump of a tracked database', () => {
  const source = useDatabase({ engine: false });
  const target = useDatabase({ per: 'test' });
  const bare = useDatabase({ engine: false, per: 'test' });
  let custom: string;

  beforeAll(async () => {
    await workSomeWeeks(source, () => install(source.client));
    custom = `--dbname=${source.url}`;
  });

  it('restored into a database with a pggit of its own are its changes and its links', async () => {
    const schemas = ['app', 'accounts', 'public'].map((name) => `--schema=${name}`);
    const dump = (await programs?.run('pg_dump', [custom, ...schemas, '--no-owner']))?.stdout;
    const before = await headOf(target.client);
    const loaded = await programs?.run('psql', ['-X', '-q', '-d', target.url, '-f', '-'], dump);
    // The table's own link trigger finds the one that this pggit has put there a moment before.
    const errors = loaded?.stderr.split('\n').filter((line) => line.includes('pggit')) ?? [];
    for (const error of errors) expect(error).toMatch(/"zz_pggit_link" .* already exists/);
    expect((await linksOf(target.client)).map(({ key, run }) => [key, run])).toEqual(
      ['001_begin', '002_invoices', '003_touch', '005_readings', '006_landed'].map((k) => [k, 1]),
    );
    expect(await headOf(target.client)).not.toBe(before);
    expect(await faultsIn(target.client)).toEqual([]);
    expect(await verify(target.client)).toEqual([]);
    const { rows } = await target.client.query('select count(*)::int as n from pggit.log()');
    expect(rows[0].n).toBeGreaterThan(2);
  });

  it('restored by another role without owners belong to that role, and work', async () => {
    const role = await uniqueRole(bare.client);
    await bare.client.query(`alter database ${bare.name} owner to ${role.name}`);
    const dump = (await programs?.run('pg_dump', [custom, '--no-owner', '--no-privileges']))
      ?.stdout;
    await programs?.run('psql', ['-X', '-q', '-d', urlAs(bare.url, role), '-f', '-'], dump);
    const owner = await bare.connect({ user: role.name, password: role.password });
    expect((await verify(owner)).map(({ object }) => object)).toContain(
      'event trigger pggit_ddl_trigger',
    );
    expect(await install(owner)).toMatchObject({ action: 'upgraded', mode: 'manual' });
    expect(await headOf(owner)).toBe(await headOf(source.client));
    expect(await install(bare.client)).toMatchObject({ action: 'upgraded', mode: 'event' });
    expect(await verify(bare.client)).toEqual([]);
    await bare.client.query('create table public.later (id int)');
    expect(await shown(bare.client)).toEqual(['added table public.later']);
  });

  it('restored over a tracked database replace its history as well', async () => {
    await target.client.query('create schema app; create table app.of_the_target (id int)');
    const dump = (await programs?.run('pg_dump', [custom, '--clean', '--if-exists']))?.stdout;
    await programs?.run('psql', ['-X', '-q', '-d', target.url, '-f', '-'], dump);
    const restored = await target.connect();
    expect(await verify(restored)).toEqual([]);
    expect(await headOf(restored)).toBe(await headOf(source.client));
    await migrate(restored, '007_anew', 'create table app.anew ()');
    expect((await linksOf(restored)).at(-1)).toMatchObject({ key: '007_anew' });
  });
});
