import { liquibase, useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { runLiquibase, settingsFor, sqlChangelog, useProject, xmlChangelog } from './project.js';

const tool = await liquibase(4);

describe.skipIf(tool === undefined)('a changelog', { timeout: 60_000 }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useProject();
  const run = async (changelog: string, ...args: string[]) => {
    if (tool === undefined) throw new Error('skipped');
    const outcome = await runLiquibase(tool, project, settingsFor(db, changelog), ...args);
    expect(outcome, outcome.stdout + outcome.stderr).toMatchObject({ exitCode: 0 });
    return outcome;
  };
  const links = async () => {
    const { rows } = await db.client.query(
      `select migration_key as key, run, direction, exec_type as "execType",
         reverted_at is not null as reverted
       from pggit.external_migrations order by link_id`,
    );
    return rows;
  };
  const authors = async () => {
    const { commits } = await readHistory(db.client);
    return authorsOf(db.client, commits.at(-1)?.id ?? null);
  };

  it('of XML, YAML and SQL is linked by what ran of it, and by how', async () => {
    await project.write(
      'root.xml',
      xmlChangelog(
        `<changeSet id="x1" author="ann"><createTable tableName="x"><column name="id" type="int">
           <constraints primaryKey="true"/></column></createTable></changeSet>`,
        '<include file="more.yaml"/>',
        '<include file="more.sql"/>',
        `<changeSet id="there" author="ann">
           <preConditions onFail="MARK_RAN"><not><tableExists tableName="x"/></not></preConditions>
           <createTable tableName="never"><column name="id" type="int"/></createTable></changeSet>`,
        `<changeSet id="tolerated" author="ann" failOnError="false"><sql>select 1/0</sql></changeSet>`,
        `<changeSet id="last" author="ann"><addColumn tableName="x"><column name="n" type="int"/></addColumn></changeSet>`,
      ),
    );
    await project.write(
      'more.yaml',
      `databaseChangeLog:
  - changeSet:
      id: y1
      author: bob
      changes:
        - createTable:
            tableName: y
            columns:
              - column: { name: id, type: int }
`,
    );
    await project.write(
      'more.sql',
      sqlChangelog(
        ['cy:dev context:dev', 'create table dev (id int);'],
        ['cy:prod context:prod', 'create table prod (id int);'],
        ['cy:slow labels:slow', 'create table labelled (id int);'],
        ['cy:path logicalFilePath:kept/path.sql', 'create table p (id int);'],
      ),
    );

    await run('root.xml', 'update', '--contexts=prod', '--label-filter=!slow');

    const executed = { run: 1, direction: 'up', execType: 'EXECUTED', reverted: false };
    expect(await links()).toEqual([
      { ...executed, key: 'root.xml::x1::ann' },
      { ...executed, key: 'more.yaml::y1::bob' },
      { ...executed, key: 'more.sql::prod::cy' },
      { ...executed, key: 'kept/path.sql::path::cy' },
      { ...executed, key: 'root.xml::there::ann', execType: 'MARK_RAN' },
      { ...executed, key: 'root.xml::last::ann' },
    ]);
    expect(await authors()).toEqual({
      'public.x': 'root.xml::last::ann, root.xml::x1::ann',
      'public.y': 'more.yaml::y1::bob',
      'public.prod': 'more.sql::prod::cy',
      'public.p': 'kept/path.sql::path::cy',
    });
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('may run a changeset again, always or when it has changed, which is another run of it', async () => {
    const write = (columns: string) =>
      project.write(
        'again.sql',
        sqlChangelog(
          ['me:once', 'create table t (a int, b int);'],
          ['me:always runAlways:true', "comment on table t is 'kept';"],
          ['me:view runOnChange:true', `create or replace view v as select ${columns} from t;`],
        ),
      );
    await write('a');
    await run('again.sql', 'update');
    await write('a, b');
    await run('again.sql', 'update');

    const key = (id: string) => `again.sql::${id}::me`;
    expect(await links()).toMatchObject([
      { key: key('once'), run: 1, execType: 'EXECUTED' },
      { key: key('always'), run: 1, execType: 'EXECUTED' },
      { key: key('view'), run: 1, execType: 'EXECUTED' },
      { key: key('always'), run: 2, execType: 'RERAN' },
      { key: key('view'), run: 2, execType: 'RERAN' },
    ]);
    const { rows } = await db.client.query(
      'select change, identity, migration_key as key from pggit.show()',
    );
    expect(rows).toEqual([{ change: 'changed', identity: 'public.v', key: key('view') }]);
  });

  it('is tagged without a trace, synchronised without a change, and rolled back to its tag', async () => {
    const [one, two, three] = [
      ['me:1', 'create table a (id int);', '--rollback drop table a;'],
      ['me:2', 'create table b (id int);', '--rollback drop table b;'],
      ['me:3', 'create table c (id int);', '--rollback drop table if exists c;'],
    ] as const;
    await project.write('log.sql', sqlChangelog(one));
    await run('log.sql', 'update');
    await run('log.sql', 'tag', '--tag=v1');
    expect((await readHistory(db.client)).deployments).toHaveLength(1);

    await project.write('log.sql', sqlChangelog(one, two));
    await run('log.sql', 'update');
    await project.write('log.sql', sqlChangelog(one, two, three));
    await run('log.sql', 'changelog-sync');
    expect(await authors()).toEqual({});
    expect((await links()).at(-1)).toMatchObject({ key: 'log.sql::3::me', execType: 'EXECUTED' });

    await run('log.sql', 'rollback', '--tag=v1');
    expect(await links()).toMatchObject([
      { key: 'log.sql::1::me', direction: 'up', reverted: false },
      { key: 'log.sql::2::me', direction: 'up', reverted: true },
      { key: 'log.sql::3::me', direction: 'up', reverted: true },
      { key: 'log.sql::3::me', direction: 'down', execType: null },
      { key: 'log.sql::2::me', direction: 'down', execType: null },
    ]);
    expect(await authors()).toEqual({ 'public.b': 'log.sql::2::me' });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('is dropped with all its objects by a deployment, and begins again', async () => {
    await project.write('log.sql', sqlChangelog(['me:1', 'create table a (id int);']));
    await run('log.sql', 'update');
    await run('log.sql', 'drop-all');
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await authorsOf(db.client, commits[1]?.id ?? null)).toEqual({ 'public.a': null });
    await run('log.sql', 'update');
    expect(await links()).toMatchObject([{ run: 1 }, { run: 2 }]);
    expect(await authors()).toEqual({ 'public.a': 'log.sql::1::me' });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('refreshes materialized views without a change, and may pause what drops and makes one', async () => {
    const before = [
      ['me:1', 'create table t (id int);', 'create materialized view mv as select id from t;'],
      ['me:2', 'create unique index mv_id on mv (id);'],
      ['me:refresh runAlways:true', 'refresh materialized view mv;'],
      ['me:concurrently runInTransaction:false', 'refresh materialized view concurrently mv;'],
      [
        'me:rebuilt splitStatements:false',
        "select pggit.pause_tracking('10 minutes');",
        'drop materialized view mv;',
        'create materialized view mv as select id from t;',
        'create unique index mv_id on mv (id);',
        'select pggit.resume_tracking();',
      ],
      ['me:after', 'create table u (id int);'],
      ['me:paused', "select pggit.pause_tracking('10 minutes');"],
    ] as const;
    await project.write('views.sql', sqlChangelog(...before));
    await run('views.sql', 'update');

    const { rows } = await db.client.query(
      'select kind, identity, migration_key as key from pggit.show() where kind <> $1 order by 1, 2',
      ['constraint'],
    );
    expect(rows.map(({ kind, identity, key }) => `${kind} ${identity}: ${key}`)).toEqual([
      'index public.mv_id: views.sql::2::me',
      'materialized view public.mv: views.sql::1::me',
      'table public.t: views.sql::1::me',
      'table public.u: views.sql::after::me',
    ]);
    expect(await links()).toHaveLength(7);
    // The pause has ended with its changeset; the view that came back is the one there was.
    expect(await leftOver(db.client)).toEqual([]);

    // Nobody ends the last one: it is over with its session.
    await project.write('views.sql', sqlChangelog(...before, ['me:next', 'create table w ();']));
    await run('views.sql', 'update');
    expect(await authors()).toEqual({ 'public.w': 'views.sql::next::me' });
    expect(await leftOver(db.client)).toEqual([]);
  });
});
