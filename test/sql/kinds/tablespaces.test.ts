import { randomBytes } from 'node:crypto';
import { useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectationsOf, SOUND, shown } from './observer.js';
import { added, changed } from './rows.js';

/** One database, because a tablespace belongs to the server and is dropped when nothing is left in it. */
describe('a tablespace', () => {
  const db = useDatabase();
  const name = `pggit_ts_${randomBytes(4).toString('hex')}`;
  const moves = (object: string) => changed(object, { tablespace: [null, name] });
  const movesBack = (object: string) => changed(object, { tablespace: [name, null] });

  beforeAll(async () => {
    await db.client.query(
      `set allow_in_place_tablespaces = on; create schema app;
       create table app.t (id int primary key); create index i on app.t (id);
       create materialized view app.m as select id from app.t;
       create table app.p (id int) partition by range (id)`,
    );
    await db.client.query(`create tablespace ${name} location ''`);
  });
  afterAll(async () => {
    await db.client.query(`drop schema app cascade; reset default_tablespace`);
    await db.client.query(`drop tablespace ${name}`);
  });

  it.each([
    ['a table', 'alter table app.t', [moves('table app.t')]],
    ['an index', 'alter index app.i', [moves('index app.i')]],
    ['a materialized view', 'alter materialized view app.m', [moves('materialized view app.m')]],
    ['the partitions to come', 'alter table app.p', [moves('table app.p')]],
  ])('is where %s moves', async (_, alter, rows) => {
    await db.client.query(`${alter} set tablespace ${name}`);
    expect(await shown(await db.connect())).toEqual(rows);
  });

  it('is where a new table is put', async () => {
    await db.client.query(
      `create table app.u (id int) tablespace ${name}; create index u_id on app.u (id) tablespace ${name}`,
    );
    const other = await db.connect();
    expect(await shown(other)).toEqual([added('table app.u'), added('index app.u_id')]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('is emptied by one statement for each kind of relation', async () => {
    await db.client.query(
      `begin; alter table all in tablespace ${name} set tablespace pg_default;
       alter index all in tablespace ${name} set tablespace pg_default;
       alter materialized view all in tablespace ${name} set tablespace pg_default; commit`,
    );
    const other = await db.connect();
    expect(await shown(other)).toEqual([
      movesBack('table app.p'),
      movesBack('table app.t'),
      movesBack('table app.u'),
      movesBack('index app.i'),
      movesBack('index app.u_id'),
      movesBack('materialized view app.m'),
    ]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});
