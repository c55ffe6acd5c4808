import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { flyway, type JvmTool, liquibase, useDatabase } from '../../index.js';

const run = promisify(execFile);
const tools = [
  ...([10, 11, 12, 13] as const).map((major) => ({ name: `Flyway ${major}`, tool: flyway(major) })),
  ...([4, 5] as const).map((major) => ({ name: `Liquibase ${major}`, tool: liquibase(major) })),
];
const database = useDatabase({ engine: false });
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-jvm-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What a tool needs to know to make one table in a schema, and then to fail. */
async function settingsFor(tool: JvmTool, schema: string): Promise<string[]> {
  const { hostname, port, pathname, username, password } = new URL(database.url);
  const url = `jdbc:postgresql://${hostname}:${port}${pathname}`;
  if (tool.name.startsWith('Flyway')) {
    await writeFile(join(directory, 'V1__first.sql'), 'create table t ();\n');
    await writeFile(join(directory, 'V2__second.sql'), 'drop table no_such_table;\n');
    return [
      ...[`-url=${url}`, `-user=${username}`, `-password=${decodeURIComponent(password)}`],
      ...[`-locations=filesystem:${directory}`, `-defaultSchema=${schema}`, 'migrate'],
    ];
  }
  await writeFile(
    join(directory, `${schema}.sql`),
    `--liquibase formatted sql\n--changeset me:1\ncreate table ${schema}.t ();\n` +
      '--changeset me:2\ndrop table no_such_table;\n',
  );
  return [
    ...[`--url=${url}`, `--username=${username}`, `--password=${decodeURIComponent(password)}`],
    ...[`--search-path=${directory}`, `--changelog-file=${schema}.sql`],
    ...[`--liquibase-schema-name=${schema}`, 'update'],
  ];
}

const found = await Promise.all(tools.map(async ({ name, tool }) => ({ name, tool: await tool })));

describe.each(found)('$name', ({ name, tool }) => {
  const whereItRuns = it.skipIf(tool === undefined);
  whereItRuns('migrates a database, and says when it fails', { timeout: 60_000 }, async () => {
    if (tool === undefined) return;
    const schema = name.toLowerCase().replace(' ', '_');
    await database.client.query(`create schema ${schema}`);
    const { file, args, env } = tool.command(...(await settingsFor(tool, schema)));
    const failed = run(file, [...args], { env: { ...process.env, ...env } }).catch((e) => e);
    expect(await failed).toMatchObject({ code: 1 });
    const { stdout, stderr } = await failed;
    expect(stdout + stderr).toContain('no_such_table');
    const { rows } = await database.client.query(`select to_regclass('${schema}.t') as made`);
    expect(rows).toEqual([{ made: `${schema}.t` }]);
  });
});

describe('without Java', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('says in one line that its tests are skipped', async () => {
    vi.stubEnv('CI', '');
    vi.stubEnv('JAVA_HOME', join(directory, 'nowhere'));
    const said = vi.spyOn(console, 'error').mockReturnValue();
    expect(await flyway()).toBeUndefined();
    expect(said.mock.calls).toEqual([
      [expect.stringMatching(/^SKIPPED, Flyway 12 cannot run: no Java in JAVA_HOME /)],
    ]);
  });

  it('fails in CI', async () => {
    vi.stubEnv('CI', 'true');
    vi.stubEnv('JAVA_HOME', join(directory, 'nowhere'));
    await expect(liquibase(5)).rejects.toThrow(/^Liquibase 5 cannot run: no Java in JAVA_HOME /);
  });
});
