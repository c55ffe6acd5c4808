import { withDeployment } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { type QueryInterface, Sequelize } from 'sequelize';
import { memoryStorage, type RunnableMigration, SequelizeStorage, Umzug } from 'umzug';
import { afterEach, describe, expect, it } from 'vitest';
import { notices, table, tableStorage, tablesAtOnce, umzugOf } from './shop.js';

describe('an umzug run over one client', () => {
  const db = useDatabase({ per: 'test' });

  it('is recorded, and leaves the client as it was', async () => {
    const client = await db.connect();
    const umzug = umzugOf(client, [table('a'), table('b')], tableStorage(client));
    await withPggit(umzug, { client, ...notices() }).up();

    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links).toMatchObject([{ key: 'a' }, { key: 'b' }]);
    expect((await client.query('select pggit.current_deployment() as id')).rows).toEqual([
      { id: null },
    ]);
  });

  it('joins the deployment that the client is in', async () => {
    const client = await db.connect();
    const umzug = umzugOf(client, [table('a')]);
    await withDeployment(client, { name: 'outer' }, () =>
      withPggit(umzug, { client, ...notices() }).up(),
    );
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'outer', status: 'completed' }]);
    expect(links).toMatchObject([{ key: 'a', commit: deployments[0]?.commit }]);
  });

  it('goes with the caller’s transaction', async () => {
    const client = await db.connect();
    const run = () => withPggit(umzugOf(client, [table('a')]), { client, ...notices() }).up();
    await client.query('begin');
    await run();
    await client.query('rollback');
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], links: [] });

    await client.query('begin');
    await run();
    await client.query('commit');
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links).toMatchObject([{ key: 'a', commit: deployments[0]?.commit }]);
  });
});

