import { install } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { normalise, run } from './pggit.js';

const NOT_INSTALLED = /^error: pggit is not installed in this database\nhint: install /;

describe('errors of the pggit command', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  /** The one shape of them all: nothing on stdout, a message, a hint, no stack. */
  async function failure(args: string[], url: string, exitCode = 1): Promise<string> {
    const result = await run(args, { url });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(/^error: .+\nhint: .+$/);
    return normalise(result.stderr);
  }

  function urlOf(change: (url: URL) => void): string {
    const url = new URL(db.url);
    change(url);
    return url.href;
  }

  it('a refused connection', async () => {
    const url = urlOf((u) => {
      u.port = '1';
    });
    expect(await failure(['status'], url)).toBe(
      'error: cannot connect to 127.0.0.1:1: the connection was refused (DATABASE_URL)\n' +
        'hint: is the server running there, and does a firewall let you through?',
    );
    // A name that has two addresses fails with one error for both.
    const byName = urlOf((u) => {
      u.host = 'localhost:1';
    });
    expect(await failure(['status'], byName)).toContain('cannot connect to localhost:1: the conn');
  });

  it('a host that does not exist', async () => {
    const url = 'postgres://user@no-such-host.invalid/shop';
    expect(await failure(['status'], url)).toContain('there is no host "no-such-host.invalid"');
  });

  it('a wrong password, and none', async () => {
    const wrong = urlOf((u) => {
      u.password = 'wrong';
    });
    expect(await failure(['log'], wrong)).toContain('wrong password for role "postgres"');
    const none = urlOf((u) => {
      u.password = '';
    });
    expect(await failure(['log'], none)).toContain(
      'asks for a password for role "postgres", and none is given',
    );
  });

  it('server options that the server refuses', async () => {
    for (const [PGOPTIONS, why] of [
      ['-c nosuch=1', 'unrecognized configuration parameter "nosuch"'],
      ['-c work_mem=much', 'invalid value for parameter "work_mem": "much"'],
      ['--nosuch', 'nosuch'],
    ] as const) {
      const { stderr } = await run(['status'], { url: db.url, env: { PGOPTIONS } });
      expect(stderr).toMatch(/^error: the server refuses the settings of this session: /);
      expect(stderr).toContain(why);
      expect(stderr).toMatch(/\nhint: check PGOPTIONS, and `options` in the URL$/);
    }
  });

  it('a database that does not exist', async () => {
    const url = urlOf((u) => {
      u.pathname = '/nowhere';
    });
    expect(await failure(['log'], url)).toContain('there is no database "nowhere" (DATABASE_URL)');
  });

  it('a database the role may not connect to', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`revoke connect on database ${db.name} from public`);
    const message = await failure(['log'], urlAs(db.url, role));
    expect(message).toContain(`role "${role.name}" may not connect to database "${db.name}"`);
  });

  it('a server without TLS where the URL asks for it', async () => {
    const url = urlOf((u) => {
      u.searchParams.set('sslmode', 'verify-full');
    });
    expect(await failure(['log'], url)).toMatch(/does not speak TLS/);
  });

  it.each(['status', 'log', 'show', 'deployments', 'migrations', 'recover'])(
    '%s where pggit is not installed',
    async (command) => {
      expect(await failure([command], db.url)).toMatch(NOT_INSTALLED);
    },
  );

  it.each(['status', 'log', 'show', 'deployments', 'migrations', 'recover'])(
    '%s by a role without rights on pggit',
    async (command) => {
      await install(db.client);
      const role = await uniqueRole(db.client);
      const message = await failure([command], urlAs(db.url, role));
      expect(message).toContain(`role "${role.name}" may not do this: permission denied`);
      const needed = command === 'recover' ? 'pggit_deployer' : 'pggit_reader';
      expect(message).toContain(`ask the owner of pggit for: grant ${needed} to ${role.name}`);
    },
  );

  it('a ref that means nothing, and one that means too much', async () => {
    await install(db.client);
    expect(await failure(['log', 'nowhere'], db.url)).toContain("there is no ref 'nowhere'");
    expect(await failure(['show', 'nowhere'], db.url)).toContain("there is no ref 'nowhere'");
    await db.client.query(`insert into pggit.commits (commit_id, message, author, state_hash, content_hash)
      select ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid, 'm', 'a', '', '' from generate_series(1, 2) n`);
    expect(await failure(['show', 'aaaa'], db.url)).toMatch(
      /beginning of 2 commit ids\nhint: Give more/,
    );
  });

  it('an error of a kind nobody thought of', async () => {
    await install(db.client);
    await db.client.query(`create or replace function pggit._ancestors(p_commit_id uuid)
      returns setof uuid language sql stable as $$ select p_commit_id where 1 / length('') = 1 $$`);
    expect(await failure(['log'], db.url)).toBe(
      'error: division by zero\nhint: see more with --verbose',
    );
  });

  it('tells errors as JSON with --json', async () => {
    await install(db.client);
    const unknown = await run(['show', 'nowhere', '--json'], { url: db.url });
    expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(JSON.parse(unknown.stderr)).toEqual({
      error: {
        code: 'ref_not_found',
        message: "there is no ref 'nowhere'",
        hint: expect.stringMatching(/^A ref is HEAD/),
        details: { ref: 'nowhere' },
      },
    });
    const usage = await run(['show', '--nope', '--json'], { url: db.url });
    expect(usage).toMatchObject({ exitCode: 2, stdout: '' });
    expect(JSON.parse(usage.stderr)).toEqual({
      error: { code: 'usage', message: "unknown option '--nope'", hint: 'see pggit show --help' },
    });
  });

  it.each([
    [['--verbose'], {}],
    [[], { DEBUG: '1' }],
  ])('shows a stack trace with %j %j', async (flags, env) => {
    const { stderr } = await run(['log', ...flags], { url: db.url, env });
    expect(stderr).toMatch(NOT_INSTALLED);
    expect(stderr).toMatch(/\n {4}at /);
  });

  it('never prints the password', async () => {
    const secrets = ['--verbose', '--json'].map((flag) =>
      run(['log', flag, '--url', 'postgres://user:hunter2@127.0.0.1:1/shop']),
    );
    const broken = run([
      'log',
      '--verbose',
      '--url',
      'postgres://user:hunter2@127.0.0.1:port/shop',
    ]);
    for (const { stdout, stderr } of await Promise.all([...secrets, broken])) {
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });
});
