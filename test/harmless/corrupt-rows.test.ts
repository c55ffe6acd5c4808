import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { warningsOf } from '../sql/kinds/cases.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { GROUND, runOrdinaryDdl } from './ordinary-ddl.js';

const NOWHERE = '00000000-0000-0000-0000-00000000dead';

/** Rows of pggit's tables as they never should be, that cost no record: pggit does without them. */
const TOLERATED: Record<string, string> = {
  'a definition that is gone': `delete from pggit.blobs`,
  'a definition that is a list': `update pggit.blobs set definition = '[]'`,
  'a definition that is no JSON': `update pggit.blobs set definition = '{'`,
  'a definition that is null': `update pggit.blobs set definition = 'null'`,
  'an object with a hash that is none': `update pggit.live_objects set blob = '\\x00'`,
  'an object of an unknown kind': `update pggit.live_objects set kind = 'nonsense'`,
  'an object with another name': `update pggit.live_objects set identity = 'nonsense'`,
  'an object with another address': `update pggit.live_objects set objid = 0, classid = 1`,
  'an object with no column names': `update pggit.live_objects set column_names = null`,
  'an object with no column ids': `update pggit.live_objects set column_ids = null`,
  'an object with fewer ids than columns': `update pggit.live_objects set column_ids = '{}'`,
  'an object that lives on itself': `update pggit.live_objects set parent_objid = objid`,
  'an object known twice': `insert into pggit.live_objects
    select gen_random_uuid(), kind, schema_name, identity, classid, objid, parent_objid, blob,
           column_names, column_ids, change_id from pggit.live_objects`,
  'an object that is not known': `delete from pggit.live_objects`,
  'no settings': `delete from pggit.settings`,
  'settings that are null': `update pggit.settings set value = 'null' where name <> 'current_branch'`,
  'settings that are lists': `update pggit.settings set value = '[1]' where name <> 'current_branch'`,
  'tracking that is a text': `insert into pggit.settings values ('tracking', '"x"')`,
  'tracking of numbers': `insert into pggit.settings values ('tracking',
    '{"track_schemas": 7, "ignore_schemas": 7, "track_operations": 7, "ignore_operations": 7}')`,
  'tracking of objects': `insert into pggit.settings values ('tracking',
    '{"ignore_schemas": [{"a": 1}, null, [2]], "ignore_operations": {"a": 1}}')`,
  'a watched table that is none': `insert into pggit.watched_tables values
    ('nonsense', 'nonsense', true, true), ('ground.t1', '', true, false),
    ('tool1.pgmigrations', 'nonsense', true, false)`,
  'a tool that matches every table': `update pggit.migration_tools set table_pattern = '%',
    required_columns = '{}', column_types = null, key_columns = '{nonsense}', number_column = 'nonsense'
    where (tool_name, table_pattern) in (
      select t.tool_name, min(t.table_pattern) from pggit.migration_tools t group by t.tool_name)`,
  'a tool without columns': `update pggit.migration_tools
    set required_columns = array[null]::text[], column_types = null, key_columns = '{null}'`,
  'a tool whose path leads nowhere': `update pggit.migration_tools set applied_when = 'strict $.a.b'`,
  'no tools': `delete from pggit.migration_tools`,
  'a journal without sense': `update pggit.changes set old_blob = '\\x00', new_blob = '\\x00',
    new_identity = null, old_column_ids = '[]', new_column_ids = '7', caused_by = object_id`,
  'an empty journal': `delete from pggit.changes`,
  'a staged change without sense': `insert into pggit.changes
    (object_id, kind, change, transaction_id, login_name, role_name, backend_pid, deployment_id)
    values ('${NOWHERE}', 'x', 'added', '3', 'x', 'x', 0, null),
           ('${NOWHERE}', 'x', 'removed', '3', 'x', 'x', 0, '${NOWHERE}')`,
  'a commit with a hash that is none': `update pggit.commits set state_hash = '\\x00'`,
  'a commit that is its own parent': `update pggit.commits set parent_ids = array[commit_id]`,
  'a commit from the future': `update pggit.commits
    set format_version = 99, transaction_id = '999999999', committed_at = 'infinity'`,
  'a tag of nothing': `insert into pggit.tags values ('HEAD', '${NOWHERE}')`,
  'a link of nothing': `insert into pggit.external_migrations
    (migration_id, migration_key, tool_name, source) values (1, '1_one', '', 'tool1.pgmigrations')`,
};

