import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { expectationsOf, SOUND } from '../kinds/observer.js';

const db = useDatabase();

it('a publication FOR ALL TABLES stops neither DDL nor deployments', async () => {
  await db.client.query('create publication everything for all tables');
  const session = await db.connect();
  await session.query('create table public.t (id serial primary key)');
  await session.query('alter table public.t rename to u; alter table public.u add note text');
  await session.query(`select pggit.begin_deployment('release')`);
  await session.query(
    'create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
  );
  await session.query(`insert into public.pgmigrations (name, run_on) values ('one', now())`);
  await session.query('drop table public.u');
  await session.query(`select pggit.end_deployment('done', array['label'])`);
  await session.query(`select pggit.configure_tracking(ignore_schemas => array['nothing'])`);
  await session.query(`select pggit.pause_tracking('1 hour')`);
  await session.query('create table public.hidden (id int)');
  await session.query('select pggit.resume_tracking(), pggit.capture()');
  expect(await expectationsOf(await db.connect())).toEqual(SOUND);
});
