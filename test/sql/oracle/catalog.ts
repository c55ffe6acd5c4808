import type { ClientBase } from 'pg';

/** What there is, by the slot of a template it can fill. */
export class Catalog {
  readonly #rows: readonly Row[];

  private constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }

  static async read(client: ClientBase): Promise<Catalog> {
    // Prepared, because planning it takes as long as all the rest of a step.
    const { rows } = await client.query<Row>({ name: 'candidates', text: CANDIDATES });
    return new Catalog(rows);
  }

  /** The number of objects, not counting their parts. */
  get size(): number {
    return this.#rows.filter((row) => row.slot === 'object').length;
  }

  /** What can fill a slot: anything, or only parts of `owner`. */
  candidates(slot: string, owner?: string): Row[] {
    return this.#rows.filter(
      (row) => row.slot === slot && (owner === undefined || row.owner === owner),
    );
  }
}

/** `text` is what a statement says, `owner` the relation or domain it is a part of, or itself. */
interface Row {
  readonly slot: string;
  readonly text: string;
  readonly owner: string;
}

/**
 * In an order of names, so that a seed gives the same walk again. Nothing but extensions goes into the
 * schema of the extensions: pg_dump tells of rights on their members, which pggit leaves alone.
 */
const CANDIDATES = `
  with schemas as (
    select n.oid, quote_ident(n.nspname) as name from pg_namespace n
    where n.oid >= 16384 and n.nspname not in ('pggit', 'extensions') and n.nspname !~ '^pg_'
  ),
  members as (select classid, objid from pg_depend where deptype = 'e'),
  relations as (
    select c.*, format('%s.%I', s.name, c.relname) as name
    from pg_class c join schemas s on s.oid = c.relnamespace
    where not exists (select from members m where m.objid = c.oid)
  ),
  shapes as (
    select r.oid, r.name, r.relkind, r.relispartition, (
      select array_agg(format('%s %s %s', a.attname, a.atttypid, a.attcollation) order by a.attname)
      from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped) as columns
    from relations r where r.relkind in ('r', 'p', 'f', 'c')
  ),
  routines as (
    select p.*, s.name as schema,
      format('%s.%I(%s)', s.name, p.proname, case
        when p.prokind = 'a' and p.pronargs = 0 then '*'
        else pg_get_function_identity_arguments(p.oid) end) as name
    from pg_proc p join schemas s on s.oid = p.pronamespace
    where not exists (select from members m where m.objid = p.oid)
  ),
  types as (
    select t.*, format('%s.%I', s.name, t.typname) as name
    from pg_type t join schemas s on s.oid = t.typnamespace
    where not exists (select from members m where m.objid = t.oid)
  ),
  candidates (slot, text, owner) as (
    select 'schema', name, name from schemas
    union all
    select k.slot, r.name, r.name from relations r
    join (values ('table', 'rp'), ('plain', 'r'), ('partitioned', 'p'), ('view', 'v'),
      ('matview', 'm'), ('foreign', 'f'), ('relation', 'rpvmf'), ('sequence', 'S'),
      ('index', 'iI'), ('object', 'rpvmfS')) as k (slot, kinds)
      on strpos(k.kinds, r.relkind::text) > 0
    union all
    -- pg_dump does not say so when the sequence of an identity column has another type than it.
    select 'typed sequence', r.name, r.name from relations r
    where r.relkind = 'S' and not exists (
      select from pg_depend d where d.objid = r.oid and d.deptype = 'i')
    union all
    select 'clustered', r.name, r.name from relations r join pg_index x on x.indrelid = r.oid
    where x.indisclustered
    union all
    select 'keyed', r.name, r.name from relations r join pg_constraint k on k.conrelid = r.oid
    join pg_attribute a on a.attrelid = r.oid and a.attnum = k.conkey[1]
    where k.contype = 'p' and cardinality(k.conkey) = 1 and a.atttypid = 'int'::regtype
    union all
    select case t.partstrat when 'r' then 'by range' when 'l' then 'by list' else 'by hash' end,
      r.name, r.name
    from relations r join pg_partitioned_table t on t.partrelid = r.oid
    union all
    -- Tables with the columns of another relation, in the ways they can come together.
    select k.slot, k.text, parent.name
    from shapes child join shapes parent on parent.columns = child.columns and parent.oid <> child.oid
    cross join lateral (values
      ('twin', child.name),
      ('adoption', format('%s inherit %s', child.name, parent.name)),
      ('typing', format('%s of %s', child.name, parent.name))) as k (slot, text)
    where child.relkind in ('r', 'p', 'f') and not child.relispartition
      and parent.relkind::text = case k.slot when 'twin' then 'p' when 'adoption' then 'r' else 'c' end
    union all
    select 'name', r.name, r.name from relations r
    union all
    select 'name', t.name, t.name from types t
    union all
    select 'typed', r.name, r.name from relations r where r.reloftype <> 0
    union all
    select 'disinheritance', format('%s no inherit %s', r.name, p.name), r.name from relations r
    join pg_inherits i on i.inhrelid = r.oid join relations p on p.oid = i.inhparent
    where r.relkind in ('r', 'f') and not r.relispartition
    union all
    select 'child index', c.name, p.name
    from relations p join pg_index pi on pi.indexrelid = p.oid
    join pg_inherits i on i.inhparent = pi.indrelid
    join pg_index ci on ci.indrelid = i.inhrelid and ci.indkey::text = pi.indkey::text
    join relations c on c.oid = ci.indexrelid and not c.relispartition
    where p.relkind = 'I'
    union all
    select case when a.attidentity <> '' then 'identity' else 'generated' end,
      format('%s alter %I', r.name, a.attname), r.name
    from pg_attribute a join relations r on r.oid = a.attrelid
    where a.attidentity <> '' or a.attgenerated <> ''
    union all
    select 'own unique index', quote_ident(i.relname), r.name
    from pg_index x join pg_class i on i.oid = x.indexrelid join relations r on r.oid = x.indrelid
    where x.indisunique and not exists (select from pg_constraint k where k.conindid = i.oid)
    union all
    select 'expression key', format('%s alter column %s', r.name, a.attnum), r.name
    from pg_index x join relations r on r.oid = x.indexrelid
    join pg_attribute a on a.attrelid = r.oid and x.indkey[a.attnum - 1] = 0
    union all
    select case k.contype when 'f' then 'own foreign key' else 'own not null' end,
      quote_ident(k.conname), r.name
    from pg_constraint k join relations r on r.oid = k.conrelid where k.contype in ('f', 'n')
    union all
    select 'ownable', format('%s owned by %s.%I', q.name, r.name, a.attname), q.name
    from relations q
    join relations r on r.relnamespace = q.relnamespace and r.relowner = q.relowner
    join pg_attribute a on a.attrelid = r.oid and a.attname = 'c1'
    where q.relkind = 'S' and r.relkind in ('r', 'p')
    union all
    select 'partition', r.name, p.name from relations r
    join pg_inherits i on i.inhrelid = r.oid join relations p on p.oid = i.inhparent
    where r.relkind in ('r', 'p', 'f')
    union all
    select case when r.relkind in ('i', 'I') then 'key' else 'column' end,
      case when r.relkind in ('i', 'I') then a.attnum::text else quote_ident(a.attname) end, r.name
    from pg_attribute a join relations r on r.oid = a.attrelid
    where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'i', 'I')
    union all
    select 'own index', quote_ident(i.relname), r.name from pg_index x
    join pg_class i on i.oid = x.indexrelid join relations r on r.oid = x.indrelid
    union all
    select 'constraint', quote_ident(k.conname), coalesce(r.name, t.name) from pg_constraint k
    left join relations r on r.oid = k.conrelid left join types t on t.oid = k.contypid
    where coalesce(r.name, t.name) is not null
    union all
    select 'constraint on', format('%I on %s', k.conname, r.name), r.name
    from pg_constraint k join relations r on r.oid = k.conrelid
    -- pg_dump forgets the comment on a constraint that a heir has from its parent.
    where k.conislocal
    union all
    select 'domain constraint', format('%I on domain %s', k.conname, t.name), t.name
    from pg_constraint k join types t on t.oid = k.contypid
    union all
    select 'column on table', format('%I on %s', a.attname, r.name), r.name
    from pg_attribute a join relations r on r.oid = a.attrelid
    where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p')
    union all
    select 'trigger', format('%I on %s', t.tgname, r.name), r.name
    from pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal
    union all
    select 'own trigger', quote_ident(t.tgname), r.name
    from pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal
    union all
    select 'policy', format('%I on %s', p.polname, r.name), r.name
    from pg_policy p join relations r on r.oid = p.polrelid
    union all
    select 'rule', format('%I on %s', w.rulename, r.name), r.name
    from pg_rewrite w join relations r on r.oid = w.ev_class where w.rulename <> '_RETURN'
    union all
    select 'own rule', quote_ident(w.rulename), r.name
    from pg_rewrite w join relations r on r.oid = w.ev_class where w.rulename <> '_RETURN'
    union all
    select k.slot, p.name, p.name from routines p
    join (values ('function', 'fw'), ('procedure', 'p'), ('aggregate', 'a'), ('routine', 'fwp'),
      ('object', 'fwpa')) as k (slot, kinds) on strpos(k.kinds, p.prokind::text) > 0
    union all
    select 'set function', p.name, p.name from routines p where p.prokind = 'f' and p.proretset
    union all
    select 'aggregate signature', format('%s.%I(%s)', p.schema, p.proname, (
      select string_agg(format_type(a.type, null), ', ' order by a.n)
      from unnest(p.proargtypes) with ordinality as a (type, n))), p.name
    from routines p where p.prokind = 'a'
    union all
    select 'trigger function', format('%s.%I', p.schema, p.proname), p.name from routines p
    where p.prorettype = 'pg_catalog.trigger'::regtype
    union all
    select 'event function', format('%s.%I', p.schema, p.proname), p.name from routines p
    where p.prorettype = 'pg_catalog.event_trigger'::regtype
    union all
    select 'int function', format('%s.%I', p.schema, p.proname), p.name from routines p
    where p.prokind = 'f' and p.proargtypes::text = '23' and p.prorettype = 23
    union all
    select k.slot, t.name, t.name from types t
    join (values ('enum', 'e'), ('domain', 'd'), ('range', 'r'), ('object', 'edr'), ('user type', 'edrc'),
      ('plain type', 'edc'),
      -- pg_dump forgets the comment on a multirange type.
      ('any type', 'edrmc'))
      as k (slot, kinds) on strpos(k.kinds, t.typtype::text) > 0
    union all
    select k.slot, t.name, t.name from types t join pg_class c on c.oid = t.typrelid
    cross join (values ('composite'), ('object')) as k (slot) where c.relkind = 'c'
    union all
    select 'label', quote_literal(e.enumlabel), t.name from pg_enum e join types t on t.oid = e.enumtypid
    union all
    select k.slot, format('%s.%I', s.name, o.collname), '' from pg_collation o
    join schemas s on s.oid = o.collnamespace cross join (values ('collation'), ('object')) as k (slot)
    union all
    select k.slot, format('%s.%I', s.name, o.stxname), '' from pg_statistic_ext o
    join schemas s on s.oid = o.stxnamespace cross join (values ('statistics'), ('object')) as k (slot)
    union all
    select 'fdw', quote_ident(fdwname), '' from pg_foreign_data_wrapper
    union all
    select 'server', quote_ident(srvname), '' from pg_foreign_server
    union all
    select 'mapping', format('for %s server %I', case umuser when 0 then 'public'
      else quote_ident(pg_get_userbyid(umuser)) end, srvname), '' from pg_user_mappings
    union all
    select k.slot, k.text, '' from pg_publication p
    cross join lateral (
      select 'published', format('%I drop table %s', p.pubname, r.name) from pg_publication_rel x
      join relations r on r.oid = x.prrelid where x.prpubid = p.oid
      union all
      select 'published', format('%I drop tables in schema %s', p.pubname, s.name)
      from pg_publication_namespace x
      join schemas s on s.oid = x.pnnspid where x.pnpubid = p.oid) k (slot, text)
    union all
    select 'publication', quote_ident(pubname), '' from pg_publication
    union all
    select 'event trigger', quote_ident(evtname), '' from pg_event_trigger where evtname !~ '^pggit_'
    union all
    select 'extension', quote_ident(extname), '' from pg_extension where extname <> 'plpgsql'
    union all
    select 'member table', c.oid::regclass::text, '' from pg_class c join members m on m.objid = c.oid
    where c.relkind = 'r'
    union all
    select 'member function', p.oid::regprocedure::text, '' from pg_proc p
    join members m on m.objid = p.oid where p.prokind = 'f'
  )
  select slot, text, owner from candidates order by slot, owner collate "C", text collate "C"`;
