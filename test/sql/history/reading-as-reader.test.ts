import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { READING_CALLS, WORKING_CALLS } from './reading-calls.js';

describe('a role that has pggit_reader and nothing else', () => {
  const db = useDatabase();
  let reader: pg.Client;

  beforeAll(async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_reader to ${role.name}`);
    await db.client.query('create table public.a (id int primary key, total numeric default 0)');
    await db.client.query('create view public.v as select id from public.a');
    await db.client.query('revoke all on public.a, public.v from public');
    const silent = await db.connect({ options: '-c pggit.tracking=off' });
    await silent.query('create table public.drifted ()');
    reader = await db.connect({ user: role.name, password: role.password });
  });

  it.each(READING_CALLS)('reads what a superuser reads: %s', async (call) => {
    expect((await reader.query(call)).rows).toEqual((await db.client.query(call)).rows);
  });

  it('gets the error of an unknown ref, not one about rights', async () => {
    expect((await failureOf(reader.query("select pggit.log('nowhere')"))).code).toBe('PGR01');
  });

  it.each([
    ...WORKING_CALLS,
    "select pggit.watch_history_table('public.a', 'node-pg-migrate')",
    'select pggit.capture()',
    "select pggit.ensure_object('table', 'public.a')",
    "select pggit.track_function('public.f()', '1')",
    "select pggit.track_cqrs_change(row(array['select 1'], null, null)::pggit.cqrs_change)",
    'select pggit.configure_tracking()',
    'select pggit.configure_cqrs()',
    "select pggit.add_ignore_pattern('table public.a')",
    "select pggit.remove_ignore_pattern('table public.a')",
    "select pggit.emergency_disable('1 hour')",
    'select pggit.emergency_enable()',
    'delete from pggit.commits',
    "update pggit.commits set message = 'mine'",
    "insert into pggit.tags (name, commit_id) select 'mine', commit_id from pggit.branches",
    'update pggit.branches set commit_id = null',
    'truncate pggit.changes',
    "insert into pggit.settings values ('tracking', '{}')",
  ])('may not write: %s', async (statement) => {
    expect((await failureOf(reader.query(statement))).code).toBe('42501');
  });
});
