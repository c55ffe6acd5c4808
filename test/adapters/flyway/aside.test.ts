import { install } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { authorsOf, changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('callbacks of pggit', { timeout: PATIENCE }, () => {
  const project = useFlywayProject(tool);

  describe('where it is not installed', () => {
    const db = useDatabase({ engine: false, per: 'test' });

    it('do nothing and say nothing', async () => {
      await project.addCallbacks();
      await project.write({ 'V1__a.sql': 'create table a (id int);' });
      const { exitCode, output } = await project.run(db.url, 'migrate');
      expect(exitCode, output).toBe(0);
      expect(output).not.toMatch(/pggit:|WARN/);
    });

    it('refuse to migrate where they are required', async () => {
      await project.addCallbacks({ required: true });
      await project.write({ 'V1__a.sql': 'create table a (id int);' });
      const { exitCode, output } = await project.run(db.url, 'migrate');
      expect(exitCode, output).not.toBe(0);
      expect(output).toContain('pggit is not installed in this database');
    });

    it('let a migration install it, and record what comes after', async () => {
      const { sql } = await install(db.client, { dryRun: true });
      await project.addCallbacks();
      await project.write({
        'V1__a.sql': 'create table a (id int);',
        'V2__pggit.sql': sql ?? '',
        'V3__c.sql': 'create table c (id int);',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate');

      expect(exitCode, output).toBe(0);
      const { deployments, links, commits } = await readHistory(db.client);
      expect(deployments).toMatchObject([{ status: 'completed' }]);
      expect(links.map(({ key }) => key)).toEqual(['3']);
      expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({ 'public.c': '3' });
      const { rows } = await db.client.query('select source, attached from pggit.history_tables');
      expect(rows).toEqual([{ source: 'public.flyway_schema_history', attached: true }]);
    });
  });

  describe('for a role without rights on it', () => {
    const db = useDatabase({ per: 'test' });

    it.each([['no role of pggit'], ['pggit_reader']])(
      'warn once, and the engine records it by itself (%s)',
      async (role) => {
        const migrating = await uniqueRole(db.client);
        await db.client.query(`grant create on schema public to ${migrating.name}`);
        if (role === 'pggit_reader') {
          await db.client.query(`grant pggit_reader to ${migrating.name}`);
        }
        await project.addCallbacks();
        await project.write({
          'V1__a.sql': 'create table a (id int);',
          'V2__b.sql': 'create table b (id int);',
        });

        const { exitCode, output } = await project.run(urlAs(db.url, migrating), 'migrate');

        expect(exitCode, output).toBe(0);
        expect(output.match(/this role has no rights on pggit/g)).toHaveLength(1);
        const { deployments, links, commits } = await readHistory(db.client);
        const [a, b] = commits.slice(-2).map(({ id }) => id);
        expect(deployments).toEqual([]);
        expect(links.map(({ key, commit }) => [key, commit])).toEqual([
          ['1', a],
          ['2', b],
        ]);
        expect(await leftOver(db.client)).toEqual([]);
      },
    );
  });

  describe('of an engine that somebody damaged', () => {
    const db = useDatabase({ per: 'test' });

    it('warn, and Flyway goes on', async () => {
      await db.client.query(`alter table pggit.announced_migrations rename to gone;
        alter table pggit.deployments rename to gone_as_well;
        alter table pggit.unlinked_rows rename to gone_too`);
      await project.addCallbacks();
      await project.write({
        'V1__a.sql': 'create table a (id int);',
        'V2__b.sql': 'create table b (id int);',
        'V2__b.sql.conf': 'executeInTransaction=false',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate');

      expect(exitCode, output).toBe(0);
      expect(output).toContain('pggit could not record this change');
      const { rows } = await db.client.query('select version, success from flyway_schema_history');
      expect(rows).toEqual([
        { version: '1', success: true },
        { version: '2', success: true },
      ]);
    });
  });

  describe('that nobody has taken into the project', () => {
    const db = useDatabase({ per: 'test' });

    it.each([[[]], [['-postgresql.transactional.lock=false']]])(
      'are not needed for links: each row has the commit that its migration made (%j)',
      async (settings) => {
        await project.write({
          'V1__a.sql': 'create table a (id int);',
          'V2__data.sql': 'insert into a values (1);',
          'V3__b.sql': 'create table b (id int);',
          'R__v.sql': 'create or replace view v as select from b;',
        });

        const { exitCode, output } = await project.run(db.url, 'migrate', ...settings);

        expect(exitCode, output).toBe(0);
        const { links, commits } = await readHistory(db.client);
        const [a, b, v] = commits.map(({ id }) => id);
        expect(links.map(({ key, commit }) => [key, commit])).toEqual([
          ['1', a],
          ['2', a],
          ['3', b],
          ['R__v.sql', v],
        ]);
        expect(await authorsOf(db.client, b ?? null)).toEqual({ 'public.b': '3' });
        expect(await changesOf(db.client, v ?? null)).toEqual(['added view public.v']);
        expect(await leftOver(db.client)).toEqual([]);
      },
    );

    it('name the commit, and not whose changes are whose, where all share a transaction', async () => {
      await project.write({
        'V1__a.sql': 'create table a (id int);',
        'V2__b.sql': 'create table b (id int);',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate', '-group=true');

      expect(exitCode, output).toBe(0);
      const { links, commits } = await readHistory(db.client);
      expect(commits).toHaveLength(1);
      expect(links.map(({ key, commit }) => [key, commit])).toEqual([
        ['1', commits[0]?.id],
        ['2', commits[0]?.id],
      ]);
      expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
        'public.a': null,
        'public.b': null,
      });
    });
  });
});
