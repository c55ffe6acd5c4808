/** A migration tool's history table and rows, in the shapes that the tool itself writes. */
export interface ToolShape {
  readonly tool: string;
  /** As the tool names it; in a statement `%s` is the table with its schema, `%n` its schema. */
  readonly table: string;
  readonly create: string;
  /** The row of a migration applied. */
  readonly insert: string;
  /** The way back; tools without one delete nothing. */
  readonly remove: string;
  readonly link: {
    readonly key: string;
    /** Left out where it is a hash. */
    readonly number?: string;
    readonly description?: string;
    readonly checksum?: string;
  };
  /** The time in the row, where there is one. */
  readonly appliedAt?: string;
}

const AT = '2024-03-05T06:07:08.000Z';
const SHA1 = '1f0a9e41e0ad9bfa5f4c1f4e35ed0b7fd2f8bb21';
const SHA256 = '63344158515e207964232bb09a47276db4647972420839cd5f96857e0026b17b';

export const TOOL_SHAPES: readonly ToolShape[] = [
  {
    tool: 'node-pg-migrate',
    table: 'pgmigrations',
    create:
      'create table %s (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
    insert: `insert into %s (name, run_on) values ('1709618828000_orders', '${AT}')`,
    remove: "delete from %s where name = '1709618828000_orders'",
    link: { key: '1709618828000_orders', number: '1', description: '1709618828000_orders' },
    appliedAt: AT,
  },
  {
    tool: 'umzug',
    table: 'SequelizeMeta',
    create: 'create table if not exists %s (name varchar(255) not null unique, primary key (name))',
    insert: "insert into %s (name) values ('20240305060708-orders.js')",
    remove: "delete from %s where name = '20240305060708-orders.js'",
    link: { key: '20240305060708-orders.js' },
  },
  {
    tool: 'slonik-migrator',
    table: 'migration',
    create:
      'create table if not exists %s (name text primary key, hash text not null, date timestamptz not null default now())',
    insert: `insert into %s (name, hash, date) values ('orders.sql', '${SHA256}', '${AT}')`,
    remove: "delete from %s where name = 'orders.sql'",
    link: { key: 'orders.sql', checksum: SHA256 },
    appliedAt: AT,
  },
  {
    tool: 'pgkit',
    table: 'pgkit_migrations',
    create:
      'create table if not exists %s (name text primary key, content text not null, status text, date timestamptz not null default now())',
    insert: `insert into %s (name, content, status, date) values ('orders.sql', 'select 1', 'executed', '${AT}')`,
    remove: "delete from %s where name = 'orders.sql'",
    link: { key: 'orders.sql' },
    appliedAt: AT,
  },
  {
    tool: 'mikro-orm',
    table: 'mikro_orm_migrations',
    create:
      'create table %s (id serial primary key, name varchar(255), executed_at timestamptz default current_timestamp)',
    insert: `insert into %s (name, executed_at) values ('Migration20240305060708', '${AT}')`,
    remove: "delete from %s where name = 'Migration20240305060708'",
    link: { key: 'Migration20240305060708', number: '1' },
    appliedAt: AT,
  },
  {
    tool: 'knex',
    table: 'knex_migrations',
    create:
      'create table %s (id serial primary key, name varchar(255), batch integer, migration_time timestamptz)',
    insert: `insert into %s (batch, migration_time, name) values (1, '${AT}', '20240305060708_orders.js')`,
    remove: "delete from %s where name = '20240305060708_orders.js'",
    link: { key: '20240305060708_orders.js', number: '1' },
    appliedAt: AT,
  },
  {
    tool: 'kysely',
    table: 'kysely_migration',
    create:
      'create table %s (name varchar(255) not null primary key, "timestamp" varchar(255) not null)',
    insert: `insert into %s (name, "timestamp") values ('2024_orders', '${AT}')`,
    remove: "delete from %s where name = '2024_orders'",
    link: { key: '2024_orders' },
    appliedAt: AT,
  },
  {
    tool: 'drizzle',
    table: '__drizzle_migrations',
    create:
      'create table if not exists %s (id serial primary key, hash text not null, created_at bigint)',
    insert: `insert into %s (hash, created_at) values ('${SHA256}', 1709618828000)`,
    remove: `delete from %s where hash = '${SHA256}'`,
    link: { key: SHA256, number: '1', description: '1709618828000', checksum: SHA256 },
  },
  {
    tool: 'typeorm',
    table: 'migrations',
    create:
      'create table %s (id serial not null, "timestamp" bigint not null, name character varying not null, primary key (id))',
    insert: `insert into %s ("timestamp", name) values (1709618828000, 'Orders1709618828000')`,
    remove: `delete from %s where "timestamp" = 1709618828000 and name = 'Orders1709618828000'`,
    link: { key: 'Orders1709618828000', number: '1' },
  },
  {
    tool: 'db-migrate',
    table: 'migrations',
    create:
      'create table if not exists %s (id serial primary key not null, name varchar(255) not null, run_on timestamp not null)',
    insert: `insert into %s (name, run_on) values ('/20240305060708-orders', '${AT}')`,
    remove: "delete from %s where name = '/20240305060708-orders'",
    link: { key: '/20240305060708-orders', number: '1' },
    appliedAt: AT,
  },
  {
    tool: 'postgres-migrations',
    table: 'migrations',
    create:
      'create table if not exists %s (id integer primary key, name varchar(100) unique not null, hash varchar(40) not null, executed_at timestamp default current_timestamp)',
    insert: `insert into %s (id, name, hash, executed_at) values (1, 'orders', '${SHA1}', '${AT}')`,
    remove: 'delete from %s where id = 1',
    link: { key: 'orders', number: '1', checksum: SHA1 },
    appliedAt: AT,
  },
  {
    tool: 'graphile-migrate',
    table: 'migrations',
    create:
      'create table if not exists %s (hash text primary key, previous_hash text references %s, filename text not null, date timestamptz not null default now())',
    insert: `insert into %s (hash, previous_hash, filename, date) values ('sha1:${SHA1}', null, '000001.sql', '${AT}')`,
    remove: `delete from %s where hash = 'sha1:${SHA1}'`,
    link: { key: '000001.sql', checksum: `sha1:${SHA1}` },
    appliedAt: AT,
  },
  {
    tool: 'prisma',
    table: '_prisma_migrations',
    create: `create table %s (id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`,
    insert: `insert into %s (id, checksum, migration_name) values ('a', '${SHA256}', '20240305_orders');
      update %s set finished_at = '${AT}', applied_steps_count = applied_steps_count + 1 where id = 'a'`,
    remove: "update %s set rolled_back_at = now() where id = 'a'",
    link: { key: '20240305_orders', checksum: SHA256 },
    appliedAt: AT,
  },
  {
    tool: 'dbmate',
    table: 'schema_migrations',
    create: 'create table if not exists %s (version varchar not null primary key)',
    insert: "insert into %s (version) values ('20240305060708')",
    remove: "delete from %s where version = '20240305060708'",
    link: { key: '20240305060708', number: '20240305060708' },
  },
  {
    tool: 'rails',
    table: 'schema_migrations',
    create: `create table %s (version character varying not null primary key);
      create table %n.ar_internal_metadata (key character varying not null primary key, value character varying,
        created_at timestamp(6) not null, updated_at timestamp(6) not null)`,
    insert: "insert into %s (version) values ('20240305060708')",
    remove: "delete from %s where version = '20240305060708'",
    link: { key: '20240305060708', number: '20240305060708' },
  },
  {
    tool: 'sqitch',
    table: 'changes',
    create: `create table %s (change_id text primary key, script_hash text null, change text not null, project text not null,
      note text not null default '', committed_at timestamptz not null default clock_timestamp(),
      committer_name text not null, committer_email text not null, planned_at timestamptz not null,
      planner_name text not null, planner_email text not null, unique (project, script_hash))`,
    insert: `insert into %s values ('${SHA1}', '${SHA1}', 'orders', 'shop', 'Adds orders', '${AT}', 'A', 'a@b', '${AT}', 'A', 'a@b')`,
    remove: `delete from %s where change_id = '${SHA1}' and project = 'shop'`,
    link: { key: 'shop::orders', description: 'Adds orders', checksum: SHA1 },
    appliedAt: AT,
  },
  {
    tool: 'atlas',
    table: 'atlas_schema_revisions',
    create: `create table %s (version character varying not null, description character varying not null, type bigint not null default 2,
      applied bigint not null default 0, total bigint not null default 0, executed_at timestamptz not null,
      execution_time bigint not null, error text null, error_stmt text null, hash character varying not null,
      partial_hashes jsonb null, operator_version character varying not null, primary key (version))`,
    insert: `insert into %s (version, description, total, executed_at, execution_time, hash, operator_version)
        values ('20240305060708', 'orders', 2, '${AT}', 0, '${SHA256}', 'v0.30');
      update %s set applied = 1; update %s set applied = 2, execution_time = 12`,
    remove: "delete from %s where version = '20240305060708'",
    link: {
      key: '20240305060708',
      number: '20240305060708',
      description: 'orders',
      checksum: SHA256,
    },
    appliedAt: AT,
  },
  {
    tool: 'alembic',
    table: 'alembic_version',
    create:
      'create table %s (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))',
    insert: "insert into %s (version_num) values ('1975ea83b712')",
    remove: "delete from %s where version_num = '1975ea83b712'",
    link: { key: '1975ea83b712' },
  },
  {
    tool: 'django',
    table: 'django_migrations',
    create:
      'create table %s (id bigint not null primary key generated by default as identity, app varchar(255) not null, name varchar(255) not null, applied timestamptz not null)',
    insert: `insert into %s (app, name, applied) values ('shop', '0001_initial', '${AT}')`,
    remove: "delete from %s where app = 'shop' and name = '0001_initial'",
    link: { key: 'shop::0001_initial', number: '1' },
    appliedAt: AT,
  },
];

/** A tool's table in a schema of its own, quoted. */
export function tableIn(schema: string, { table }: ToolShape): string {
  return /^[a-z_][a-z0-9_]*$/.test(table) ? `${schema}.${table}` : `${schema}."${table}"`;
}

/** The statement about that table. */
export const about = (statement: string, table: string): string =>
  statement.replaceAll('%s', table).replaceAll('%n', table.split('.', 1)[0] ?? '');
