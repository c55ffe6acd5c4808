import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { linksOf, migrationsOf } from './readback.js';
import { about, TOOL_SHAPES } from './tools.js';

const createOf = (tool: string, table: string) =>
  about(TOOL_SHAPES.find((shape) => shape.tool === tool)?.create ?? '', table);

describe('a row that is written before its migration runs', () => {
  const db = useDatabase({ per: 'test' });
  let session: ClientBase;

  beforeEach(async () => {
    session = await db.connect();
  });

  it('of Prisma links when finished_at is set, to what ran in between', async () => {
    await session.query(createOf('prisma', 'public._prisma_migrations'));
    await session.query("select pggit.begin_deployment('deploy')");
    await session.query(
      "insert into public._prisma_migrations (id, checksum, migration_name) values ('a', 'c', '1_orders')",
    );
    expect(await linksOf(db.client)).toEqual([]);
    await session.query('create table public.orders ()');
    await session.query(
      "update public._prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = 'a'",
    );
    await session.query('select pggit.end_deployment()');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_orders', checksum: 'c', run: 1 }]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.orders': '1_orders' });
  });

  it('of Prisma that failed is no link, nor when it is resolved; its next attempt is', async () => {
    await session.query(createOf('prisma', 'public._prisma_migrations'));
    await session.query(
      `insert into public._prisma_migrations (id, checksum, migration_name) values ('a', 'c', '1_orders');
       update public._prisma_migrations set logs = 'ERROR: syntax error' where id = 'a';
       update public._prisma_migrations set rolled_back_at = now() where id = 'a'`,
    );
    expect(await linksOf(db.client)).toEqual([]);
    await session.query(
      `insert into public._prisma_migrations (id, checksum, migration_name) values ('b', 'd', '1_orders');
       update public._prisma_migrations set finished_at = now() where id = 'b'`,
    );
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_orders', checksum: 'd', run: 1 }]);
  });

  it('of Atlas links when all its statements are applied, and never in error', async () => {
    await session.query(createOf('atlas', 'public.atlas_schema_revisions'));
    const start = (version: string, total: number) =>
      session.query(
        `insert into public.atlas_schema_revisions
           (version, description, total, executed_at, execution_time, hash, operator_version)
         values ($1, '', $2, now(), 0, 'h', 'v') on conflict (version) do update set total = excluded.total`,
        [version, total],
      );
    const advance = (version: string, applied: number, error: string | null) =>
      session.query(
        'update public.atlas_schema_revisions set applied = $2, error = $3 where version = $1',
        [version, applied, error],
      );
    await start('1', 2);
    await advance('1', 1, null);
    await advance('1', 1, 'Statement: …');
    expect(await linksOf(db.client)).toEqual([]);
    await start('1', 2);
    await advance('1', 2, '');
    await advance('1', 2, '');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1', run: 1, direction: 'up' }]);
    // Not a migration: where Atlas keeps the identity of the database.
    await start('.atlas_cloud_identifier', 0);
    expect(await linksOf(db.client)).toHaveLength(1);
  });
});

describe('a row that stays', () => {
  const db = useDatabase({ per: 'test' });

  it('of a change that Sqitch has reworked is taken back without the change it reworks', async () => {
    const session = await db.connect();
    await session.query(createOf('sqitch', 'public.changes'));
    const deploy = (id: string) =>
      session.query(
        "insert into public.changes values ($1, $1, 'orders', 'shop', '', now(), '', '', now(), '', '')",
        [id],
      );
    await deploy('a');
    await deploy('b');
    await session.query("delete from public.changes where change_id = 'b'");
    expect(
      (await linksOf(db.client)).map(({ key, direction, run, revertedAt }) => [
        key,
        direction,
        run,
        revertedAt !== null,
      ]),
    ).toEqual([
      ['shop::orders', 'up', 1, false],
      ['shop::orders', 'up', 2, true],
      ['shop::orders', 'down', 1, false],
    ]);
  });

  it('can say that its migration ran again: another run, and the first still stands', async () => {
    await db.client.query(`select pggit.register_migration_tool(
      'changelog', 'databasechangelog', array['id', 'author', 'filename'],
      checksum_column => 'md5sum', description_column => 'description',
      rerun_columns => array['orderexecuted', 'deployment_id'])`);
    const session = await db.connect();
    await session.query(
      `create table public.databasechangelog (id varchar(255), author varchar(255), filename varchar(255),
         dateexecuted timestamp, orderexecuted int, exectype varchar(10), md5sum varchar(35), description varchar(255),
         comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10));
       insert into public.databasechangelog (id, author, filename, orderexecuted, exectype, md5sum, deployment_id)
         values ('views', 'ann', 'db/views.sql', 1, 'EXECUTED', '9:a', '1')`,
    );
    await session.query("update public.databasechangelog set tag = 'v1'");
    expect(await linksOf(db.client)).toHaveLength(1);
    await session.query(
      "update public.databasechangelog set orderexecuted = 2, exectype = 'RERAN', md5sum = '9:b', deployment_id = '2'",
    );
    expect(await linksOf(db.client)).toMatchObject([
      { key: 'views::ann::db/views.sql', run: 1, checksum: '9:a', revertedAt: null },
      { key: 'views::ann::db/views.sql', run: 2, checksum: '9:b', revertedAt: null },
    ]);
    await session.query('delete from public.databasechangelog');
    expect(await linksOf(db.client)).toMatchObject([
      { revertedAt: expect.any(Date) },
      { revertedAt: expect.any(Date) },
      { direction: 'down', run: 1 },
    ]);
  });

  it('can be repaired: description and checksum follow, and it has not run', async () => {
    await db.client.query(`select pggit.register_migration_tool(
      'ranked', 'schema_history', array['script'], number_column => 'installed_rank',
      description_column => 'description', checksum_column => 'checksum',
      applied_when => '$ ? (@.success == true && @.type != "SCHEMA")')`);
    const session = await db.connect();
    await session.query(
      `create table public.schema_history (installed_rank int primary key, version varchar(50), description varchar(200),
         type varchar(20), script varchar(1000), checksum int, success boolean);
       insert into public.schema_history values
         (0, null, 'schema', 'SCHEMA', 'app', null, true), (1, '1', 'orders', 'SQL', 'V1__orders.sql', -5, true),
         (2, '2', 'lines', 'SQL', 'V2__lines.sql', 7, false);
       update public.schema_history set checksum = 6, description = 'all orders' where installed_rank = 1;
       delete from public.schema_history where installed_rank = 2`,
    );
    expect(await linksOf(db.client)).toMatchObject([
      { key: 'V1__orders.sql', number: '1', run: 1, description: 'all orders', checksum: '6' },
    ]);
    expect(await linksOf(db.client)).toHaveLength(1);
  });
});
