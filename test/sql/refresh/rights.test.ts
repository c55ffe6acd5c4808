import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';

describe('refreshing as a role with pggit_deployer', () => {
  const db = useDatabase({ per: 'test' });
  let role: { name: string; password: string };
  let session: pg.Client;

  beforeEach(async () => {
    role = await uniqueRole(db.client);
    await db.client.query(`
      grant pggit_deployer to ${role.name};
      create schema app authorization ${role.name};
      create table app.orders (id int);
      create materialized view app.totals as select id from app.orders;
      insert into app.orders values (1)`);
    session = await db.connect({ user: role.name, password: role.password });
  });

  const rows = async () => (await db.client.query('select id from app.totals')).rowCount;

  it('works for the owner of the view', async () => {
    await db.client.query(`
      alter table app.orders owner to ${role.name};
      alter materialized view app.totals owner to ${role.name}`);
    await session.query("select pggit.refresh_materialized_view('app.totals')");
    expect(await rows()).toBe(1);
  });

  it('is refused as PostgreSQL refuses it, for a view of somebody else', async () => {
    const failure = await failureOf(
      session.query("select pggit.refresh_materialized_view('app.totals')"),
    );
    expect(failure.code).toBe('42501');
    expect(failure.message).toContain('totals');
    expect(await rows()).toBe(0);
  });

  it('gets pggit’s error for a view that is not there', async () => {
    const failure = await failureOf(
      session.query("select pggit.refresh_materialized_view('app.nowhere')"),
    );
    expect(failure.code).toBe('PGT03');
  });

  it('may ask which views are affected', async () => {
    await db.client.query('alter table app.orders add column total int');
    const { rows: views } = await session.query('select * from pggit.affected_views()');
    expect(views).toEqual([{ name: 'app.totals', position: 1 }]);
  });
});

describe('refreshing as a role with no rights on pggit', () => {
  const db = useDatabase();

  it('is refused', async () => {
    const role = await uniqueRole(db.client);
    const session = await db.connect({ user: role.name, password: role.password });
    const failure = await failureOf(session.query("select pggit.refresh_materialized_view('a.b')"));
    expect(failure.code).toBe('42501');
  });
});
