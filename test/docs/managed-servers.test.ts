import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { run } from '../cli/pggit.js';
import { shown, statusOf } from '../sql/history/readback.js';

const page = readFileSync(
  fileURLToPath(new URL('../../docs/how-to/managed-servers.md', import.meta.url)),
  'utf8',
);
const blocks = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql ?? '');
const block = (beginning: string) => blocks.find((sql) => sql.trim().startsWith(beginning)) ?? '';

const db = useDatabase();

it('the recipe for a major upgrade on RDS leaves an engine that captures and a commit of what it missed', async () => {
  await db.client.query(block('drop event trigger'));
  await db.client.query('create table public.meanwhile (id int)');
  expect(await statusOf(db.client)).toEqual([
    'disabled  event trigger pggit_ddl_trigger',
    'disabled  event trigger pggit_drop_trigger',
    'drift added table public.meanwhile',
  ]);
  const { stdout } = await run(['status'], { url: db.url });
  expect(stdout).toContain('event triggers are disabled or missing');

  const upgrade = await run(['upgrade'], { url: db.url });

  expect(upgrade.exitCode, upgrade.stderr).toBe(0);
  await db.client.query(block("select pggit.capture('while"));
  expect(await shown(db.client)).toEqual(['added table public.meanwhile']);
  expect(await statusOf(db.client)).toEqual([]);
  await db.client.query('create table public.afterwards (id int)');
  expect(await shown(db.client)).toEqual(['added table public.afterwards']);
});

it('the release by hand is one commit with its message', async () => {
  await db.client.query(
    'set pggit.tracking = off; create table public.archive (id int); reset pggit.tracking',
  );
  const capture = block("select pggit.capture('2026");
  await db.client.query(capture);
  const { rows } = await db.client.query('select message from pggit.log() limit 1');
  expect(capture).toContain(`'${rows[0].message}'`);
  expect(await shown(db.client)).toEqual(['added table public.archive']);
});
