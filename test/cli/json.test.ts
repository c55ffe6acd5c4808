import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import definition from '../../packages/cli/cli-definition.json' with { type: 'json' };
import { recordHistory } from './history.js';
import { runJson } from './pggit.js';

/** Its keys are names of the user's own. */
const FREE = ['attributes', 'changes[].attributes', 'history[].attributes'];

/** `commit.message`, `changes[].kind`: every path of a document that holds a value. */
function pathsOf(value: unknown, path = ''): string[] {
  if (FREE.includes(path)) return [path];
  if (Array.isArray(value) && typeof value[0] === 'object') {
    return value.flatMap((item) => pathsOf(item, path === '' ? '' : `${path}[]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, part]) =>
    pathsOf(part, path ? `${path}.${key}` : key),
  );
}

/** `liquibase attach`: the words that name it. */
function commandOf(args: readonly string[]): string {
  const names = definition.commands.map(({ name }) => name);
  return (
    [2, 1].map((words) => args.slice(0, words).join(' ')).find((name) => names.includes(name)) ?? ''
  );
}

const db = useDatabase();
const other = useDatabase();
const bare = useDatabase({ engine: false });

it('prints with --json what the definition says, all of it and nothing else', async () => {
  await recordHistory(db.client);
  await db.client.query(
    "create table public.t (); set pggit.tracking = 'off'; drop table public.t",
  );
  await db.client.query('reset pggit.tracking');
  const found: Record<string, Set<string>> = {};
  const record = async (args: string[], url = db.url) => {
    const { data } = await runJson(args, { url });
    const command = commandOf(args);
    found[command] = new Set([...(found[command] ?? []), ...pathsOf(data)]);
  };

  await record(['show', 'billing']);
  await record(['log']);
  await record(['explain', 'COMMENT']);
  await record(['migrations']);
  await record(['deployments']);
  await record(['link', '12']);
  await record(['link', '--backfill']);
  const lost = await db.connect();
  await pggit(lost).beginDeployment('lost');
  await lost.query('create table public.landed ()');
  await lost.end();
  await record(['status']);
  await record(['capture']);
  await record(['recover']);
  await db.client.query(
    'create table databasechangeloglock (id int, locked boolean not null, lockgranted timestamp, lockedby text)',
  );
  await record(['liquibase', 'attach']);
  const folder = await mkdtemp(join(tmpdir(), 'pggit-json-'));
  await record(['liquibase', 'init', '--dir', folder]);
  await record(['flyway', 'init', '--dir', folder]);
  await db.client.query(`create foreign data wrapper w; create server s foreign data wrapper w;
    create user mapping for current_user server s options (password 'x');
    comment on schema public is 'commented'; create table public.hidden (id int);
    comment on table public.hidden is '@pggit:ignore'; create view public.v as select id from public.hidden`);
  await record(['snapshot', join(folder, 'snapshot')]);
  await rm(folder, { recursive: true });
  await record(['compare', db.url, other.url]);
  await db.client.query('create function public.f() returns int return 1');
  await db.client.query('create or replace function public.f() returns int return 2');
  await record(['function', 'public.f()']);
  await db.client.query(`create schema command; create table command.meter (id int);
    create schema query; create view query.meters as select id from command.meter`);
  await record(['cqrs']);
  await db.client.query('drop function pggit.log(text)');
  await record(['verify']);
  for (const command of ['install', 'upgrade']) {
    await record([command, '--dry-run'], bare.url);
    await record([command], bare.url);
    await record([command], bare.url);
    await record(['uninstall', '--yes'], bare.url);
  }

  for (const { name, json } of definition.commands) {
    const documented = Object.keys(json?.fields ?? {}).sort();
    // Kept roles come with a reason; whether one is kept is up to other databases.
    // What replaces a restored engine without data says so: test/restore.
    const optional = new Set(name === 'uninstall' ? ['roles[].reason'] : ['replacedEmpty']);
    const given = [...(found[name] ?? [])].sort();
    expect(
      given.filter((path) => path !== '' && !optional.has(path)),
      name,
    ).toEqual(documented.filter((path) => !optional.has(path)));
  }
});
