import { chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolatedServer, type TestRole, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordHistory } from './history.js';
import { run, urlWith } from './pggit.js';

const READING = [
  ['status'],
  ['log'],
  ['log', 'billing', '--oneline'],
  ['show'],
  ['show', 'v1'],
  ['explain', 'schema', 'public'],
  ['deployments'],
  ['migrations'],
  ['verify'],
];
const FORMS = READING.flatMap((args) => [args, [...args, '--json']]).map(
  (args) => [args.join(' '), args] as const,
);

describe('a role that is a member of pggit_reader and nothing else', () => {
  const db = useDatabase();
  let reader: TestRole;

  beforeAll(async () => {
    await recordHistory(db.client);
    reader = await uniqueRole(db.client, 'login in role pggit_reader');
  });

  /** Of all tables of pggit. */
  const rows = async (): Promise<number> => {
    const counts = await db.client.query(`select sum((xpath('/row/n/text()', query_to_xml(
        format('select count(*) as n from pggit.%I', c.relname), false, true, '')))[1]::text::int) as rows
      from pg_class c where c.relnamespace = 'pggit'::regnamespace and c.relkind = 'r'`);
    return Number(counts.rows[0].rows);
  };

  it.each(FORMS)(
    'reads what the owner reads, and nobody changes anything by it: %s',
    async (_, args) => {
      const before = await rows();
      const [byReader, byOwner] = await Promise.all([
        run(args, { url: urlAs(db.url, reader) }),
        run(args, { url: db.url }),
      ]);
      expect(byReader).toEqual(byOwner);
      expect(byReader).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await rows()).toBe(before);
    },
  );

  it('reads in a session that is read-only', async () => {
    const url = urlWith(urlAs(db.url, reader), 'default_transaction_read_only=on');
    for (const args of READING) {
      expect(await run(args, { url }), args[0]).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });
});

describe('a session that is read-only', () => {
  const db = useDatabase();

  it('is told why recover cannot work there', async () => {
    const url = urlWith(db.url, 'default_transaction_read_only=on');
    const { exitCode, stdout, stderr } = await run(['recover'], { url });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error: this needs to write, and the session cannot: .*\nhint: connect to/,
    );
  });
});

describe('a hot standby', () => {
  // A server of its own: it stops, and comes up again in recovery.
  const server = isolatedServer();

  it('reads, and is told what cannot be done there', async () => {
    const { url } = await server.createDatabase({ engine: true });
    const client = await server.connect(url);
    await recordHistory(client);
    await client.query("select pggit.begin_deployment('open')");
    await client.query('create table app.staged ()');
    const { rows } = await client.query('show data_directory');
    const directory = rows[0].data_directory;
    await server.stop('fast');
    const signal = join(directory, 'standby.signal');
    writeFileSync(signal, '');
    // The server may run under an account of its own.
    const { uid, gid } = statSync(directory);
    chownSync(signal, uid, gid);
    await server.start();

    for (const args of READING) {
      expect(await run(args, { url }), args[0]).toMatchObject({ exitCode: 0, stderr: '' });
    }
    // Sessions of the primary cannot be seen from here: nobody is called gone.
    expect((await run(['status'], { url })).stdout).toContain('+ table app.staged');

    expect(await run(['run', '--', 'echo', 'ran'], { url })).toEqual({
      exitCode: 0,
      stdout: 'ran',
      stderr: 'pggit: this server is read-only; this run is not recorded',
    });

    for (const args of [['recover'], ['install'], ['uninstall', '--yes']]) {
      const { exitCode, stderr } = await run(args, { url });
      expect(exitCode, args[0]).toBe(1);
      expect(stderr, args[0]).toMatch(
        /^error: this needs to write.*\nhint: connect to the primary/,
      );
    }
  });
});
