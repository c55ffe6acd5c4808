import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { variables } from '../cli/pggit.js';
import { nodeProgram, pggitRun } from './pggit-run.js';

const db = useDatabase();
const COMMAND = ['sh', '-c', 'echo ran'];

/** Connects by an address that pggit has not seen. */
const creates = (table: string): string[] =>
  nodeProgram(`
    const client = new pg.Client(process.env.ADDRESS);
    await client.connect();
    await client.query('create table public.${table} ()');
    await client.end();`);

describe('an address in DATABASE_URL', () => {
  it.each([
    ['psycopg', 'postgresql+psycopg2://'],
    ['asyncpg', 'postgresql+asyncpg://'],
    ['capitals', 'POSTGRES://'],
  ])('as other drivers write it is understood: %s', async (name, scheme) => {
    const url = db.url.replace(/^postgres(ql)?:\/\//, scheme);
    const { stderr } = await pggitRun(creates(name), { url, env: { ADDRESS: db.url } });
    expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
  });

  it('of JDBC is understood, with the role and its password in the query', async () => {
    const { host, username, password, pathname } = new URL(db.url);
    const url = `jdbc:postgresql://${host}${pathname}?user=${username}&password=${password}`;
    const { stderr } = await pggitRun(creates('jdbc'), { url, env: { ADDRESS: db.url } });
    expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
  });

  it('of another database is passed over where the PG* variables say which', async () => {
    const env = { ...variables(db.url), ADDRESS: db.url };
    const { stderr } = await pggitRun(creates('other'), { url: 'mysql://h/db', env });
    expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
    const printed = await pggitRun(['sh', '-c', 'echo "$DATABASE_URL"'], {
      url: 'mysql://h/db',
      env,
    });
    expect(printed.stdout).toBe('mysql://h/db');
  });

  it.each([
    ['mysql://root@localhost/shop', 'is not a PostgreSQL URL'],
    ['host=localhost dbname=shop', 'is not a PostgreSQL URL'],
    ['socket:/run/postgresql?db=shop', 'is not a PostgreSQL URL'],
    ['postgres:///?service=shop', 'names a service, and pggit does not read those'],
  ])('that pggit cannot read costs a record, not the command: %s', async (url, why) => {
    const { stderr, ...result } = await pggitRun(COMMAND, { url });
    expect(result).toEqual({ exitCode: 0, stdout: 'ran' });
    expect(stderr).toBe(
      `pggit: warning: this run is not recorded: DATABASE_URL ${why}\n` +
        'pggit: hint: name the database with --url or PGGIT_DATABASE_URL, as postgres://…',
    );
    const required = await pggitRun(COMMAND, { url, flags: ['--required'] });
    expect(required).toMatchObject({ exitCode: 125, stdout: '' });
    expect(required.stderr).toContain(`error: DATABASE_URL ${why}`);
  });

  it('that a service has instead is not read either, and the command runs', async () => {
    const { stdout, stderr, exitCode } = await pggitRun(COMMAND, { env: { PGSERVICE: 'shop' } });
    expect({ stdout, exitCode }).toEqual({ stdout: 'ran', exitCode: 0 });
    expect(stderr).toContain('this run is not recorded: PGSERVICE names a service');
  });
});
