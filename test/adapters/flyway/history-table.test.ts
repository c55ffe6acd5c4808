import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)("Flyway's schema history", { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  it('has no link for a baseline, and is linked from there on', async () => {
    await db.client.query('create table orders (id int)');
    await project.addCallbacks();
    await project.write({
      'V1__orders.sql': 'create table orders (id int);',
      'V2__lines.sql': 'create table lines (id int);',
    });

    const { exitCode, output } = await project.run(db.url, 'baseline', 'migrate');

    expect(exitCode, output).toBe(0);
    const { links, deployments } = await readHistory(db.client);
    expect(links).toMatchObject([{ key: '2', deployment: deployments[0]?.id }]);
    const { rows } = await db.client.query('select migration_id from pggit.external_migrations');
    expect(rows).toEqual([{ migration_id: '2' }]);
  });

  it('begins again after a clean: the same migrations are another run', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__orders.sql': 'create table orders (id int);',
      'V2__lines.sql': 'create table lines (id int);',
    });

    const { exitCode, output } = await project.run(
      db.url,
      ...['migrate', 'clean', 'migrate', '-cleanDisabled=false'],
    );

    expect(exitCode, output).toBe(0);
    const { links, deployments } = await readHistory(db.client);
    const [first, second] = deployments.map(({ commit }) => commit);
    expect(links).toMatchObject([
      { key: '1', run: 1, commit: first },
      { key: '2', run: 1, commit: first },
      { key: '1', run: 2, commit: second },
      { key: '2', run: 2, commit: second },
    ]);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('keeps its links when a repair takes over new checksums', async () => {
    await project.addCallbacks();
    await project.write({ 'V1__orders.sql': 'create table orders (id int);' });
    await project.run(db.url, 'migrate');
    await project.write({ 'V1__orders.sql': '-- as it was\ncreate table orders (id int);' });

    const { exitCode, output } = await project.run(db.url, 'repair', 'migrate');

    expect(exitCode, output).toBe(0);
    const { rows } = await db.client.query(
      `select m.run, m.checksum = h.checksum::text as same
         from pggit.external_migrations m join flyway_schema_history h on m.migration_key = h.version`,
    );
    expect(rows).toEqual([{ run: 1, same: true }]);
  });

  it('has no link for what a repair writes off, and another run when that comes back', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__orders.sql': 'create table orders (id int);',
      'V2__lines.sql': 'create table if not exists lines (id int);',
    });
    await project.run(db.url, 'migrate');
    await rm(join(project.directory, 'sql/V2__lines.sql'));
    await project.write({ 'V3__bills.sql': 'create table bills (id int);' });
    const repaired = await project.run(db.url, 'repair', 'migrate');
    await project.write({ 'V2__lines.sql': 'alter table lines add note text;' });

    const { exitCode, output } = await project.run(db.url, 'migrate', '-outOfOrder=true');

    expect([repaired.exitCode, exitCode], repaired.output + output).toEqual([0, 0]);
    const { rows } = await db.client.query(
      'select version, type from flyway_schema_history order by installed_rank',
    );
    expect(rows.map(({ version, type }) => `${version} ${type}`)).toEqual([
      ...['1 SQL', '2 SQL', '2 DELETE', '3 SQL', '2 SQL'],
    ]);
    const { links, commits } = await readHistory(db.client);
    expect(links.map(({ key, run, commit }) => [key, run, commit])).toEqual([
      ['1', 1, commits[0]?.id],
      ['2', 1, commits[0]?.id],
      ['3', 1, commits[1]?.id],
      ['2', 2, commits[2]?.id],
    ]);
    expect(await authorsOf(db.client, commits[2]?.id ?? null)).toEqual({ 'public.lines': '2' });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('may have another name, in a schema that Flyway makes, and several in one database', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__orders.sql': 'create table orders (id int);',
      'V2__lines.sql': 'create table shared.lines (id int);',
    });

    const app = await project.run(
      db.url,
      ...['migrate', '-schemas=app,shared', '-table=The Log', '-createSchemas=true'],
    );
    await db.client.query('drop table shared.lines');
    const other = await project.run(db.url, 'migrate', '-schemas=other');

    expect([app.exitCode, other.exitCode], app.output + other.output).toEqual([0, 0]);
    const { links, deployments } = await readHistory(db.client);
    expect(links).toMatchObject([
      { key: '1', source: 'app."The Log"', run: 1, deployment: deployments[0]?.id },
      { key: '2', source: 'app."The Log"', run: 1, deployment: deployments[0]?.id },
      { key: '1', source: 'other.flyway_schema_history', run: 1, deployment: deployments[1]?.id },
      { key: '2', source: 'other.flyway_schema_history', run: 1, deployment: deployments[1]?.id },
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  });
});
