import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeCallbacks } from '@pggit/flyway';
import { springBoot, useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqlChangelog } from '../liquibase/project.js';

const found = await Promise.all(
  ([3, 4] as const).map(async (major) => [major, await springBoot(major)] as const),
);

describe.each(found)('an application of Spring Boot %i that starts', (major, spring) => {
  const db = useDatabase({ per: 'test' });
  let resources = '';
  beforeEach(async () => {
    resources = await mkdtemp(join(tmpdir(), 'pggit-spring-'));
    await writeCallbacks(join(resources, 'db/pggit'), { refresh: 'affected' });
  });
  afterEach(() => rm(resources, { recursive: true, force: true }));

  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(resources, name)), { recursive: true });
      await writeFile(join(resources, name), text);
    }
  };
  const start = async (...settings: string[]) => {
    const { host, pathname, username, password } = new URL(db.url);
    const command = spring?.command(
      resources,
      `--spring.datasource.url=jdbc:postgresql://${host}${pathname}`,
      `--spring.datasource.username=${username}`,
      `--spring.datasource.password=${decodeURIComponent(password)}`,
      // As many connections as Flyway needs for callbacks.
      '--spring.datasource.hikari.maximum-pool-size=3',
      '--spring.flyway.locations=classpath:db/migration,classpath:db/pggit',
      // Liquibase comes first, and Flyway does not begin in a schema that has something in it.
      ...['--spring.flyway.baseline-on-migrate=true', '--spring.flyway.baseline-version=0'],
      ...settings,
    );
    return execa(command?.file ?? '', [...(command?.args ?? [])], { reject: false, all: true });
  };

  it.skipIf(spring === undefined)(
    'has its migrations by Flyway and by Liquibase recorded, a deployment each',
    { timeout: 60_000 },
    async () => {
      await write({
        'db/migration/V1__orders.sql': 'create table orders (id int);',
        'db/migration/V2__totals.sql':
          'create materialized view totals as select count(*) as n from orders;',
        'db/changelog/db.changelog-master.yaml':
          'databaseChangeLog:\n  - include: { file: db/changelog/log.sql }\n',
        'db/changelog/log.sql': sqlChangelog(
          ['ann:1', 'create table lines (id int);'],
          ['bob:2', 'alter table lines add note text;'],
        ),
      });

      const { exitCode, all } = await start();

      expect(exitCode, all).toBe(0);
      expect(all).toMatch(/DB: pggit: refresh 1\/1 public\.totals: \d+ ms/);
      const { deployments, commits, links } = await readHistory(db.client);
      const by = (tool: RegExp) => deployments.find(({ name }) => tool.test(name));
      expect(by(/^flyway migrate$/)).toMatchObject({ status: 'completed', reason: null });
      expect(by(/^liquibase on /)).toMatchObject({ status: 'completed' });
      const key = (id: string) => `db/changelog/log.sql::${id}`;
      expect(Object.fromEntries(links.map(({ key, commit }) => [key, commit]))).toEqual({
        1: by(/^flyway/)?.commit,
        2: by(/^flyway/)?.commit,
        [key('1::ann')]: by(/^liquibase/)?.commit,
        [key('2::bob')]: by(/^liquibase/)?.commit,
      });
      expect(commits).toHaveLength(2);
      const authors = await Promise.all(commits.map(({ id }) => authorsOf(db.client, id)));
      expect(Object.assign({}, ...authors)).toEqual({
        'public.orders': '1',
        'public.lines': `${key('1::ann')}, ${key('2::bob')}`,
      });
      expect(await leftOver(db.client)).toEqual([]);
    },
  );

  // The other one would say the same.
  if (major === 3) return;
  it.skipIf(spring === undefined)(
    'and fails leaves a deployment that failed, with what had landed',
    { timeout: 60_000 },
    async () => {
      await write({
        'db/migration/V1__orders.sql': 'create table orders (id int);',
        'db/migration/V2__bad.sql': 'create table bad (id int); select 1 / 0;',
      });

      const { exitCode, all } = await start('--spring.liquibase.enabled=false');

      expect(exitCode, all).toBe(1);
      expect(all).toContain('division by zero');
      const { deployments, commits, links } = await readHistory(db.client);
      expect(deployments).toMatchObject([{ status: 'failed', commit: commits[0]?.id }]);
      expect(links).toMatchObject([{ key: '1', commit: commits[0]?.id }]);
      expect(await leftOver(db.client)).toEqual([]);
    },
  );
});
