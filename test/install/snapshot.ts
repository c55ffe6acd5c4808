import type { Queryable } from '@pggit/core';

/** Catalogs whose rows are objects; pg_describe_object gives each a name. */
const CATALOGS = [
  'pg_class',
  'pg_proc',
  'pg_type',
  'pg_trigger',
  'pg_event_trigger',
  'pg_namespace',
  'pg_constraint',
  'pg_attrdef',
  'pg_rewrite',
  'pg_policy',
  'pg_default_acl',
  'pg_publication',
  'pg_subscription',
  'pg_cast',
  'pg_operator',
  'pg_opclass',
  'pg_collation',
  'pg_extension',
  'pg_language',
  'pg_statistic_ext',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_ts_config',
];

/** What an object can have besides its name; each query gives lines of text. */
const ATTRIBUTES = [
  `select 'relation ' || c.oid::regclass || ' ' || concat_ws(' ', c.relkind, c.relowner::regrole,
     c.relpersistence, c.relrowsecurity, c.relreplident, c.reloptions, c.relacl)
   from pg_class c where c.oid >= 16384`,
  `select 'privileges ' || c.oid::regclass || ' ' || c.relacl::text
   from pg_class c where c.oid < 16384 and c.relacl is not null`,
  `select 'privileges ' || p.oid::regprocedure || ' ' || p.proacl::text
   from pg_proc p where p.oid < 16384 and p.proacl is not null`,
  `select 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || concat_ws(' ', a.attnum,
     format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attoptions, a.attacl)
   from pg_attribute a where a.attnum > 0 and not a.attisdropped and a.attrelid >= 16384`,
  `select 'routine ' || p.oid::regprocedure || ' ' || concat_ws(' ', p.proowner::regrole, p.proconfig,
     p.prosecdef, p.proacl, md5(p.prosrc))
   from pg_proc p where p.oid >= 16384`,
  `select 'view ' || c.oid::regclass || ' ' || md5(pg_get_viewdef(c.oid))
   from pg_class c where c.relkind in ('v', 'm') and c.oid >= 16384`,
  `select 'trigger ' || t.tgrelid::regclass || ' ' || t.tgname || ' ' || t.tgenabled::text
   from pg_trigger t where not t.tgisinternal`,
  `select 'event trigger ' || t.evtname || ' ' || concat_ws(' ', t.evtenabled, t.evttags,
     t.evtowner::regrole)
   from pg_event_trigger t`,
  `select 'schema ' || n.nspname || ' ' || concat_ws(' ', n.nspowner::regrole, n.nspacl)
   from pg_namespace n where n.nspname !~ '^pg_(toast_)?temp_'`,
  `select 'type ' || t.oid::regtype || ' ' || concat_ws(' ', t.typowner::regrole, t.typacl)
   from pg_type t where t.oid >= 16384`,
  `select 'default privileges ' || concat_ws(' ', d.defaclrole::regrole, d.defaclnamespace,
     d.defaclobjtype, d.defaclacl)
   from pg_default_acl d`,
  `select 'comment ' || pg_describe_object(classoid, objoid, objsubid) || ': ' || description
   from pg_description where objoid >= 16384 or classoid = 'pg_namespace'::regclass`,
  `select 'initial privileges ' || pg_describe_object(classoid, objoid, objsubid)
   from pg_init_privs where objoid >= 16384`,
  `select 'shared dependency ' || classid::regclass || ' ' || deptype::text from pg_shdepend
   where dbid = (select oid from pg_database where datname = current_database())`,
  `select 'database ' || concat_ws(' ', d.datdba::regrole, d.datacl, d.datconnlimit)
   from pg_database d where d.datname = current_database()`,
  `select 'setting ' || s.setrole::regrole || ' ' || s.setconfig::text from pg_db_role_setting s
   where s.setdatabase = (select oid from pg_database where datname = current_database())`,
];

/**
 * Everything a database has, a line each: every object with its attributes, grants, comments and
 * settings. Two equal snapshots are databases in which nothing was left behind.
 */
export async function snapshot(db: Queryable): Promise<string[]> {
  const described = CATALOGS.map(
    (catalog) =>
      `select '${catalog} ' || pg_describe_object('${catalog}'::regclass, oid, 0)
       from ${catalog} where oid >= 16384`,
  );
  const { rows } = await db.query(`
    select line from (${[...described, ...ATTRIBUTES].join('\nunion all\n')}) as lines (line)
    -- Tables of a catalog's own making are numbered by oids and differ by nothing else.
    where line !~ 'pg_toast'
    order by line`);
  return rows.map((row) => row.line);
}

/** What the whole cluster has beside its databases: roles, memberships and their settings. */
export async function clusterSnapshot(db: Queryable): Promise<string[]> {
  const { rows } = await db.query(`
    select line from (
      select 'role ' || to_jsonb(r)::text from (
        select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
          rolreplication, rolconnlimit, rolvaliduntil, rolbypassrls, rolconfig
        from pg_roles) r
      union all
      select 'member ' || m.member::regrole || ' of ' || m.roleid::regrole from pg_auth_members m
      union all
      select 'setting ' || s.setdatabase || ' ' || s.setrole || ' ' || s.setconfig::text
      from pg_db_role_setting s
      union all
      select 'comment ' || s.classoid || ' ' || s.objoid || ' ' || s.description
      from pg_shdescription s
      union all
      select 'privilege ' || p.parname || ' ' || p.paracl::text from pg_parameter_acl p
      union all
      select 'slot ' || s.slot_name from pg_replication_slots s
    ) as lines (line)
    order by line`);
  return rows.map((row) => row.line);
}
