import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { expectationsOf, SOUND } from '../kinds/observer.js';

describe('what was ignored', () => {
  const db = useDatabase({ per: 'test' });
  const counts = async () =>
    Object.fromEntries(
      (await pggit(await db.connect()).ignoredByRule()).map(({ rule, objects }) => [rule, objects]),
    );

  it('is counted by rule, an object once in each transaction that touched it', async () => {
    const git = pggit(db.client);
    await git.configureTracking({ ignoreSchemas: ['query'], ignoreOperations: ['COMMENT'] });
    await git.addIgnorePattern('table public.tmp_%');
    await git.addIgnorePattern('DROP VIEW %');
    await db.client.query('create schema query');
    await db.client.query('create table query.a (id int); alter table query.a add b int');
    await db.client.query('create table public.tmp_a (); create table public.b ()');
    await db.client.query(`comment on table public.b is 'x'`);
    await db.client.query('create view public.v as select 1 as a');
    await db.client.query('drop view public.v');
    await db.client.query(`create table public.c (); comment on table public.c is '@pggit:ignore'`);
    expect(await counts()).toEqual({
      'schema query is in ignore_schemas': 2,
      'ignore pattern table public.tmp_%': 1,
      'operation COMMENT is in ignore_operations': 2,
      'ignore pattern DROP VIEW %': 1,
      'comment @pggit:ignore': 1,
    });
    const [first] = await git.ignoredByRule();
    expect(first?.lastAt.getTime()).toBeGreaterThanOrEqual(first?.firstAt.getTime() ?? Infinity);
  });

  it('is nothing, and no row is written, when nothing was ignored', async () => {
    await db.client.query('create table public.t (); drop table public.t');
    expect(await counts()).toEqual({});
  });

  it('is not counted where it was rolled back', async () => {
    await pggit(db.client).addIgnorePattern('table public.%');
    await db.client.query(
      'begin; create table public.t (); set constraints all immediate; rollback',
    );
    expect(await counts()).toEqual({});
  });

  it('is not counted where a savepoint was rolled back, and is for the rest of the transaction', async () => {
    await pggit(db.client).addIgnorePattern('% public.%');
    await db.client.query(`begin; create table public.a (); savepoint s; create table public.b ();
      set constraints all immediate; set constraints all deferred; rollback to s;
      create view public.c as select 1 as a; create table public.d (); drop table public.d; commit`);
    expect(await counts()).toEqual({ 'ignore pattern % public.%': 2 });
  });

  it('never makes a session wait for another that counts the same', async () => {
    await pggit(db.client).addIgnorePattern('table public.%');
    const [one, two] = [await db.connect(), await db.connect()];
    await one.query('begin; create table public.a (); set constraints all immediate');
    await two.query(`set statement_timeout = '5s'; set pggit.on_error = 'raise'`);
    for (let n = 0; n < 70; n += 1) await two.query(`create table public.b_${n} ()`);
    await one.query('commit');
    expect(await counts()).toEqual({ 'ignore pattern table public.%': 71 });
    const { rows } = await db.client.query('select count(*)::int as n from pggit.ignored_work');
    expect(rows[0].n, 'rows are folded now and then').toBeLessThan(71);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('costs no serializable transaction anything', async () => {
    await pggit(db.client).addIgnorePattern('table public.%');
    const [one, two] = [await db.connect(), await db.connect()];
    for (const session of [one, two]) {
      await session.query('begin isolation level serializable');
      await session.query('select count(*) from pggit.ignored_by_rule');
    }
    await one.query('create table public.a (); commit');
    await two.query('create table public.b (); commit');
    expect(await counts()).toEqual({});
  });
});
