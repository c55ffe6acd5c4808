import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { normalise } from '../cli/pggit.js';
import { pggitRun, statements } from './pggit-run.js';

const COMMAND = ['sh', '-c', 'echo ran; exit 7'];

/** The command runs, with one warning; with --required it does not. */
async function aside(url: string, warning: string | RegExp, error: string): Promise<void> {
  const { stderr, ...result } = await pggitRun(COMMAND, { url });
  expect(result).toEqual({ exitCode: 7, stdout: 'ran' });
  expect(normalise(stderr)).toMatch(warning);
  for (const required of [{ flags: ['--required'] }, { env: { PGGIT_REQUIRED: 'true' } }]) {
    const refused = await pggitRun(COMMAND, { url, ...required });
    expect(refused).toMatchObject({ exitCode: 125, stdout: '' });
    expect(normalise(refused.stderr)).toMatch(/^error: .+\nhint: .+$/);
    expect(refused.stderr).toContain(error);
  }
}

describe('pggit run steps aside', () => {
  const bare = useDatabase({ engine: false });
  const db = useDatabase();

  it('where pggit is not installed', async () => {
    const why = 'pggit is not installed in this database';
    await aside(bare.url, `pggit: ${why}; this run is not recorded`, why);
  });

  it('where the database does not answer', async () => {
    await aside(
      'postgres://nobody@127.0.0.1:1/nowhere',
      'pggit: warning: this run is not recorded: cannot connect to 127.0.0.1:1: the connection was refused (DATABASE_URL)\n' +
        'pggit: hint: is the server running there, and does a firewall let you through?',
      'the connection was refused',
    );
  });

  it('where the role has no rights on pggit', async () => {
    const role = await uniqueRole(db.client);
    await aside(
      urlAs(db.url, role),
      'pggit: this role has no rights on pggit; this run is not recorded',
      'pggit cannot record this run: this role has no rights on pggit',
    );
  });

  it('where it would hold the last connection', async () => {
    const role = await uniqueRole(db.client, 'login connection limit 1 in role pggit_deployer');
    await db.client.query(`create schema last authorization ${role.name}`);
    const command = statements('create table last.made ()');
    const { exitCode, stderr } = await pggitRun(command, { url: urlAs(db.url, role) });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      'pggit: warning: this run is not recorded: the server takes no more connections',
    );
    const { rows } = await db.client.query("select to_regclass('last.made') is not null as made");
    expect(rows).toEqual([{ made: true }]);
    expect((await db.client.query('select from pggit.deployments')).rowCount).toBe(0);
  });

  it('where PGGIT_ENABLED=false says so, and then needs no database', async () => {
    const result = await pggitRun(COMMAND, { env: { PGGIT_ENABLED: 'false' } });
    expect(result).toEqual({ exitCode: 7, stdout: 'ran', stderr: '' });
  });

  it('where the session may not write', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`alter role ${role.name} set default_transaction_read_only = on`);
    await aside(
      urlAs(db.url, role),
      /^pggit: this run is not recorded: cannot execute \w+ in a read-only transaction$/,
      'this needs to write, and the session cannot',
    );
  });
});