describe('an umzug run over Sequelize', () => {
  const db = useDatabase({ per: 'test' });
  const closing: Sequelize[] = [];
  afterEach(async () => {
    for (const sequelize of closing.splice(0)) await sequelize.close();
  });
  const connect = (url = db.url, pool = { max: 5 }) => {
    const sequelize = new Sequelize(url, { logging: false, pool });
    closing.push(sequelize);
    return sequelize;
  };
  const orders: RunnableMigration<QueryInterface> = {
    name: '1_orders.js',
    up: ({ context }) => context.createTable('orders', { id: { type: 'int', primaryKey: true } }),
    down: ({ context }) => context.dropTable('orders'),
  };
  const lines: RunnableMigration<QueryInterface> = {
    name: '2_lines.js',
    up: ({ context: { sequelize } }) =>
      sequelize.transaction(async (transaction) => {
        await sequelize.query('create table lines ()', { transaction });
        // Beside the transaction, over connections of the pool's own choice.
        await Promise.all(['a', 'b'].map((name) => sequelize.query(`create table ${name} ()`)));
      }),
    down: ({ context }) => context.dropTable('lines'),
  };
  const umzugOn = (sequelize: Sequelize, migrations = [orders, lines]) =>
    new Umzug({
      migrations,
      context: sequelize.getQueryInterface(),
      storage: new SequelizeStorage({ sequelize }),
      logger: undefined,
    });

  it('joins all connections of its pool, and links each row once', async () => {
    const sequelize = connect();
    const umzug = withPggit(umzugOn(sequelize), { sequelize, ...notices() });

    await umzug.up();
    await sequelize.query('create table later ()');
    await umzug.down();

    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await changesOf(db.client, deployments[0]?.commit ?? null)).toEqual(
      expect.arrayContaining(
        ['a', 'b', 'lines', 'orders'].map((name) => `added table public.${name}`),
      ),
    );
    const source = 'public."SequelizeMeta"';
    expect(links).toMatchObject([
      { key: '1_orders.js', source, direction: 'up', commit: deployments[0]?.commit },
      { key: '2_lines.js', source, direction: 'up', commit: deployments[0]?.commit },
      { key: '2_lines.js', source, direction: 'down', commit: deployments[1]?.commit },
    ]);
    expect(links).toHaveLength(3);
    expect(commits.map(({ deployment }) => deployment === null)).toEqual([false, true, false]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('gives the application nothing of the run after an open transaction was left in a connection', async () => {
    const sequelize = connect(db.url, { max: 1 });
    let application = Promise.resolve();
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const up = async () => {
      await sequelize.query('begin');
      await sequelize.query('create table public.undone ()');
      leave();
      await application;
    };
    application = left.then(async () => {
      await sequelize.query('rollback');
      await sequelize.query('create table public.by_application ()');
    });

    await withPggit(umzugOn(sequelize, [{ name: 'leaves', up }]), { sequelize, ...notices() }).up();

    const { commits } = await readHistory(db.client);
    const own = commits.find(({ deployment }) => deployment === null);
    expect(await changesOf(db.client, own?.id ?? null)).toEqual([
      'added table public.by_application',
    ]);
  });

  it('works with a pool of one', async () => {
    const sequelize = connect(db.url, { max: 1 });
    await withPggit(umzugOn(sequelize, [orders]), { sequelize, ...notices() }).up();
    expect((await readHistory(db.client)).links).toMatchObject([{ key: '1_orders.js' }]);
  });

  it('records what landed of a failing run', async () => {
    const sequelize = connect();
    const bad = { name: '3_bad.js', up: () => sequelize.query('select 1/0') };
    const umzug = withPggit(umzugOn(sequelize, [orders, bad]), { sequelize, ...notices() });
    await expect(umzug.up()).rejects.toMatchObject({
      cause: { original: { code: '22012' } },
    });
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'failed' }]);
    expect(links).toMatchObject([{ key: '1_orders.js', commit: deployments[0]?.commit }]);
  });

  it('as a role without rights on pggit says so once and migrates', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on schema public to ${role.name}`);
    const url = urlAs(db.url, role);
    const sequelize = connect(url);
    const said = notices();
    await withPggit(umzugOn(sequelize, [orders]), { sequelize, ...said }).up();
    expect(said.lines).toEqual(['this role has no rights on pggit; this run is not recorded']);
    expect((await readHistory(db.client)).links).toMatchObject([{ key: '1_orders.js' }]);
  });
});

describe('an umzug run at a limit of connections', () => {
  const db = useDatabase({ per: 'test' });
  const roleWith = async (limit: number) => {
    const { name, password } = await uniqueRole(
      db.client,
      `login connection limit ${limit} in role pggit_deployer`,
    );
    await db.client.query(`grant create on schema public to ${name}`);
    return { user: name, password };
  };
  const GIVEN_WAY = expect.stringMatching(/^no more connections are allowed, /);

  it('leaves the only one to the migrations, unless it has to record them', async () => {
    const pool = db.pool({ max: 2, ...(await roleWith(1)) });
    const said = notices();
    const umzug = umzugOf(pool, [table('a')]);
    await expect(withPggit(umzug, { pool, required: true, ...said }).up()).rejects.toMatchObject({
      cause: { code: '53300' },
    });

    expect(await withPggit(umzug, { pool, ...said }).up()).toHaveLength(1);

    expect(said.lines).toEqual([GIVEN_WAY]);
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('keeps what was recorded before there were too few', async () => {
    const pool = db.pool({ max: 2, ...(await roleWith(2)) });
    const { lines, onNotice } = notices();
    const migrations = [table('a'), tablesAtOnce('b', ['b1', 'b2'])];

    expect(await withPggit(umzugOf(pool, migrations), { pool, onNotice }).up()).toHaveLength(2);

    expect(lines).toEqual([GIVEN_WAY, expect.stringMatching(/^recorded 'umzug up': /)]);
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('leaves it to Sequelize as well', async () => {
    const { user, password } = await roleWith(1);
    const url = urlAs(db.url, { name: user, password });
    const sequelize = new Sequelize(url, { logging: false });
    const up = () => sequelize.query('create table a ()');
    const umzug = new Umzug({
      migrations: [{ name: 'a', up }],
      storage: memoryStorage(),
      logger: undefined,
    });
    const said = notices();
    await withPggit(umzug, { sequelize, ...said }).up();
    await sequelize.close();
    expect(said.lines).toEqual([GIVEN_WAY]);
  });
});
