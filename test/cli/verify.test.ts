import { install, uninstall } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run, runJson } from './pggit.js';

describe('pggit verify', () => {
  const db = useDatabase({ per: 'test' });
  const bare = useDatabase({ engine: false });

  it('ends with 0 where pggit is sound', async () => {
    expect(await run(['verify'], { url: db.url })).toEqual({
      exitCode: 0,
      stdout: 'pggit is installed and sound',
      stderr: '',
    });
    expect(await runJson(['verify'], { url: db.url })).toMatchObject({
      exitCode: 0,
      data: { sound: true, mode: 'event', findings: [] },
    });
  });

  it('says that nothing is captured by itself in manual mode', async () => {
    const role = await uniqueRole(db.client);
    const url = urlAs(bare.url, role);
    await bare.client.query(`grant create on database ${bare.name} to ${role.name}`);
    await install(await bare.connect({ user: role.name, password: role.password }));
    const { exitCode, stdout } = await run(['verify'], { url });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'pggit is installed and sound, in manual mode: nothing is captured by itself',
    });
    expect((await runJson(['verify'], { url })).data).toMatchObject({ mode: 'manual' });
    await uninstall(bare.client);
  });

  it('ends with 4 and says what is wrong, and what to do', async () => {
    await db.client.query('alter event trigger pggit_ddl_trigger disable');
    await db.client.query('drop function pggit.log(text)');
    const { exitCode, stdout, stderr } = await run(['verify'], { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toBe(`disabled event trigger pggit_ddl_trigger
  it does not fire, so changes are not captured
  hint: alter event trigger pggit_ddl_trigger enable

missing function pggit.log(text)
  it is not in the database
  hint: install again: the engine is applied as a whole

2 findings`);
    const json = await runJson(['verify'], { url: db.url });
    expect(json.exitCode).toBe(4);
    expect(json.data.sound).toBe(false);
    expect(json.data.findings).toContainEqual({
      kind: 'missing',
      object: 'function pggit.log(text)',
      detail: 'it is not in the database',
      hint: 'install again: the engine is applied as a whole',
    });
  });

  it('ends with 4 where pggit is not installed', async () => {
    const { exitCode, stdout } = await run(['verify'], { url: bare.url });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/pggit is not installed in this database\n {2}hint: install/);
  });

  it('ends with 5 where the engine is newer', async () => {
    await db.client.query(
      `update pggit.settings set value = '"99.0.0"' where name = 'engine_version'`,
    );
    const { exitCode, stdout, stderr } = await run(['verify'], { url: db.url });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toMatch(/^error: the database has pggit 99\.0\.0, newer/);
  });

  it('ends with 5 where an engine of the same version has migrations of a newer one', async () => {
    await db.client.query(
      "insert into pggit.schema_migrations (id, name, checksum) values (9999, '9999_future', 'x')",
    );
    const { exitCode, stdout, stderr } = await run(['verify'], { url: db.url });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toMatch(/^error: the database has pggit .*, newer than .*"9999_future"/);
  });

  it('compares with this package where the engine is older', async () => {
    await db.client.query(
      `update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`,
    );
    expect((await run(['verify'], { url: db.url })).exitCode).toBe(0);
  });
});
