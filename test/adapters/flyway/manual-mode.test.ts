import { install } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { changesOf, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('in manual mode', () => {
  const db = useDatabase({ engine: false });
  const project = useFlywayProject(tool);

  it(
    'Flyway never waits, and its runs are recorded by comparing the catalog',
    async () => {
      const { name, password } = await uniqueRole(db.client);
      await db.client.query(`
        grant create on database ${db.name} to ${name};
        grant create on schema public to ${name}`);
      const owner = await db.connect({ user: name, password });
      expect(await install(owner)).toMatchObject({ mode: 'manual' });
      const url = urlAs(db.url, { name, password });
      await project.addCallbacks();
      await project.write({
        'V1__a.sql': 'create table a (id int);',
        'V2__b.sql': 'create table b (id int);',
      });

      const first = await project.run(url, 'migrate');
      await owner.query('create table by_hand ()');
      await project.write({ 'V3__c.sql': 'create table c (id int);' });
      const second = await project.run(url, 'migrate');

      expect([first.exitCode, second.exitCode], first.output + second.output).toEqual([0, 0]);
      const { deployments, commits, links } = await readHistory(owner);
      expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
      const [one, two] = deployments.map(({ commit }) => commit);
      expect(links.map(({ key, commit }) => [key, commit])).toEqual([
        ['1', one],
        ['2', one],
        ['3', two],
      ]);
      expect(await changesOf(owner, one ?? null)).toEqual([
        'added table public.a',
        'added table public.b',
      ]);
      expect(await changesOf(owner, two ?? null)).toEqual(['added table public.c']);
      // Flyway's own table is no change that anybody made, though its tool holds it open.
      expect(commits.map(({ message }) => message.split('\n')[0])).toEqual([
        'flyway migrate: 2 migrations',
        'changed before deployment flyway migrate: added table public.by_hand',
        'flyway migrate: 1 migration',
      ]);
    },
    PATIENCE,
  );
});
