import { engineVersion, installationState } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run, runJson } from './pggit.js';

describe('pggit install', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it.each(['install', 'init', 'upgrade'])(
    '%s installs, and does nothing the second time',
    async (command) => {
      const first = await run([command], { url: db.url });
      expect(first).toMatchObject({ exitCode: 0, stderr: '' });
      expect(first.stdout).toMatch(
        new RegExp(`^installed pggit ${engineVersion} \\(event mode\\)\n`),
      );
      expect(first.stdout).toMatch(/baseline commit [0-9a-f-]{36}$/);
      expect(await installationState(db.client)).toMatchObject({ usable: true, engineVersion });

      const second = await run([command], { url: db.url });
      expect(second).toEqual({
        exitCode: 0,
        stderr: '',
        stdout: `pggit ${engineVersion} is installed and sound, nothing to do (event mode)`,
      });
    },
  );

  it('says how many migrations from before have no link', async () => {
    await db.client.query(`create table public.knex_migrations
        (id serial, name varchar(255), batch int, migration_time timestamptz);
      insert into public.knex_migrations (name) values ('a.js'), ('b.js')`);
    expect(await run(['install'], { url: db.url })).toMatchObject({
      exitCode: 0,
      stderr: 'hint: pggit link --backfill links 2 migrations from before',
    });
    expect(await run(['install'], { url: db.url })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('reports as JSON', async () => {
    const first = await runJson(['install'], { url: db.url });
    expect(first).toMatchObject({
      exitCode: 0,
      stderr: '',
      data: { action: 'installed', engineVersion, mode: 'event', dropped: [] },
    });
    expect(first.data.baselineCommit).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.data.migrations).toContain('0001_engine');
  });

  it('prints the exact SQL and changes nothing with --dry-run', async () => {
    const { stdout, stderr, exitCode } = await run(['install', '--dry-run'], { url: db.url });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(await installationState(db.client)).toMatchObject({ installed: false });

    await db.client.query(stdout);
    expect(await installationState(db.client)).toMatchObject({ usable: true, engineVersion });
    expect(await run(['verify'], { url: db.url })).toMatchObject({ exitCode: 0 });
    const again = await run(['install', '--dry-run'], { url: db.url });
    expect(again).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `pggit ${engineVersion} is there: nothing to do`,
    });
  });

  it('prints the SQL in the JSON of a dry run', async () => {
    const { data } = await runJson(['install', '--dry-run'], { url: db.url });
    expect(data.action).toBe('installed');
    expect(data.sql).toMatch(/^-- pggit .*\n[\s\S]*create table pggit\.commits[\s\S]*commit;\n$/);
  });

  it('says what a role lacks', async () => {
    const role = await uniqueRole(db.client);
    const { exitCode, stdout, stderr } = await run(['install'], { url: urlAs(db.url, role) });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: insufficient privilege at .*nothing was changed/);
    expect(stderr).toMatch(/\nhint: .*CREATE on the database/);
  });

  it('warns of manual mode on stderr', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    const { exitCode, stdout, stderr } = await run(['install'], { url: urlAs(db.url, role) });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^installed pggit .* \(manual mode\)/);
    expect(stderr).toMatch(/^warning: manual mode: .*\nhint: .*capture\(\)/);
  });
});

describe('pggit install over an engine', () => {
  const db = useDatabase({ per: 'test' });

  it.each(['install', 'upgrade'])(
    '%s brings an older engine up and repairs it',
    async (command) => {
      await db.client.query(
        `update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`,
      );
      expect(await run([command], { url: db.url })).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(`^upgraded pggit 0.0.1 to ${engineVersion}`),
      });

      await db.client.query('drop function pggit.log(text)');
      expect(await run([command], { url: db.url })).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(`^repaired pggit ${engineVersion}`),
      });
      expect(await run(['log'], { url: db.url })).toMatchObject({ exitCode: 0 });
    },
  );

  it.each(['install', 'upgrade'])(
    '%s ends with 5 and leaves a newer engine alone',
    async (command) => {
      await db.client.query(
        `update pggit.settings set value = '"99.0.0"' where name = 'engine_version'`,
      );
      expect(await run([command], { url: db.url })).toEqual({
        exitCode: 5,
        stdout: '',
        stderr: expect.stringMatching(/^error: the database has pggit 99\.0\.0, newer .*\nhint: /),
      });
      expect(await installationState(db.client)).toMatchObject({ engineVersion: '99.0.0' });
    },
  );

  it.each(['install', 'upgrade'])(
    '%s --lock-timeout says how long to try while others are in the way, and who they are',
    async (command) => {
      await db.client.query(
        `update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`,
      );
      const open = await db.connect({ application_name: 'psql of Ann' });
      await open.query('begin; create table public.a ()');
      const began = Date.now();
      const busy = await run([command, '--lock-timeout', '0.2'], { url: db.url });
      expect(busy).toMatchObject({ exitCode: 1, stdout: '' });
      expect(busy.stderr).toMatch(/^error: .*nothing was changed: pid \d+ .*psql of Ann, idle in/);
      expect(busy.stderr).toMatch(/\nhint: .*pg_terminate_backend.*--lock-timeout/);
      expect(Date.now() - began).toBeLessThan(8000);
      expect(await run([command, '--lock-timeout', 'soon'], { url: db.url })).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('a number of seconds'),
      });
      await open.query('commit');
      expect(await run([command], { url: db.url })).toMatchObject({ exitCode: 0 });
    },
  );
});
