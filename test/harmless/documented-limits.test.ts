import { uniqueName, uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { begin, end, warningsOf } from '../sql/deployments/session.js';
import { commitsOf, shown, statusOf } from '../sql/history/readback.js';
import { createHistoryTable } from '../sql/links/history-table.js';

/** What docs/explanation/capture.md says that a session may notice, or that no event shows. */
describe('as documented', () => {
  const db = useDatabase({ per: 'test' });

  const attributes = async () =>
    (await db.client.query('select attributes from pggit.show()')).rows[0].attributes;

  it('a renamed role is drift on what it owns, which capture() adopts', async () => {
    const role = await uniqueRole(db.client);
    const renamed = uniqueName('renamed');
    await db.client.query(`create table public.t (id int); create table public.u (id int);
      alter table public.t owner to ${role.name}; alter table public.u owner to ${role.name}`);
    await db.client.query(`alter role ${role.name} rename to ${renamed}`);
    expect(await statusOf(db.client)).toEqual([
      'drift changed table public.t',
      'drift changed table public.u',
    ]);
    // Whatever changes one of them first takes the name along, as an attribute of its own.
    await db.client.query('alter table public.t add column note text');
    expect(await attributes()).toMatchObject({
      owner: [role.name, renamed],
      'columns.note': [null, expect.anything()],
    });
    await db.client.query(`select pggit.capture('role renamed')`);
    expect(await shown(db.client)).toEqual(['changed table public.u']);
    expect(await statusOf(db.client)).toEqual([]);
    await db.client.query(`alter role ${renamed} rename to ${role.name}`);
  });

  it('a renamed tablespace is drift on what is in it', async () => {
    const [name, renamed] = [uniqueName('space'), uniqueName('space')];
    await db.client.query('set allow_in_place_tablespaces = on');
    await db.client.query(`create tablespace ${name} location ''`);
    await db.client.query(`create table public.t (id int) tablespace ${name}`);
    await db.client.query(`alter tablespace ${name} rename to ${renamed}`);
    expect(await statusOf(db.client)).toEqual(['drift changed table public.t']);
    await db.client.query(`select pggit.capture('tablespace renamed')`);
    expect(await attributes()).toEqual({ tablespace: [name, renamed] });
    await db.client.query('drop table public.t');
    await db.client.query(`drop tablespace ${renamed}`);
  });

  it('an event trigger of the user’s own sees the link trigger being made', async () => {
    await db.client.query(`create table public.seen (tag text);
      create function public.see() returns event_trigger language plpgsql as
        $$ begin insert into public.seen values (tg_tag); end $$;
      create event trigger aa_theirs on ddl_command_end execute function public.see()`);
    await createHistoryTable(db.client);
    const { rows } = await db.client.query('select tag from public.seen order by tag');
    expect(rows.map(({ tag }) => tag)).toEqual(['CREATE TABLE', 'CREATE TRIGGER']);
    await db.client.query('drop event trigger aa_theirs');
  });

  it('EXPLAIN ANALYZE makes a table that no event tells of', async () => {
    await db.client.query('explain (analyze) create table public.explained as select 1 as a');
    expect(await statusOf(db.client)).toEqual(['drift added table public.explained']);
    await db.client.query('select pggit.capture()');
    expect(await shown(db.client)).toEqual(['added table public.explained']);
  });

  it('what a materialized view’s own query makes is drift', async () => {
    await db.client.query(`create function public.makes() returns int language plpgsql as
        'begin create table if not exists public.made (id int); return 1; end'`);
    await db.client.query('create materialized view public.making as select public.makes() as a');
    expect(await shown(db.client)).toEqual(['added materialized view public.making']);
    expect(await statusOf(db.client)).toEqual(['drift added table public.made']);
    await db.client.query('drop table public.made');
    await db.client.query('refresh materialized view public.making');
    expect(await statusOf(db.client)).toEqual(['drift added table public.made']);
    await db.client.query('select pggit.capture()');
    expect(await shown(db.client)).toEqual(['added table public.made']);
  });

  it('DISCARD ALL takes a session out of its deployment, unless it was born in it', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'up');
    const born = await db.connect({ options: `-c pggit.deployment=${id}` });
    const joined = await db.connect();
    await joined.query('select pggit.join_deployment($1)', [id]);
    for (const session of [born, joined]) await session.query('discard all');
    await born.query('create table public.inside ()');
    await joined.query('create table public.outside ()');
    await end(opener);
    const commits = await commitsOf(db.client);
    expect(commits.map(({ deploymentName }) => deploymentName)).toEqual([null, 'up']);
    expect(await shown(db.client)).toEqual(['added table public.inside']);
  });

  it('a column of pggit.dirty_objects cannot be dropped while changes are captured', async () => {
    const drop = 'alter table pggit.dirty_objects drop column is_dropped';
    await expect(db.client.query(drop)).rejects.toThrow(/is_dropped/);
    const warnings = warningsOf(db.client);
    await db.client.query('create table public.t ()');
    expect(warnings).toEqual([]);
    expect(await shown(db.client)).toEqual(['added table public.t']);
  });

  it('a dropped column of pggit.dirty_objects stops DDL until tracking is off', async () => {
    await db.client.query(`set pggit.tracking = off;
      alter table pggit.dirty_objects drop column is_dropped cascade; reset pggit.tracking`);
    await expect(db.client.query('drop table if exists public.gone')).resolves.toBeDefined();
    await db.client.query(
      `set pggit.tracking = off; create table public.t (); reset pggit.tracking`,
    );
    await expect(db.client.query('drop table public.t')).rejects.toThrow(/is_dropped/);
    await db.client.query('set pggit.tracking = off; drop table public.t');
  });
});
