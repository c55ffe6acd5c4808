import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

/** What people join with: more columns may come, these stay. */
const TABLES = {
  commits: {
    commit_id: 'uuid',
    parent_ids: 'uuid[]',
    branch: 'text',
    message: 'text',
    author: 'text',
    committed_at: 'timestamp with time zone',
    deployment_id: 'uuid',
    state_hash: 'bytea',
  },
  deployments: {
    deployment_id: 'uuid',
    name: 'text',
    auto_commit: 'boolean',
    status: 'text',
    reason: 'text',
    commit_id: 'uuid',
    opened_by: 'text',
    started_at: 'timestamp with time zone',
    ended_at: 'timestamp with time zone',
  },
  external_migrations: {
    link_id: 'bigint',
    migration_id: 'bigint',
    migration_key: 'text',
    tool_name: 'text',
    source: 'text',
    pggit_commit_id: 'uuid',
    deployment_id: 'uuid',
    run: 'integer',
    direction: 'text',
    description: 'text',
    checksum: 'text',
    applied_at: 'timestamp with time zone',
    reverted_at: 'timestamp with time zone',
  },
  branches: { name: 'text', commit_id: 'uuid' },
  tags: { name: 'text', commit_id: 'uuid' },
  history_tables: { source: 'text', tool_name: 'text', attached: 'boolean' },
};

const FUNCTIONS = {
  'log()': {
    commit_id: 'uuid',
    parent_ids: 'uuid[]',
    message: 'text',
    author: 'text',
    committed_at: 'timestamp with time zone',
    tags: 'text[]',
    deployment_id: 'uuid',
    deployment_name: 'text',
    changes: 'integer',
    migrations: 'integer',
  },
  'show()': {
    change: 'text',
    kind: 'text',
    identity: 'text',
    previous_identity: 'text',
    attributes: 'jsonb',
    migration_key: 'text',
    tool_name: 'text',
  },
  'status()': {
    state: 'text',
    change: 'text',
    kind: 'text',
    identity: 'text',
    deployment_id: 'uuid',
  },
  'deployment_report(gen_random_uuid())': {
    deployment_id: 'uuid',
    name: 'text',
    status: 'text',
    commit_id: 'uuid',
    changes: 'integer',
    migrations: 'integer',
  },
  'recover_deployments()': { deployment_id: 'uuid', name: 'text', commit_id: 'uuid' },
  'ignored_objects()': { kind: 'text', identity: 'text', rule: 'text' },
  'affected_views()': { name: 'text', position: 'integer' },
  'state_hash()': { state_hash: 'bytea' },
  "definition('table', 'public.t')": { definition: 'jsonb' },
  'current_deployment()': { current_deployment: 'uuid' },
};

/** Parameters people pass by name, with the defaults they may leave out. */
const SIGNATURES = [
  'begin_deployment(deployment_name text, auto_commit boolean DEFAULT false) uuid',
  'end_deployment(message text DEFAULT NULL::text, tags text[] DEFAULT NULL::text[]) void',
  'abort_deployment(reason text DEFAULT NULL::text) void',
  'join_deployment(deployment_id uuid) void',
  "link_migration(migration_id bigint, tool_name text DEFAULT 'flyway'::text) void",
  'watch_history_table(history_table text, tool_name text) void',
  'refresh_materialized_view(name text, "concurrently" boolean DEFAULT NULL::boolean) void',
  'capture(message text DEFAULT NULL::text) uuid',
];

describe('the reading interface', () => {
  const db = useDatabase();

  const columnsOf = async (source: string): Promise<Record<string, string>> => {
    const { fields } = await db.client.query(`select * from pggit.${source} limit 0`);
    const types = await db.client.query(
      'select format_type(t, null) as type from unnest($1::oid[]) t',
      [fields.map(({ dataTypeID }) => dataTypeID)],
    );
    return Object.fromEntries(fields.map(({ name }, at) => [name, types.rows[at].type]));
  };

  it.each(Object.entries(TABLES))('has the columns of %s', async (table, columns) => {
    expect(await columnsOf(table)).toMatchObject(columns);
  });

  it.each(Object.entries(FUNCTIONS))('has the columns of %s', async (call, columns) => {
    expect(await columnsOf(call)).toMatchObject(columns);
  });

  it.each(SIGNATURES)('has %s', async (signature) => {
    const { rows } = await db.client.query(
      `select format('%s(%s) %s', proname, pg_get_function_arguments(oid), prorettype::regtype) as signature
         from pg_proc where pronamespace = 'pggit'::regnamespace and proname = $1`,
      [signature.slice(0, signature.indexOf('('))],
    );
    expect(rows).toEqual([{ signature }]);
  });

  it('keys every table: a publication FOR ALL TABLES refuses updates of one without', async () => {
    const { rows } = await db.client.query(
      `select c.oid::regclass::text as table from pg_class c
        where c.relnamespace = 'pggit'::regnamespace and c.relkind in ('r', 'p')
          and c.relpersistence <> 'u' -- unlogged tables are in no publication
          and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
    );
    expect(rows).toEqual([]);
  });
});
