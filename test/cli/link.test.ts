import { install, pggit } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { normalise, run, runJson } from './pggit.js';

const LOG = `create table public.pgmigrations (id serial primary key, name text not null, run_on timestamp not null);
  insert into public.pgmigrations (name, run_on) values ('1_a', now()), ('2_b', now());
  create schema shop;
  create table shop.knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz);
  insert into shop.knex_migrations (name, batch, migration_time) values ('a.js', 1, now())`;

describe('pggit link --backfill', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('says how many rows it would link, links them, and finds none the second time', async () => {
    await db.client.query(LOG);
    await install(db.client);
    const table = (title: string, rows: [number, number]) =>
      [
        ['HISTORY TABLE', 'TOOL', 'ROWS', title],
        ['public.pgmigrations', 'node-pg-migrate', '2', `${rows[0]}`],
        ['shop.knex_migrations', 'knex', '1', `${rows[1]}`],
      ] as const;
    const backfill = async (...flags: string[]) => {
      const { stdout, stderr, exitCode } = await run(['link', '--backfill', ...flags], {
        url: db.url,
      });
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      const [table, total] = stdout.split('\n\n');
      return { rows: table?.split('\n').map((line) => line.split(/ {2,}/)), total };
    };
    expect(await backfill('--dry-run')).toEqual({
      rows: table('TO LINK', [2, 1]),
      total: 'would link 3 migrations',
    });
    expect(await pggit(db.client).migrations()).toEqual([]);
    expect(await backfill()).toEqual({
      rows: table('LINKED', [2, 1]),
      total: 'linked 3 migrations',
    });
    expect(await pggit(db.client).migrations()).toHaveLength(3);
    expect((await backfill()).total).toBe('linked 0 migrations');
  });

  it('takes one table, in JSON', async () => {
    await db.client.query(LOG);
    await install(db.client);
    const args = ['link', '--backfill', '--source', 'shop.knex_migrations'];
    const { data, exitCode } = await runJson(args, { url: db.url });
    expect(exitCode).toBe(0);
    expect(data).toEqual({
      dryRun: false,
      linked: 1,
      tables: [{ source: 'shop.knex_migrations', toolName: 'knex', rowsFound: 1, rowsLinked: 1 }],
    });
    const { exitCode: failed, stderr } = await run(['link', '--backfill', '--source', 'a.b'], {
      url: db.url,
    });
    expect(failed).toBe(1);
    expect(stderr).toMatch(/^error: a\.b is not a history table that pggit knows\nhint: /);
  });

  it('says so when there is no history table', async () => {
    await install(db.client);
    const { stdout, exitCode } = await run(['link', '--backfill'], { url: db.url });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^no history tables/);
  });

  it('is for deployers', async () => {
    await db.client.query(LOG);
    await install(db.client);
    const reader = await uniqueRole(db.client, 'login in role pggit_reader');
    const { exitCode, stderr } = await run(['link', '--backfill'], { url: urlAs(db.url, reader) });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ask the owner of pggit for: grant pggit_deployer to ${reader.name}`);
    const deployer = await uniqueRole(db.client, 'login in role pggit_deployer');
    expect(await run(['link', '--backfill'], { url: urlAs(db.url, deployer) })).toMatchObject({
      exitCode: 0,
    });
  });
});

describe('pggit link', () => {
  const db = useDatabase({ per: 'test' });

  it('links a migration by hand to HEAD, once', async () => {
    for (let n = 0; n < 2; n += 1) {
      const { stdout, exitCode } = await run(['link', '12', '--tool', 'acme'], { url: db.url });
      expect({ exitCode, stdout: normalise(stdout) }).toEqual({
        exitCode: 0,
        stdout: 'migration 12 of acme is linked to commit <id>',
      });
    }
    const links = await pggit(db.client).migrations();
    expect(links).toMatchObject([{ migrationId: '12', toolName: 'acme' }]);
    expect(links).toHaveLength(1);
  });

  it('links it to the deployment that the session is part of', async () => {
    const id = await pggit(db.client).beginDeployment('by hand');
    const { data } = await runJson(['link', '7'], {
      url: db.url,
      env: { PGOPTIONS: `-c pggit.deployment=${id}` },
    });
    expect(data).toMatchObject({
      linked: 1,
      link: { migrationId: '7', toolName: 'flyway', deploymentId: id, pggitCommitId: null },
    });
  });
});
