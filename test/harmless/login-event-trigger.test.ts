import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { shown, statusOf } from '../sql/history/readback.js';
import { warningsOf } from '../sql/kinds/cases.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';

describe.skipIf(postgresMajor() < 17)(
  'an event trigger of the user’s own that fires at login',
  () => {
    const db = useDatabase();

    beforeAll(async () => {
      await db.client.query(`
      create table public.logins (name text, at timestamptz);
      create function public.greet() returns event_trigger language plpgsql security definer
        set search_path = '' as $$
      begin
        insert into public.logins values (session_user, now());
        create table if not exists public.made_at_login (id int);
      end $$`);
    });

    it('is drift once it is made, as every event trigger, and then recorded', async () => {
      await db.client.query(`create event trigger greet on login execute function public.greet()`);
      await db.client.query('alter event trigger greet enable always');
      expect(await statusOf(db.client)).toEqual(['drift added event trigger greet']);
      await db.client.query(`select pggit.capture('greet who logs in')`);
      expect(await shown(db.client)).toEqual(['added event trigger greet']);
      const { rows } = await db.client.query(
        `select pggit.definition('event trigger', 'greet') ->> 'event' as event`,
      );
      expect(rows).toEqual([{ event: 'login' }]);
    });

    it('has the DDL it runs recorded, under the name of who logged in', async () => {
      const { name, password } = await uniqueRole(db.client);
      const session = await db.connect({ user: name, password });
      expect(await shown(db.client)).toEqual(['added table public.made_at_login']);
      const { rows } = await db.client.query(
        `select login_name as login from pggit.changes where commit_id = pggit._head()`,
      );
      expect(rows).toEqual([{ login: name }]);
      const warnings = warningsOf(session);
      await db.client.query(`grant create on schema public to ${name}`);
      await session.query('create table public.made_after_login (id int)');
      expect(await shown(db.client)).toEqual(['added table public.made_after_login']);
      expect(warnings).toEqual([]);
    });

    it('that fails keeps everybody out until the server is told to skip it, and capture goes on', async () => {
      await db.client.query(`create or replace function public.greet() returns event_trigger
      language plpgsql as $$ begin raise exception 'nobody'; end $$`);
      await expect(db.connect()).rejects.toThrow('nobody');
      const savior = await db.connect({ options: '-c event_triggers=off' });
      await savior.query('set event_triggers = on; alter event trigger greet disable');
      const session = await db.connect();
      await session.query('create table public.open_again (id int)');
      expect(await shown(db.client)).toEqual(['added table public.open_again']);
      await db.client.query('select pggit.capture()');
      expect(await expectationsOf(db.client)).toEqual(SOUND);
    });
  },
);