/** Those without which nothing can be recorded: that is said, and the objects are drift. */
const FATAL: Record<string, string> = {
  'an object with ids in two dimensions': `update pggit.live_objects set column_ids = '{{a},{b}}'`,
  'a branch that is gone': 'delete from pggit.branches',
  'a current branch that there is not': `update pggit.settings set value = '"x"'
    where name = 'current_branch'`,
  'a branch that ends nowhere': `update pggit.branches set commit_id = '${NOWHERE}'`,
  'a last commit that is gone': 'delete from pggit.commits',
  'numbers that were given before': `
    alter table pggit.changes alter column change_id restart with 1`,
  'definitions that cannot be stored, nor the error': `
    alter table pggit.blobs add check (false) not valid;
    alter table pggit.capture_errors add check (false) not valid`,
};

/** Rows that a session meets which says it belongs to deployment NOWHERE. */
const DEPLOYMENTS: Record<string, string> = {
  'a status that is none': `alter table pggit.deployments drop constraint deployments_status_ck;
    insert into pggit.deployments (deployment_id, name, status, role_name, backend_pid)
    values ('${NOWHERE}', 'x', 'nonsense', 'x', 0)`,
  'nothing but an id': `alter table pggit.deployments alter name drop not null,
      alter opened_by drop not null, alter auto_commit drop not null;
    insert into pggit.deployments (deployment_id, name, opened_by, auto_commit, role_name, backend_pid)
    values ('${NOWHERE}', null, null, null, '', 0)`,
  'another one’s commit': `insert into pggit.deployments
      (deployment_id, name, auto_commit, role_name, backend_pid, commit_id)
    values ('${NOWHERE}', 'x', true, '', 0, '${NOWHERE}')`,
};

const db = useDatabase();

beforeAll(async () => {
  await db.client.query(GROUND);
});

/** Damages, runs DDL that is described at each statement, gives what was said, and takes all back. */
async function afterDamage(damage: string): Promise<{ warnings: string[]; silent: string[] }> {
  const session = await db.connect();
  const warnings = warningsOf(session);
  await session.query(`begin; set local session_replication_role = replica; ${damage};
                       set local session_replication_role = origin; set constraints all immediate`);
  await runOrdinaryDdl(session, 1);
  const silent = await notRecordedSilently(session);
  await session.query('rollback');
  return { warnings, silent };
}

/** What the DDL has touched that HEAD has not as the catalog has it, and status() does not say so. */
async function notRecordedSilently(session: ClientBase): Promise<string[]> {
  const { rows } = await session.query(
    `select t.kind || ' ' || t.identity as object
       from (values ('table', 'ground.t1'), ('index', 'ground.t1_pkey'), ('table', 'ground.orders'),
                    ('function', 'ground.f()')) as t (kind, identity)
      where pggit.definition(t.kind, t.identity, 'live')
              is distinct from pggit.definition(t.kind, t.identity, 'HEAD')
        and t.identity not in (
          select s.identity from pggit.status() s where s.state in ('drift', 'staged')
          union all select i.identity from pggit.ignored_objects() i)`,
  );
  return rows.map(({ object }) => object);
}

describe('with', () => {
  for (const [name, damage] of Object.entries(TOLERATED)) {
    it(`${name}, DDL succeeds and nothing of it is lost without a word`, async () => {
      expect((await afterDamage(damage)).silent).toEqual([]);
    });
  }

  for (const [name, damage] of Object.entries(FATAL)) {
    it(`${name}, DDL succeeds with a warning and is drift`, async () => {
      const { warnings, silent } = await afterDamage(damage);
      expect(warnings).not.toEqual([]);
      for (const warning of warnings)
        expect(warning).toMatch(/^pggit could not record this change/);
      expect(silent).toEqual([]);
    });
  }

  for (const [name, damage] of Object.entries(DEPLOYMENTS)) {
    it(`a deployment that has ${name}, DDL of its sessions succeeds and is not lost`, async () => {
      const joining = `set local pggit.deployment = '${NOWHERE}'`;
      expect((await afterDamage(`${damage}; ${joining}`)).silent).toEqual([]);
    });
  }
});

describe('damage that is there to stay', () => {
  it('is mended by capture() once its row is', async () => {
    const session = await db.connect({ options: '-c session_replication_role=replica' });
    await session.query("update pggit.branches set name = 'lost'");
    await runOrdinaryDdl(await db.connect(), 2, session);
    expect(await notRecordedSilently(session)).toEqual([]);
    await session.query("update pggit.branches set name = 'main'");
    await session.query('select pggit.capture()');
    expect({ ...(await expectationsOf(db.client)), errors: [] }).toEqual(SOUND);
  });
});
