import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

const ROLES = ['no role of pggit', 'pggit_reader', 'pggit_deployer', 'pggit_admin'];

/**
 * Steps of public functions that run as their caller, for whom they do what only the owner may. Called
 * alone they do no more than those let the same role do.
 */
const STEPS = [
  '_announce_flyway_migration',
  '_begin_cqrs_change',
  '_finish_cqrs_change',
  '_fix_inconsistencies',
  '_record_cqrs_side',
  '_require_cqrs_deployment',
];

describe.each(ROLES)('a member of %s', (group) => {
  const db = useDatabase();

  async function member() {
    const role = await uniqueRole(
      db.client,
      group.startsWith('pggit') ? `login in role ${group}` : 'login',
    );
    return db.connect({ user: role.name, password: role.password });
  }

  it('has no right to write any table, view or sequence of pggit', async () => {
    const session = await member();
    const { rows } = await session.query(
      `select c.relname, p.privilege
         from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'pggit'
        cross join unnest(case when c.relkind = 'S' then array['USAGE', 'UPDATE']
                               else array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES'] end) as p (privilege)
        where c.relkind in ('r', 'v', 'm', 'p', 'S')
          and case when c.relkind = 'S' then has_sequence_privilege(c.oid, p.privilege)
                   else has_table_privilege(c.oid, p.privilege)
                     or p.privilege in ('INSERT', 'UPDATE', 'REFERENCES')
                        and has_any_column_privilege(c.oid, p.privilege) end`,
    );
    expect(rows).toEqual([]);
  });

  it.each([
    `insert into pggit.tags (name, commit_id) select 'x', commit_id from pggit.commits`,
    `update pggit.commits set message = 'x'`,
    'delete from pggit.changes',
    'truncate pggit.external_migrations',
    `insert into pggit.settings values ('mode', '"manual"')`,
    'alter table pggit.commits disable trigger all',
    'drop table pggit.changes',
    'drop event trigger pggit_ddl_trigger',
    'create table pggit.mine (id int)',
  ])('is refused: %s', async (statement) => {
    await expect((await member()).query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('may execute no private function', async () => {
    const { rows } = await (await member()).query(
      `select p.oid::regprocedure::text as function
         from pg_catalog.pg_proc p
         join pg_catalog.pg_namespace n on n.oid = p.pronamespace and n.nspname = 'pggit'
        where p.proname like '\\_%' and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
          -- They tell names, or what this session has marked itself, whoever asks.
          and p.proname not in ('_describe_user_mapping', '_noted_marks')
          and p.proname <> all ($1)
          and p.prosecdef and has_function_privilege(p.oid, 'execute')`,
      [STEPS],
    );
    expect(rows).toEqual([]);
  });

  it('may create nothing in the schema', async () => {
    const { rows } = await (await member()).query(
      `select has_schema_privilege('pggit', 'create') as creates`,
    );
    expect(rows).toEqual([{ creates: false }]);
  });
});
