import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';

/** The byte of a bytea column that is altered. */
const FLIP = (column: string) => `${column} = set_byte(${column}, 3, get_byte(${column}, 3) # 1)`;
const FLIP_UUID = (column: string) =>
  `${column} = overlay(${column}::text placing case substr(${column}::text, 3, 1) when 'a' then 'b' else 'a' end from 3 for 1)::uuid`;

const COMMIT = 'where commit_number = 2';
const CHANGE = `where new_identity = 'public.orders' and change = 'changed'`;

/** One altered byte each, and what it shows as. */
const ALTERED: readonly [string, readonly string[]][] = [
  [`update pggit.commits set message = message || 'x' ${COMMIT}`, ['altered commit']],
  [`update pggit.commits set author = author || 'x' ${COMMIT}`, ['altered commit']],
  [`update pggit.commits set branch = 'mein' ${COMMIT}`, ['altered commit']],
  [
    `update pggit.commits set committed_at = committed_at + interval '1 microsecond' ${COMMIT}`,
    ['altered commit'],
  ],
  [
    `update pggit.commits set ${FLIP_UUID('deployment_id')} where deployment_id is not null`,
    ['altered commit'],
  ],
  [`update pggit.commits set server_version = server_version + 1 ${COMMIT}`, ['altered commit']],
  [`update pggit.commits set format_version = 2 ${COMMIT}`, ['altered commit']],
  [`update pggit.commits set ${FLIP('content_hash')} ${COMMIT}`, ['altered commit']],
  [
    `update pggit.commits set ${FLIP('state_hash')} ${COMMIT}`,
    ['altered commit', 'altered state', 'altered state'],
  ],
  [`update pggit.commits set parent_ids = '{}' ${COMMIT}`, ['altered commit', 'altered state']],
  [
    `update pggit.commits set parent_ids = array[commit_id] ${COMMIT}`,
    ['altered commit', 'altered state'],
  ],
  [`update pggit.changes set kind = 'tible' ${CHANGE}`, ['altered commit', 'altered state']],
  [`update pggit.changes set change = 'added' ${CHANGE}`, ['altered commit']],
  [`update pggit.changes set old_identity = 'public.ordera' ${CHANGE}`, ['altered commit']],
  [
    `update pggit.changes set new_identity = 'public.ordera' ${CHANGE}`,
    ['altered commit', 'altered state'],
  ],
  [
    `update pggit.changes set ${FLIP('new_blob')} ${CHANGE}`,
    ['altered commit', 'altered state', 'lost journal definition'],
  ],
  [
    `update pggit.changes set ${FLIP('old_blob')} ${CHANGE}`,
    ['altered commit', 'lost journal definition'],
  ],
  [`update pggit.changes set new_column_ids = '{"a": "b"}' ${CHANGE}`, ['altered commit']],
  [`update pggit.changes set caused_by = gen_random_uuid() ${CHANGE}`, ['altered commit']],
  [
    `update pggit.changes set ${FLIP_UUID('object_id')} ${CHANGE}`,
    ['altered commit', 'altered state'],
  ],
  [
    `update pggit.changes set commit_id = null ${CHANGE}`,
    ['altered commit', 'altered state', 'altered live state'],
  ],
  [`delete from pggit.changes ${CHANGE}`, ['altered commit', 'altered state']],
  [
    `update pggit.blobs set definition = replace(definition, '"note"', '"nota"') where definition like '%"note"%'`,
    ['altered definition'],
  ],
  [
    `update pggit.blobs set definition = rtrim(definition) || E'\\t' where kind = 'table' and definition like '%"note"%'`,
    ['altered definition'],
  ],
  [`update pggit.blobs set kind = 'view' where definition like '%"note"%'`, ['altered definition']],
  [
    `update pggit.blobs set ${FLIP('hash')} where definition like '%"note"%'`,
    ['altered definition', 'lost live definition', 'lost journal definition'],
  ],
  [
    `update pggit.live_objects set identity = 'public.ordera' where identity = 'public.orders'`,
    ['altered live state'],
  ],
  [
    `update pggit.live_objects set ${FLIP('blob')} where identity = 'public.orders'`,
    ['altered live state', 'lost live definition'],
  ],
  [`delete from pggit.live_objects where identity = 'public.orders'`, ['altered live state']],
  [
    `update pggit.branches set commit_id = (select commit_id from pggit.commits ${COMMIT})`,
    ['altered live state'],
  ],
  [`update pggit.branches set ${FLIP_UUID('commit_id')}`, ['lost head']],
  [`update pggit.branches set name = 'mein'`, ['lost branch']],
  [`update pggit.tags set ${FLIP_UUID('commit_id')}`, ['lost commit']],
  [`update pggit.deployments set ${FLIP_UUID('commit_id')}`, ['lost commit']],
  [
    `update pggit.external_migrations set ${FLIP_UUID('pggit_commit_id')}`,
    ['altered link', 'lost commit'],
  ],
  [
    `update pggit.external_migrations set pggit_commit_id = (select commit_id from pggit.commits ${COMMIT})`,
    ['altered link'],
  ],
];

