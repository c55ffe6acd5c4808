import { install, verify } from '@pggit/core';
import { uniqueName, useDatabase } from '@pggit/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../sql/deployments/readback.js';
import { headOf, shown, stateHash, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { columnIds, objectIds } from '../sql/kinds/observer.js';
import { migrate } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { type Readable, readHistory, workSomeWeeks } from '../upgrade/first-release.js';

describe('a database made with a tracked one as its template', () => {
  const tracked = useDatabase({ engine: false });
  const admin = useDatabase({ engine: false });
  let name: string;
  let copy: pg.Client;
  let original: pg.Client;
  let head: string;
  let before: Readable;

  beforeAll(async () => {
    await workSomeWeeks(tracked, () => install(tracked.client));
    head = await headOf(tracked.client);
    before = await readHistory(tracked.client, head);
    await tracked.client.end(); // a template has no sessions
    name = `${tracked.name}_${uniqueName('copy').slice(-4)}`;
    await admin.client.query(`create database ${name} template ${tracked.name}`);
    copy = new pg.Client(tracked.url.replace(tracked.name, name));
    copy.on('error', () => {});
    await copy.connect();
    original = await tracked.connect();
  });
  afterAll(async () => {
    await copy.end();
    await admin.client.query(`drop database ${name} with (force)`);
  });

  it('is sound, and has the same history and state', async () => {
    expect(await verify(copy)).toEqual([]);
    expect(await readHistory(copy, head)).toEqual(before);
    expect(await stateHash(copy)).toBe(await stateHash(original));
    expect(await statusOf(copy)).toEqual(await statusOf(original));
    expect(await objectIds(copy)).toEqual(await objectIds(original));
  });

  it('goes its own way from there, and the original goes its', async () => {
    await copy.query('alter table accounts.invoices rename column during to period');
    await migrate(copy, '007_copy', 'create table app.in_the_copy (id int primary key)');
    await migrate(original, '007_original', 'alter table accounts.invoices drop column during');

    expect(await headOf(copy)).not.toBe(await headOf(original));
    expect(await shown(copy)).toEqual([
      'added index app.in_the_copy_pkey',
      'added table app.in_the_copy',
    ]);
    expect(await shown(original)).toEqual(['changed table accounts.invoices']);
    expect(await columnIds(copy, 'accounts.invoices')).toMatchObject({ period: 'during#2' });
    expect((await linksOf(copy)).at(-1)).toMatchObject({
      key: '007_copy',
      commit: await headOf(copy),
    });
    expect((await linksOf(original)).at(-1)).toMatchObject({
      key: '007_original',
      commit: await headOf(original),
    });
    expect(await readHistory(copy, head)).toMatchObject({ commits: before.commits });
  });

  it('closes the interrupted deployment for itself alone', async () => {
    await copy.query('select from pggit.recover_deployments()');
    expect((await deploymentsOf(copy)).at(-1)).toMatchObject({ status: 'interrupted' });
    expect((await deploymentsOf(original)).at(-1)).toMatchObject({ status: 'open' });
    for (const database of [copy, original]) {
      await database.query('select from pggit.recover_deployments()');
      await database.query('select pggit.capture()');
      expect(await faultsIn(database)).toEqual([]);
    }
  });
});
