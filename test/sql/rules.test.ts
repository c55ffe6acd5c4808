import { basename } from 'node:path';
import { bundledEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

/** Functions that swallow whatever goes wrong, and why they must. */
const CATCHES_ALL: Readonly<Record<string, string>> = {
  'capture/_finish_transaction': "a failure may cost a record, never the user's DDL",
  'cqrs/track_cqrs_change':
    'an operation may fail, and the others be kept, when its caller says so',
  'deployments/_adopt_earlier_drift': 'a failure may cost a commit, never the deployment',
  'deployments/_capture_interrupted': 'a recovery goes on without what could not be captured',
  'errors/_keep_failure': 'it is what keeps failures away from the user: it may not fail itself',
  'flyway/_end_flyway_run': 'a failure may cost a record, never what was migrated',
  'flyway/flyway_after_each': 'a failure may cost a record, never the migration',
  'flyway/flyway_before_each': 'a failure may cost a record, never the migration',
  'flyway/flyway_refresh': 'a view that cannot be refreshed may not fail what was migrated',
  'links/_link_history_row': 'a failure may cost a link, never the migration',
  'links/_link_waiting_row': 'a failure may cost a link, never what the transaction did',
  'links/_settle_announced': 'a failure may cost links, never the end of a deployment',
  'links/_watch_created_tables': "a failure may cost links, never the user's CREATE TABLE",
  'locks/_drop_tool_lock': "a failure may cost a record, never the user's DROP TABLE",
  'locks/_follow_tool_lock': 'an error would keep the lock of a tool for ever',
  'refresh/refresh_affected_views': 'a view that cannot be refreshed keeps no other from it',
};

/** Functions that run in their caller's search_path, and why they must. */
const UNPINNED: Readonly<Record<string, string>> = {
  'cqrs/track_cqrs_change':
    "the SQL it executes is the caller's: its names mean what they mean there",
};

/** Files whose look-up fails for a role without USAGE on a schema, and where that is what it should do. */
const LOOKS_UP_AS_CALLER = {
  'functions/_type_named': 'a signature that somebody typed, and an error of theirs is none found',
  'refresh/refresh_materialized_view': 'runs as the caller, who needs the schema to refresh',
};

/** Files that have the word for another reason. */
const SAYS_CASCADE = ['describe/_foreign_key_action'];

const files = bundledEngine.functions.map(({ name, sql }) => ({
  name: name.replace(/^functions\/|\.sql$/g, ''),
  sql,
  code: sql.replaceAll(/--.*/g, ''),
}));
const where = (predicate: (file: (typeof files)[number]) => boolean) =>
  files.filter(predicate).map(({ name }) => name);

describe('a file of sql/functions', () => {
  it('defines one function, which it is named after, under a comment that says what for', () => {
    const misnamed = where(({ name, code }) => {
      const names = [...code.matchAll(/create or replace (?:function|procedure) pggit\.(\w+)/g)];
      const wanted = name.startsWith('kinds/') ? `_describe_${basename(name)}` : basename(name);
      return names.length !== 1 || names[0]?.[1] !== wanted;
    });
    expect(misnamed).toEqual([]);
    expect(where(({ sql }) => !/^-- \S/.test(sql))).toEqual([]);
  });

  it('writes a backslash in E strings alone: a session may warn of it elsewhere', () => {
    const strings = (code: string) => code.match(/(?<!\w)[eE]?'(?:[^']|'')*'/g) ?? [];
    expect(
      where(({ code }) => strings(code).some((text) => text.includes('\\') && !/^E/i.test(text))),
    ).toEqual([]);
  });

  it('has nothing that Flyway takes for a placeholder: a migration may install pggit', () => {
    expect(JSON.stringify(bundledEngine)).not.toContain('$' + '{');
  });

  it('says its volatility and pins its search_path, pg_temp last', () => {
    expect(where(({ code }) => !/^(volatile|stable|immutable)$/m.test(code))).toEqual([]);
    expect(where(({ code }) => !/^set search_path = pg_catalog, pg_temp$/m.test(code))).toEqual(
      Object.keys(UNPINNED),
    );
  });

  it('names everything with its schema where it cannot pin its search_path', () => {
    for (const { name, code } of files.filter(({ name }) => name in UNPINNED)) {
      const body = /\$pggit\$([\s\S]*)\$pggit\$/.exec(code)?.[1] ?? '';
      // Beside strings and operators with their schema: `:=`, and the clauses that only look like operators.
      const bare = body.replaceAll(
        /'(?:[^']|'')*'|operator\(pg_catalog\.\S+\)|:=|(?:exception using|get stacked)[^;]*;/g,
        '',
      );
      expect([name, bare.match(/(?<![.\w])(?!pggit\.|pg_catalog\.)\w+\s*\(/g)]).toEqual([
        name,
        null,
      ]);
      expect([name, bare.match(/[=<>+*/|~-]/g)]).toEqual([name, null]);
      expect([name, /^security definer$/m.test(code)]).toEqual([name, false]);
    }
  });

  it('gives the reason where it runs as its owner', () => {
    const unexplained = where(
      ({ sql }) =>
        /^security definer$/m.test(sql) &&
        !/as (its|their) owner/.test(sql.split('create or')[0] ?? ''),
    );
    expect(unexplained).toEqual([]);
  });

  it('finds no relation or type of a user by way of a schema that its owner may not use', () => {
    expect(
      where(({ code }) => /\bto_reg(class|type|procedure)\((?!'pggit\.)/.test(code)).sort(),
    ).toEqual(Object.keys(LOOKS_UP_AS_CALLER).sort());
  });

  it('never drops with CASCADE, and catches everything only where the reason is known', () => {
    expect(where(({ code }) => /\bcascade\b/i.test(code.split('comment on')[0] ?? ''))).toEqual(
      SAYS_CASCADE,
    );
    expect(where(({ code }) => /\bwhen\s[\w\s]*\bothers\b/i.test(code)).sort()).toEqual(
      Object.keys(CATCHES_ALL).sort(),
    );
  });
});

describe('the installed engine', () => {
  const db = useDatabase();

  it('has a comment on every function, table, view and type', async () => {
    const { rows } = await db.client.query(`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'pggit'::regnamespace and obj_description(p.oid, 'pg_proc') is null
      union all
      select c.oid::regclass::text from pg_class c
      where c.relnamespace = 'pggit'::regnamespace and c.relkind in ('r', 'v', 'c')
        and coalesce(obj_description(c.oid, 'pg_class'), obj_description(c.reltype, 'pg_type')) is null
      union all
      select t.oid::regtype::text from pg_type t
      where t.typnamespace = 'pggit'::regnamespace and t.typtype in ('d', 'e', 'r')
        and obj_description(t.oid, 'pg_type') is null`);
    expect(rows).toEqual([]);
  });

  it('has a comment on every column that other queries may use', async () => {
    const { rows } = await db.client.query(`
      select a.attrelid::regclass::text as relation, a.attname as column
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'pggit'::regnamespace
        and (c.relkind in ('v', 'c') and c.relname not like '\\_%'
          or (c.relname, a.attname) in (
            select r, k from (values
              ('commits', '{commit_id,parent_ids,branch,message,author,committed_at,deployment_id,state_hash}'::text[]),
              ('deployments', '{deployment_id,name,auto_commit,status,reason,commit_id,opened_by,started_at,ended_at}'),
              ('external_migrations', '{link_id,migration_id,migration_key,tool_name,source,pggit_commit_id,deployment_id,run,direction,description,checksum,applied_at,reverted_at}'),
              ('branches', '{name,commit_id}'), ('tags', '{name,commit_id}')
            ) as v (r, columns), unnest(columns) as k))
        and col_description(c.oid, a.attnum) is null`);
    expect(rows).toEqual([]);
  });

  it('pins search_path in the catalog too, and has no function of unknown origin', async () => {
    const { rows } = await db.client.query<{ name: string; config: string[] | null }>(
      `select proname as name, proconfig as config from pg_proc
       where pronamespace = 'pggit'::regnamespace`,
    );
    const unpinned = rows.filter(
      ({ config }) => !config?.includes('search_path=pg_catalog, pg_temp'),
    );
    expect(unpinned.map(({ name }) => name)).toEqual(
      Object.keys(UNPINNED).map((name) => basename(name)),
    );
    expect(rows).toHaveLength(files.length);
  });
});
