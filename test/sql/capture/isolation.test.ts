import { uniqueName, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed } from '../kinds/rows.js';
import { unsound } from './replay.js';

describe.each(['repeatable read', 'serializable'])(
  'a %s transaction older than the branch',
  (level) => {
    const db = useDatabase({ per: 'test' });

    /** Runs `work` in a transaction during which another session's DDL moves the branch. */
    async function late(work: string): Promise<ClientBase> {
      const session = await db.connect();
      await session.query(`begin isolation level ${level}; select count(*) from pg_class`);
      await db.client.query(`create table public.${uniqueName('meanwhile')} ()`);
      await session.query(work);
      await session.query('commit');
      return session;
    }

    it('commits its DDL without a warning; the changes are staged', async () => {
      const session = await db.connect();
      const warnings = warningsOf(session);
      await session.query(`begin isolation level ${level}; select count(*) from pg_class`);
      await db.client.query('create table public.meanwhile ()');
      await session.query('create table public.t (id int primary key); commit');
      expect(warnings).toEqual([]);
      const { rows } = await db.client.query(
        'select state, change, kind, identity from pggit.status()',
      );
      expect(rows).toEqual([
        { state: 'staged', change: 'added', kind: 'index', identity: 'public.t_pkey' },
        { state: 'staged', change: 'added', kind: 'table', identity: 'public.t' },
      ]);
    });

    it.each([
      { next: 'create table public.u ()', shows: [added('table public.u')] },
      {
        next: 'alter table public.t add note text',
        shows: [changed('table public.t', { 'columns.note': [null, { type: 'text' }] })],
      },
      { next: 'drop table public.t', shows: [removed('table public.t')] },
    ])('has its changes put into the history before those of: $next', async ({ next, shows }) => {
      await late('create table public.t (id int)');
      await db.client.query(next);
      const other = await db.connect();
      expect(await shown(other)).toEqual(shows);
      const { rows } = await other.query('select commit_id from pggit.log() offset 1 limit 1');
      expect(await shown(other, rows[0].commit_id)).toEqual([added('table public.t')]);
      expect(await expectationsOf(other)).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    });

    it('has its changes put into the history by capture() as well', async () => {
      await late('create table public.t (id int)');
      await db.client.query('select pggit.capture()');
      const other = await db.connect();
      expect(await expectationsOf(other)).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    });

    it('that alters a table whose catalog row has changed since succeeds, at worst as drift', async () => {
      await db.client.query('create table public.t (id int)');
      const session = await db.connect();
      await session.query(`begin isolation level ${level}; select count(*) from pg_class`);
      await db.client.query('create table public.child () inherits (public.t)');
      await session.query('alter table public.t rename to u');
      await session.query('commit');
      await db.client.query('select pggit.capture()');
      const other = await db.connect();
      const { rows } = await other.query(`select to_regclass('public.u') is not null as renamed`);
      expect(rows).toEqual([{ renamed: true }]);
      expect({ ...(await expectationsOf(other)), errors: [] }).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    });

    it('that makes anew what another one has removed since succeeds, at worst as drift', async () => {
      await db.client.query('create type public.pair as (a int)');
      const session = await db.connect();
      await session.query(`begin isolation level ${level}; select count(*) from pg_class`);
      await db.client.query('drop type public.pair');
      await session.query('create type public.pair as (a int); commit');
      const other = await db.connect();
      const { rows } = await other.query(
        `select to_regtype('public.pair') is not null as made,
                pggit.state_hash('HEAD') = pggit.state_hash('live')
                  or exists (select from pggit.status()) as "nothing lost unsaid"`,
      );
      expect(rows).toEqual([{ made: true, 'nothing lost unsaid': true }]);
      await db.client.query('select pggit.capture()');
      expect({ ...(await expectationsOf(other)), errors: [] }).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    });

    it('has its DDL beside an installation where the database itself has changed since', async () => {
      const name = db.client.database;
      const session = await db.connect();
      await session.query(`begin isolation level ${level}; select count(*) from pg_class`);
      await db.client.query(`grant connect on database ${name} to public`);
      // So often that its newest version is on another page, where an index shows it beside the oldest.
      await session.query(`do $$ begin for i in 1..50 loop
        grant create on database ${name} to public; revoke create on database ${name} from public;
      end loop; end $$`);
      const installing = await db.connect();
      await installing.query(`begin; lock table pggit.manifest in row exclusive mode;
        select pg_advisory_xact_lock(482771167606)`);
      await session.query('create table public.t (id int); commit');
      await installing.query('commit');
      const { rows } = await db.client.query(
        'select state, change, kind, identity from pggit.status()',
      );
      expect(rows).toEqual([
        { state: 'drift', change: 'added', kind: 'table', identity: 'public.t' },
      ]);
    });

    it('that changed what another one changes next keeps both', async () => {
      await db.client.query('create table public.t (id int)');
      await late('alter table public.t add a int');
      await late('alter table public.t add b int');
      await db.client.query('alter table public.t add c int');
      const other = await db.connect();
      expect(await shown(other)).toEqual([
        changed('table public.t', { 'columns.c': [null, { type: 'integer' }] }),
      ]);
      expect(await expectationsOf(other)).toEqual(SOUND);
      expect(await unsound(other)).toEqual([]);
    });
  },
);
