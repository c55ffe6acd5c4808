import { basename, dirname } from 'node:path/posix';
import type pg from 'pg';
import type { EngineSource } from '../../src/engine/source.js';
import { raisedBy } from './raises.js';

/** A function, as its file and the catalog have it. */
export interface FunctionEntry {
  readonly name: string;
  /** The folder of its file. */
  readonly module: string;
  /** Parameters and result as they are written. */
  readonly signature: string;
  readonly comment: string;
  readonly volatility: string;
  readonly isDefiner: boolean;
  /** The least of pggit's roles that may call it; undefined where only the owner may. */
  readonly role: string | undefined;
  readonly raises: readonly string[];
}

/** A table, view or composite type. */
export interface RelationEntry {
  readonly kind: 'table' | 'view' | 'type';
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly { name: string; type: string; comment: string | null }[];
}

export interface Reference {
  readonly functions: readonly FunctionEntry[];
  readonly relations: readonly RelationEntry[];
}

/** Reads what there is to say about an engine from a database that has it, and from its texts. */
export async function readReference(client: pg.Client, engine: EngineSource): Promise<Reference> {
  const raised = raisedBy(engine.functions);
  const files = new Map(engine.functions.map((file) => [basename(file.name, '.sql'), file]));
  const { rows: functions } = await client.query(FUNCTIONS);
  const { rows: relations } = await client.query(RELATIONS);
  return {
    relations,
    functions: functions.map(({ name, ...row }) => {
      // The functions that describe a kind are in files named after the kind.
      const file = files.get(name) ?? files.get(name.replace(/^_describe_/, ''));
      if (file === undefined) throw new Error(`no file in sql/functions is named after ${name}`);
      if (row.comment === null) throw new Error(`pggit.${name} has no comment`);
      const signature = /create or replace function (pggit\.[\s\S]*?)\nlanguage /.exec(file.sql);
      return {
        ...row,
        name,
        module: basename(dirname(file.name)),
        signature: signature?.[1] ?? '',
        raises: raised.get(name) ?? [],
      };
    }),
  };
}

const FUNCTIONS = `
select p.proname as name,
       obj_description(p.oid, 'pg_proc') as comment,
       case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
         as volatility,
       p.prosecdef as "isDefiner",
       (select r.role
        from unnest(array['pggit_reader', 'pggit_deployer', 'pggit_admin'])
          with ordinality as r (role, position)
        where has_function_privilege(r.role, p.oid, 'execute')
        order by r.position
        limit 1) as role
from pg_proc p
where p.pronamespace = 'pggit'::regnamespace
order by p.proname collate "C"`;

const RELATIONS = `
select case c.relkind when 'r' then 'table' when 'v' then 'view' else 'type' end as kind,
       c.relname as name,
       case c.relkind when 'c' then obj_description(c.reltype, 'pg_type')
         else obj_description(c.oid, 'pg_class') end as comment,
       jsonb_agg(jsonb_build_object(
         'name', a.attname,
         'type', format_type(a.atttypid, a.atttypmod),
         'comment', col_description(c.oid, a.attnum)) order by a.attnum) as columns
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'pggit'::regnamespace and c.relkind in ('r', 'v', 'c')
group by c.oid
order by c.relname collate "C"`;
