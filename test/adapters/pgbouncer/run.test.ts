import { clientPrograms, type PgBouncerOptions, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { nodeProgram, pggitRun } from '../../run/pggit-run.js';
import {
  leavesNames,
  program,
  recorded,
  SESSION,
  SHARED,
  STATEMENT,
  TRANSACTION,
  tablesOf,
  UNRESET,
  usePooler,
} from './pooler.js';

const programs = await clientPrograms();

/** Each makes the tables `a` and `b`, the second over another session. */
const COMMANDS = {
  psql: [
    'sh',
    '-c',
    `for name in a b; do "$0" -X -q -d "$DATABASE_URL" -c "create table public.$name ()"; done`,
    `${programs?.folder}/psql`,
  ],
  pg: nodeProgram(`
    for (const name of ['a', 'b']) {
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      await client.query('create table public.' + name + ' ()');
      await client.end();
    }`),
  'postgres.js': nodeProgram(`
    const { default: postgres } = await import('postgres');
    for (const name of ['a', 'b']) {
      const sql = postgres(process.env.DATABASE_URL, { prepare: false });
      await sql.unsafe('create table public.' + name + ' ()');
      await sql.end();
    }`),
};
type Client = keyof typeof COMMANDS;
const clients = (Object.keys(COMMANDS) as Client[]).filter((name) => name !== 'psql' || programs);

/** libpq and postgres.js bring a name of their own where nobody gives them one. */
const RECORDED = {
  status: 'completed',
  changes: ['added table public.a', 'added table public.b'],
  links: [],
};

describe.skipIf(program === undefined)('pggit run through PgBouncer', () => {
  const db = useDatabase({ per: 'test' });
  const pooled = usePooler(db);

  it.each(clients)('records %s in session mode', async (client) => {
    const url = await pooled.start(SESSION);
    const { stderr, exitCode } = await pggitRun(COMMANDS[client], { url, flags: ['--required'] });
    expect({ stderr, exitCode }).toEqual({
      stderr: expect.stringMatching(/^pggit: recorded '\w+': 2 changes, [^\n]*$/),
      exitCode: 0,
    });
    expect(await recorded(db)).toEqual([RECORDED]);
    await pooled.expectClean();
  });

  it.each([...SHARED, ['statement mode', STATEMENT, 'gives its sessions away'] as const])(
    'steps aside in %s, or runs nothing',
    async (_, options, why) => {
      const url = await pooled.start(options);
      const refused = await pggitRun(COMMANDS.pg, { url, flags: ['--required'] });
      expect(refused.exitCode).toBe(125);
      expect(refused.stderr).toMatch(/^error: .+\nhint: name the server itself with --url or .+$/);
      expect(refused.stderr).toContain(why);
      expect(await tablesOf(db)).toEqual([]);

      const { stderr, exitCode } = await pggitRun(COMMANDS.pg, { url });
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/^pggit: warning: this run is not recorded: .+\npggit: hint: .+$/);
      expect(await recorded(db)).toEqual([]);
      expect(await tablesOf(db)).toEqual(['a', 'b']);
      await pooled.expectClean();
    },
  );

  it('leaves the only server session of a pool to the command', async () => {
    const settings = { default_pool_size: '1' };
    const url = await pooled.start({ mode: 'session', settings });
    const { stderr, exitCode } = await pggitRun(COMMANDS.pg, { url });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^pggit: warning: this run is not recorded: .+ no second session to spare/,
    );
    expect(await tablesOf(db)).toEqual(['a', 'b']);
  });

  /** The run is recorded over the server itself; the command goes through the pooler. */
  const MIXED: [string, PgBouncerOptions][] = [
    ['session mode', SESSION],
    ['session mode without a reset', UNRESET],
    ['transaction mode', TRANSACTION],
    ['transaction mode that ignores options', ignoring(TRANSACTION)],
    ['statement mode', STATEMENT],
  ];

  const combinations = MIXED.flatMap(([mode, options]) =>
    clients
      .filter((client) => client === 'pg' || options === TRANSACTION)
      .map((client) => [client, mode, options] as const),
  );

  it.each(combinations)(
    'beside it: %s joins in %s, or says so, and nobody else does',
    async (client, _, options) => {
      const url = await pooled.start(options);
      const stranger = await pooled.connect();
      await stranger.query('select 1');
      const { stderr, exitCode } = await pggitRun(COMMANDS[client], {
        url,
        flags: ['--url', db.url],
      });
      expect(exitCode).toBe(0);
      if (leavesNames(options)) {
        expect(stderr).toContain(
          'pggit: warning: sessions cannot join over DATABASE_URL: a pooler gives the application name',
        );
        expect(await recorded(db)).toEqual([]);
      } else {
        expect(stderr).toMatch(/^pggit: recorded '\w+': 2 changes, [^\n]*$/);
        expect(await recorded(db)).toEqual([RECORDED]);
      }
      expect(await tablesOf(db)).toEqual(['a', 'b']);
      await pooled.expectClean();
    },
  );

  it('says nothing of a command that found nothing to do over a session that was there before', async () => {
    const url = await pooled.start(SESSION);
    const command = nodeProgram(`
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      await client.query('select 1');
      await client.end();`);
    const { stderr, exitCode } = await pggitRun(command, { url, flags: ['--url', db.url] });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('does not wait for the session of a command that failed, which the pooler keeps', async () => {
    const url = await pooled.start(TRANSACTION);
    const command = nodeProgram(`
      const application_name = 'pggit:' + process.env.PGGIT_DEPLOYMENT;
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name });
      await client.connect();
      await client.query('create table public.a ()');
      await client.end();
      console.log(Date.now());
      process.exitCode = 3;`);
    const { stdout, exitCode } = await pggitRun(command, { url, flags: ['--url', db.url] });
    const after = Date.now() - Number(stdout);
    const kept = `select from pg_stat_activity a join pggit.deployments d
        on a.application_name = 'pggit:' || d.deployment_id`;
    expect((await db.client.query(kept)).rowCount).toBe(1);
    expect(exitCode).toBe(3);
    expect(await recorded(db)).toMatchObject([
      { status: 'failed', changes: ['added table public.a'] },
    ]);
    expect(after).toBeLessThan(1500);
  });

  it('leaves a client that brings no name out of the deployment while it is open', async () => {
    const url = await pooled.start(TRANSACTION);
    const stranger = await pooled.connect();
    await stranger.query('select 1');
    const command = nodeProgram(`
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      await client.query('create table public.a ()');
      const { PGAPPNAME, PGOPTIONS, PGGIT_DEPLOYMENT, ...env } = process.env;
      delete process.env.PGAPPNAME;
      const other = new pg.Client(process.env.STRANGER);
      await other.connect();
      await other.query('create table public.of_somebody_else ()');
      await other.end();
      await client.end();`);
    const env = { STRANGER: url };
    await pggitRun(command, { url, env, flags: ['--url', db.url] });
    const all = (await recorded(db)).flatMap(({ changes }) => changes);
    expect(all).not.toContain('added table public.of_somebody_else');
    await pooled.expectClean();
  });
});

function ignoring({ mode }: PgBouncerOptions): PgBouncerOptions {
  return { mode, settings: { ignore_startup_parameters: 'options,extra_float_digits' } };
}