describe('verify_history', () => {
  const db = useDatabase();

  beforeAll(async () => {
    const { client } = db;
    const git = pggit(client);
    await client.query('create table public.orders (id int primary key)');
    await git.beginDeployment('release');
    await client.query('alter table public.orders add note text');
    await git.linkMigration(1);
    await git.endDeployment({ message: 'Notes', tags: ['v1'] });
    await client.query(
      'create table public.lines (id int); alter table public.lines rename to parts',
    );
  });

  const found = async () =>
    (await pggit(db.client).verifyHistory()).map(({ finding, record }) => `${finding} ${record}`);

  it('finds nothing in a history that is sound', async () => {
    expect(await found()).toEqual([]);
  });

  it.each(ALTERED)('finds one altered byte: %s', async (statement, findings) => {
    await db.client.query('begin');
    const { rowCount } = await db.client.query(statement);
    const rows = await found();
    await db.client.query('rollback');
    expect(rowCount).toBe(1);
    expect(rows).toEqual(findings);
  });

  it('names what it found', async () => {
    await db.client.query(`begin; update pggit.commits set message = 'other' ${COMMIT};
      update pggit.blobs set definition = replace(definition, '"note"', '"nota"')`);
    const findings = await pggit(db.client).verifyHistory();
    const { rows } = await db.client.query(`select commit_id from pggit.commits ${COMMIT}`);
    await db.client.query('rollback');
    expect(findings).toEqual([
      {
        finding: 'altered',
        record: 'definition',
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        detail: 'the definition of table public.orders is not what was hashed',
      },
      {
        finding: 'altered',
        record: 'commit',
        id: rows[0].commit_id,
        detail: `commit ${rows[0].commit_id}, or one of its changes, does not say what was hashed`,
      },
    ]);
  });

  it('has a row for each of many', async () => {
    await db.client.query(`begin; update pggit.commits set message = 'x'`);
    const rows = await found();
    await db.client.query('rollback');
    const { rows: commits } = await db.client.query('select from pggit.commits');
    expect(rows).toEqual(commits.map(() => 'altered commit'));
  });

  it('is for readers, in a session that may not write, inside a deployment and outside', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_reader');
    const reader = await db.connect({
      user: role.name,
      password: role.password,
      options: '-c default_transaction_read_only=on',
    });
    await db.client.query(`select pggit.begin_deployment('open'); create table public.staged ()`);
    expect(await pggit(reader).verifyHistory()).toEqual([]);
    await db.client.query('select pggit.abort_deployment()');
    expect(await pggit(reader).verifyHistory()).toEqual([]);
    const stranger = await uniqueRole(db.client, 'login');
    const session = await db.connect({ user: stranger.name, password: stranger.password });
    await expect(pggit(session).verifyHistory()).rejects.toMatchObject({ code: '42501' });
  });
});
