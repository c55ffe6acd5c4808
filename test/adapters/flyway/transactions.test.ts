import { useDatabase } from '@pggit/testing';
import { leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('the transactions of Flyway', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  /** What each migration made, of all commits. */
  const made = async () => {
    const { rows } = await db.client.query(
      `select m.migration_key as key, array_agg(c.new_identity order by c.new_identity) as made
         from pggit.external_migrations m
         join pggit.changes c on c.link_id = m.link_id
        where c.kind in ('table', 'index') and c.new_identity not like '%pkey' group by 1 order by 1`,
    );
    return Object.fromEntries(rows.map(({ key, made }) => [key, made]));
  };

  it('create an index concurrently where its lock is no transaction', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__orders.sql': 'create table orders (id int, note text);',
      'V2__index.sql': 'create index concurrently orders_note on orders (note);',
      'V3__lines.sql': 'create table lines (id int);',
    });

    const { exitCode, output } = await project.run(
      db.url,
      'migrate',
      '-postgresql.transactional.lock=false',
    );

    expect(exitCode, output).toBe(0);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual(
      ['1', '2', '3'].map((key) => [key, commits[0]?.id]),
    );
    expect(await made()).toEqual({
      1: ['public.orders'],
      2: ['public.orders_note'],
      3: ['public.lines'],
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it.each([
    ['a script without one among others', [], { 'V2__b.sql.conf': 'executeInTransaction=false' }],
    ['mixed scripts in one group', ['-mixed=true', '-group=true'], {}],
  ])('leave %s its own changes', async (_, settings, files) => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int);\nvacuum a;\ncreate table b2 (id int);',
      'V3__c.sql': 'create table c (id int);',
      ...files,
    });

    const { exitCode, output } = await project.run(db.url, 'migrate', ...settings);

    expect(exitCode, output).toBe(0);
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links.map(({ key }) => key)).toEqual(['1', '2', '3']);
    expect(await made()).toEqual({
      1: ['public.a'],
      2: ['public.b', 'public.b2'],
      3: ['public.c'],
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('leave nothing set in a session that may be at work for others afterwards', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int);',
      'V2__b.sql.conf': 'executeInTransaction=false',
      'V3__c.sql': 'create table c (id int);',
      // Sorted behind ours, in the transaction of the migration, and part of it.
      'afterEachMigrate__zz_later.sql': 'create table if not exists later (id int);',
      // Sorted before ours, in the session that has done with the migration before.
      'beforeEachMigrate__aa_look.sql': `do $look$ begin
        if to_regclass('public.a') is not null and concat(
            current_setting('pggit.deployment', true), current_setting('pggit.announced', true)) <> ''
        then
          insert into public.a values (1);
        end if;
      end $look$;`,
    });

    const { exitCode, output } = await project.run(db.url, 'migrate');

    expect(exitCode, output).toBe(0);
    expect((await db.client.query('select from a')).rows).toEqual([]);
    expect(await made()).toEqual({
      1: ['public.a', 'public.later'],
      2: ['public.b'],
      3: ['public.c'],
    });
    expect((await readHistory(db.client)).commits).toHaveLength(1);
  });
});
