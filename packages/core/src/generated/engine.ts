// Generated from the SQL tree by `npm run generate`: do not edit.
import type { SqlFile } from '../engine/source.js';

/** Every file of the SQL tree. */
export const SQL_FILES: readonly SqlFile[] = [
  {
    name: 'comments.sql',
    sql: `-- The columns of tables that other people's queries may use: what they hold, in psql and in the
-- reference. Applied anew on every upgrade, so that a text can become better without a schema migration.
-- Those that sql/schema comments on are not repeated.

comment on column pggit.commits.commit_id is
  'Id of the commit, unique beyond this database.';
comment on column pggit.commits.parent_ids is
  'The commits it follows, the one on its own branch first; empty for the first commit of a database.';
comment on column pggit.commits.branch is
  'The branch it was appended to.';
comment on column pggit.commits.message is
  'What it is about: given at the end of the deployment, else made from what changed.';
comment on column pggit.commits.author is
  'The login role of the session that made it.';
comment on column pggit.commits.committed_at is
  'When it was made; it is there for others once its transaction commits.';
comment on column pggit.commits.deployment_id is
  'The deployment it is of; null for a transaction outside any.';

comment on column pggit.blobs.hash is
  'sha256 of the kind and the canonical text, in UTF-8 where the text has a form in it.';
comment on column pggit.blobs.definition is
  'The text of the definition as jsonb writes it. Blanks at its end make the row long enough for PostgreSQL to compress it.';
comment on column pggit.blobs.blob_id is
  'Key of the row. A hash is there twice when two sessions stored the same definition at once.';
comment on column pggit.live_objects.column_ids is
  'Attribute number to the id a column keeps for life; null when each is the name.';

comment on column pggit.deployments.deployment_id is
  'Id of the deployment: what a session puts into the setting pggit.deployment to belong to it.';
comment on column pggit.deployments.name is
  'What whoever opened it called it.';
comment on column pggit.deployments.auto_commit is
  'Whether each transaction is a commit of its own as it lands.';
comment on column pggit.deployments.status is
  'open; completed: ended; failed: aborted; interrupted: its session was gone, and somebody closed it.';
comment on column pggit.deployments.reason is
  'Why it failed or was interrupted. Of a completed one: why its outcome is not confirmed; null where it is.';
comment on column pggit.deployments.commit_id is
  'Its commit, the last one with auto_commit; null while it is open and when nothing landed.';
comment on column pggit.deployments.held_lock is
  'The oid of a migration tool''s lock table, where the deployment is the time in which its lock is held; else null.';
comment on column pggit.deployments.opened_by is
  'The login role of the session that opened it.';
comment on column pggit.deployments.started_at is
  'When it was opened.';
comment on column pggit.deployments.ended_at is
  'When it was closed; null while it is open.';

comment on column pggit.external_migrations.link_id is
  'Number of the link, in the order in which links were written.';
comment on column pggit.external_migrations.migration_key is
  'The name that the tool knows the migration by.';
comment on column pggit.external_migrations.tool_name is
  'The migration tool, as in pggit.migration_tools.';
comment on column pggit.external_migrations.source is
  'The history table the row came from, as it is called now, for example public.pgmigrations; the tool''s name for links made by hand.';
comment on column pggit.external_migrations.pggit_commit_id is
  'The commit that holds what the migration changed; null until it is made.';
comment on column pggit.external_migrations.deployment_id is
  'The deployment it was part of; null outside any.';
comment on column pggit.external_migrations.run is
  'How many times the migration has gone in this direction, this time included.';
comment on column pggit.external_migrations.direction is
  'up: applied; down: taken back.';
comment on column pggit.external_migrations.description is
  'What the tool calls it in words; null where it has none.';
comment on column pggit.external_migrations.checksum is
  'The tool''s checksum of the file; null where it keeps none.';
comment on column pggit.external_migrations.applied_at is
  'When the history row was written.';
comment on column pggit.external_migrations.reverted_at is
  'Since when the history row is deleted or no longer counts as applied; null while it does, and after TRUNCATE or DROP of the history table, which revert no migration.';

comment on column pggit.branches.name is
  'Name of the branch.';
comment on column pggit.branches.commit_id is
  'The newest commit of the branch.';

comment on column pggit.tags.name is
  'The label.';
comment on column pggit.tags.commit_id is
  'A commit that carries it.';

comment on column pggit.migration_tools.telltale_column is
  'A column, never null, that gives the table away whatever it is called; null where its name is needed.';
comment on column pggit.migration_tools.lock_column is
  'The column that is true while a run of the tool holds its lock: the time between is a deployment; null for all but a lock.';
comment on column pggit.migration_tools.exec_type_column is
  'The column that says how the migration ran; null where the tool keeps none.';
comment on column pggit.external_migrations.exec_type is
  'How the tool says that it ran, for example EXECUTED, RERAN or MARK_RAN; null where it does not say.';

comment on column pggit.migration_tools.script_column is
  'The column with the file of the migration; null where the tool keeps none, or its key says it.';
comment on column pggit.external_migrations.script is
  'The file of the migration, where the tool keeps it beside its key.';
`,
  },
  {
    name: 'functions/capture/_assign_column_ids.sql',
    sql: `-- The ids columns keep for life: the name a column was born with, by attribute number. A renamed
-- column keeps its id; a column that takes the name of a dropped one is another column and gets
-- \`name#2\`. When the relation itself was made anew (a restore, drop and create), attribute numbers
-- mean nothing and the names decide. Known ids that are null are the known names.

create or replace function pggit._assign_column_ids(
  p_names text[],
  p_known_names text[],
  p_known_ids text[],
  p_same_relation boolean
)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_known_ids constant text[] := coalesce(p_known_ids, p_known_names);
  v_ids text[] := '{}'::text[];
  v_id text;
  v_copy int;
begin
  if p_names is null or p_known_names is null then
    return p_names;
  elsif p_names = p_known_names then
    return v_known_ids;
  end if;
  for i in 1 .. cardinality(p_names) loop
    if p_same_relation and i <= cardinality(v_known_ids) then
      v_id := v_known_ids[i];
    elsif not p_same_relation and p_names[i] = any (p_known_names) then
      v_id := v_known_ids[array_position(p_known_names, p_names[i])];
    else
      v_id := p_names[i];
      v_copy := 1;
      while v_id = any (v_known_ids || v_ids) loop
        v_copy := v_copy + 1;
        v_id := p_names[i] || '#' || v_copy;
      end loop;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  return v_ids;
end
$pggit$;

comment on function pggit._assign_column_ids(text[], text[], text[], boolean) is
  'Stable column ids by attribute number, carried over from what was known of the relation.';
`,
  },
  {
    name: 'functions/capture/_capture_in_manual_mode.sql',
    sql: `-- Without event triggers a deployment learns what changed by comparing the catalog when it ends. A
-- history table that was created meanwhile has had no link trigger: its rows are linked now. One that may
-- not be read costs its links, not the end of the deployment.

create or replace function pggit._capture_in_manual_mode(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_seen oid[];
  r record;
begin
  if not pggit._is_manual_mode() or pggit._disabled_until() is not null then
    return;
  end if;
  v_seen := array(
    select t.tgrelid from pg_trigger t where t.tgname = 'zz_pggit_link'
    union all
    select c.oid from pggit.live_objects l
    join pg_namespace n on n.nspname = l.schema_name
    join pg_class c on c.relnamespace = n.oid and l.identity = format('%I.%I', n.nspname, c.relname)
    where l.kind = 'table');
  perform pggit._attach_existing_history_tables();
  for r in
    select t.tgrelid, w.tool_name, w.source
    from pg_trigger t
    join pggit.watched_tables w on w.source = pggit._relation_identity(t.tgrelid)
    where t.tgname = 'zz_pggit_link' and t.tgparentid = 0 and t.tgrelid <> all (v_seen)
  loop
    begin
      perform pggit._link_existing_rows(r.tgrelid, r.tool_name, p_deployment_id);
    exception when insufficient_privilege or sqlstate 'PGX03' then
      raise warning 'pggit: % cannot be read: %', r.source, sqlerrm;
    end;
  end loop;
  perform pggit._mark_drift();
  perform pggit._record_pending(p_deployment_id);
end
$pggit$;

comment on function pggit._capture_in_manual_mode(uuid) is
  'In manual mode, records the difference between the catalog and the live state; otherwise nothing.';
`,
  },
  {
    name: 'functions/capture/_catalog_identity.sql',
    sql: `-- What tells this catalog from another one into which the same data was restored: the oids of our own
-- schema and tables. A fresh cluster may give a schema the same oid again; it does not give it to
-- all of these.

create or replace function pggit._catalog_identity()
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return jsonb_build_array(
    'pggit'::regnamespace::oid::bigint,
    'pggit.settings'::regclass::oid::bigint,
    'pggit.blobs'::regclass::oid::bigint,
    'pggit.live_objects'::regclass::oid::bigint,
    'pggit.changes'::regclass::oid::bigint,
    'pggit.external_migrations'::regclass::oid::bigint);
end
$pggit$;

comment on function pggit._catalog_identity() is
  'Oids that are other ones after a restore, so that the live state must be bound to the catalog again.';
`,
  },
  {
    name: 'functions/capture/_continued_objects.sql',
    sql: `-- The known objects that described ones at new addresses continue: one of the same kind and name that
-- is not described elsewhere (dropped and created again), or an index rebuilt under another oid and
-- renamed since, which its table and definition give away. {position among the described: object_id}

create or replace function pggit._continued_objects(p_described pggit._description[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    with described as materialized (
      select d.* from unnest(p_described) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      where d.definition is not null
    ),
    unknown as (
      select d.* from described d
      where not exists (
        select from pggit.live_objects l
        where l.objid = d.objid and l.classid = d.classid and l.kind = d.kind)
    ),
    named as (
      select distinct on (d.n) d.n, l.object_id
      from unknown d
      join pggit.live_objects l on l.kind = d.kind and l.identity = d.identity
      -- NOT IN, because its list is hashed whatever its length is taken for.
      where (l.objid, l.classid) not in (select e.objid, e.classid from described e)
    ),
    continued as (
      select distinct on (c.object_id) c.n, c.object_id
      from (
        select m.n, m.object_id from named m
        union all
        select d.n, l.object_id
        from unknown d
        join pggit.live_objects l on l.parent_objid = d.parent_objid and l.kind = 'index'
          and l.blob = pggit._blob_hash(d.kind, d.definition)
        where d.kind = 'index'
          and d.n not in (select m.n from named m)
          and l.object_id not in (select m.object_id from named m)
          and not exists (select from pg_class c where c.oid = l.objid)
      ) c
      order by c.object_id, c.n
    )
    select coalesce(jsonb_object_agg(c.n, c.object_id), '{}') from continued c
  );
end
$pggit$;

comment on function pggit._continued_objects(pggit._description[]) is
  'The known objects that described ones at new addresses continue, by position.';
`,
  },
  {
    name: 'functions/capture/_current_flush.sql',
    sql: `-- How many times this transaction has described its marks. A setting of the transaction: a rollback to
-- a savepoint takes it back together with the marks. It holds the transaction's id as well, so that a
-- value left over from elsewhere means nothing.

create or replace function pggit._current_flush()
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_flush constant text := current_setting('pggit.flush', true);
begin
  if split_part(v_flush, ':', 1) = pg_current_xact_id_if_assigned()::text
    and split_part(v_flush, ':', 2) ~ '^[0-9]{1,9}$'
  then
    return split_part(v_flush, ':', 2)::int;
  end if;
  return 0;
end
$pggit$;

comment on function pggit._current_flush() is
  'How many times this transaction has described its marks before.';
`,
  },
  {
    name: 'functions/capture/_ddl_marks.sql',
    sql: `-- The marks of the running command, as rows for dirty_objects: for commands whose events need a closer
-- look, and for serializable transactions, which keep their marks elsewhere (_note_marks). For all others
-- _mark_ddl_commands writes the same without the detour.
--
-- GRANT and REVOKE name no object: the mark says in which catalog to look for the rows they wrote.

create or replace function pggit._ddl_marks(p_command_tag text, p_flush int)
returns setof pggit.dirty_objects
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_role constant text := coalesce(nullif(current_setting('role'), 'none'), session_user::text);
begin
  if p_command_tag = 'ALTER PUBLICATION' then
    -- The event names what was added to it.
    return query
    select pg_current_xact_id(), p_flush, 'pg_publication'::regclass::oid,
      coalesce(r.prpubid, n.pnpubid, c.objid), p_command_tag, v_role, clock_timestamp(), false,
      null::text
    from pg_event_trigger_ddl_commands() c
    left join pg_publication_rel r
      on c.classid = 'pg_publication_rel'::regclass and r.oid = c.objid
    left join pg_publication_namespace n
      on c.classid = 'pg_publication_namespace'::regclass and n.oid = c.objid
    where not c.in_extension;
  elsif p_command_tag = 'DROP OWNED' then
    -- Takes a role out of privileges, default privileges and policies, and drops its event triggers;
    -- events tell of some.
    return query
    select pg_current_xact_id(), p_flush, o.classid::oid, 0::oid, p_command_tag, v_role,
      clock_timestamp(), o.classid = 'pg_event_trigger'::regclass, null::text
    from unnest(array[
      'pg_attribute', 'pg_namespace', 'pg_proc', 'pg_type', 'pg_foreign_data_wrapper',
      'pg_foreign_server', 'pg_default_acl', 'pg_policy', 'pg_event_trigger']::regclass[])
      as o (classid);
  elsif p_command_tag in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') then
    return query
    select pg_current_xact_id(), p_flush, g.classid, 0::oid, p_command_tag, v_role, clock_timestamp(),
      false, null::text
    from pg_event_trigger_ddl_commands() c
    cross join lateral pggit._granted_catalog(c.object_type) as g (classid)
    where g.classid is not null
      and not c.in_extension;
  else
    return query
    select pg_current_xact_id(), p_flush, c.classid, c.objid, p_command_tag, v_role, clock_timestamp(),
      false, null::text
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
  end if;
end
$pggit$;

comment on function pggit._ddl_marks(text, int) is
  'The marks of the running command, for those that _mark_ddl_commands does not write by itself.';
`,
  },
  {
    name: 'functions/capture/_describe_alone.sql',
    sql: `-- Lets one serializable transaction describe at a time. Describing reads and writes the tables that all
-- captures share, and PostgreSQL aborts a serializable transaction whose reads and writes do not fit
-- those of another, at its COMMIT and with its DDL. When nobody else has described and is still open,
-- the one that does not fit is the one that describes, and the error is raised inside its
-- description, where it costs the record alone. Gives false when the wait was too long.
--
-- A statement timeout that ran out in here would undo the user's statement, as nothing catches it:
-- half of it is all that is waited for.
--
-- Locks: an advisory one until the transaction ends, before any row; it looks again and again instead
-- of queueing (_await_locks says why). Call it outside the block that catches a failure of the
-- description, or the lock would go with the failure.

create or replace function pggit._describe_alone()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deadline constant timestamptz := least(clock_timestamp() + interval '800 ms',
    statement_timestamp() + nullif(current_setting('statement_timeout'), '0')::interval / 2);
begin
  -- Advisory locks are per database. The number before this one is the installer's.
  while not pg_try_advisory_xact_lock(482771167605) loop
    if clock_timestamp() > v_deadline then
      return false;
    end if;
    perform pg_sleep(0.005);
  end loop;
  return true;
end
$pggit$;

comment on function pggit._describe_alone() is
  'Waits until no other serializable transaction describes; called by serializable ones. False when that takes too long.';
`,
  },
  {
    name: 'functions/capture/_drift.sql',
    sql: `-- Where the catalog and the live state differ, by a full scan, and what could not be compared because
-- somebody has it locked: its change is \`unread\`. Writes nothing. After a restore the known oids mean
-- nothing, so objects are found by name alone until the live state is bound again.

create or replace function pggit._drift()
returns table (
  change text, kind text, identity text, previous_identity text, classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_bound constant boolean := exists (
    select from pggit.settings s
    where s.name = 'catalog' and s.value = pggit._catalog_identity());
begin
  return query
  with scanned as materialized (
    select * from pggit._scan_with_rules()
  ),
  by_address as (
    select s.*, l.object_id
    from scanned s
    join pggit.live_objects l
      on v_bound and l.objid = s.objid and l.classid = s.classid and l.kind = s.kind
  ),
  matched as (
    select a.* from by_address a
    union all
    select s.*, l.object_id
    from scanned s
    left join pggit.live_objects l
      on l.kind = s.kind and l.identity = s.identity
      and not exists (select from by_address b where b.object_id = l.object_id)
    where not exists (
      select from by_address b where b.objid = s.objid and b.classid = s.classid)
  )
  select
    case
      when m.is_unread then 'unread'
      when l.object_id is null then 'added'
      when m.rule is not null then 'untracked'
      when m.objid is null then 'removed'
      when l.identity <> m.identity then 'renamed'
      else 'changed'
    end,
    coalesce(m.kind, l.kind),
    coalesce(m.identity, l.identity),
    case when l.identity <> m.identity then l.identity end,
    coalesce(m.classid, l.classid),
    coalesce(m.objid, l.objid)
  from matched m
  full join pggit.live_objects l on l.object_id = m.object_id
  where case
    when m.rule is not null then l.object_id is not null
    when m.is_unread then true
    when l.object_id is null or m.objid is null then true
    else l.identity <> m.identity or l.blob <> m.blob
  end;
end
$pggit$;

comment on function pggit._drift() is
  'Where the catalog and the live state differ, by a full scan, or could not be compared (change unread); writes nothing.';
`,
  },
  {
    name: 'functions/capture/_dropped_identity.sql',
    sql: `-- The identity that a dropped object had, of the parts of its name as PostgreSQL gives them
-- (address_names of pg_event_trigger_dropped_objects); of a routine up to its arguments. Null where they
-- do not tell it.

create or replace function pggit._dropped_identity(p_classid oid, p_name text[])
returns text
language plpgsql
immutable
strict
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return case
    when p_classid = 'pg_proc'::regclass then format('%I.%I(', p_name[1], p_name[2])
    when p_classid = 'pg_type'::regclass then
      format('%I.%I', (parse_ident(p_name[1], false))[1], (parse_ident(p_name[1], false))[2])
    when p_classid in ('pg_class'::regclass, 'pg_collation'::regclass, 'pg_statistic_ext'::regclass) then
      format('%I.%I', p_name[1], p_name[2])
    when p_classid in ('pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass) then
      format('%I on %I.%I', p_name[3], p_name[1], p_name[2])
    when p_classid in (
      'pg_namespace'::regclass, 'pg_extension'::regclass, 'pg_foreign_data_wrapper'::regclass,
      'pg_foreign_server'::regclass, 'pg_publication'::regclass) then
      quote_ident(p_name[1])
  end;
end
$pggit$;

comment on function pggit._dropped_identity(oid, text[]) is
  'The identity that a dropped object had, of a routine without its arguments; null where its name does not tell it.';
`,
  },
  {
    name: 'functions/capture/_effective_role.sql',
    sql: `-- The role the user acts as. Inside a security definer function current_user is the definer, so the
-- setting says it: \`none\` means the login role.

create or replace function pggit._effective_role()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return coalesce(nullif(current_setting('role'), 'none'), session_user::text);
end
$pggit$;

comment on function pggit._effective_role() is
  'The role the user of this session acts as, also inside security definer functions.';
`,
  },
  {
    name: 'functions/capture/_expand.sql',
    sql: `-- From what the events named to what may have changed. Events are hints: ADD COLUMN ... UNIQUE makes
-- an index no event names, ALTER TABLE reaches partitions and owned sequences, DETACH names only the
-- parent, GRANT names nothing at all. What lives on a relation is found in the catalog and, for what
-- has left it, in what pggit last saw.

create or replace function pggit._expand(
  p_transaction_id xid8,
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_relations oid[];
  v_has_types boolean;
  v_has_heirs boolean;
begin
  -- Most commands name none of these.
  if 0 = any (p_objids) or p_classids && array[
    'pg_extension'::regclass, 'pg_publication_rel'::regclass, 'pg_publication_namespace'::regclass,
    'pg_type'::regclass, 'pg_constraint'::regclass]::oid[]
  then
    if 0 = any (p_objids) then
      select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
      from (
        select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
        where u.objid <> 0
        union
        select g.classid, g.objid from pggit._granted_objects(p_transaction_id) g
      ) a;
    end if;

    if 'pg_extension'::regclass = any (p_classids) then
      select x.p_classids, x.p_objids into p_classids, p_objids
      from pggit._expand_extensions(p_transaction_id, p_classids, p_objids) x;
    end if;

    -- What is dropped takes itself out of publications, of which no event tells more.
    if 'pg_publication_rel'::regclass = any (p_classids)
      or 'pg_publication_namespace'::regclass = any (p_classids)
    then
      select p_classids || array_agg(p.tableoid), p_objids || array_agg(p.oid)
      into p_classids, p_objids
      from pg_publication p;
    end if;

    -- A multirange type is a part of its range type.
    if 'pg_type'::regclass = any (p_classids) then
      select p_classids || array_agg(u.classid), p_objids || array_agg(g.rngtypid)
      into p_classids, p_objids
      from unnest(p_classids, p_objids) as u (classid, objid)
      join pg_range g on u.classid = 'pg_type'::regclass and g.rngmultitypid = u.objid;
    end if;

    -- A comment on a constraint of a domain names the constraint.
    if 'pg_constraint'::regclass = any (p_classids) then
      select p_classids || array_agg('pg_type'::regclass::oid), p_objids || array_agg(k.contypid)
      into p_classids, p_objids
      from unnest(p_classids, p_objids) as u (classid, objid)
      join pg_constraint k on u.classid = 'pg_constraint'::regclass and k.oid = u.objid
      where k.contypid <> 0;
    end if;
  end if;

  -- Relations named, or meant by an index of theirs.
  select array_agg(distinct r.oid), bool_or(c.relkind = 'c'), bool_or(c.relhassubclass)
  into v_relations, v_has_types, v_has_heirs
  from unnest(p_classids, p_objids) as u (classid, objid)
  cross join lateral (
    select u.objid
    union all
    select i.indrelid from pg_index i where i.indexrelid = u.objid
    union all
    -- A dropped index may have been what its table clusters on.
    select l.parent_objid from pggit.live_objects l
    where l.objid = u.objid and l.classid = u.classid and l.kind = 'index'
  ) r (oid)
  left join pg_class c on c.oid = r.oid
  -- Nothing lives on an index or a sequence.
  where u.classid = 'pg_class'::regclass and (c.relkind in ('i', 'S')) is not true;

  if v_has_types or p_classids && array[
    'pg_trigger'::regclass, 'pg_type'::regclass, 'pg_rewrite'::regclass, 'pg_constraint'::regclass,
    'pg_attrdef'::regclass]::oid[]
  then
    select v_relations || array_agg(distinct p.oid), v_has_heirs or bool_or(c.relhassubclass)
    into v_relations, v_has_heirs
    from pggit._relations_of_parts(p_classids, p_objids) p (oid)
    left join pg_class c on c.oid = p.oid;
  end if;
  if v_relations is null then
    return;
  end if;

  if v_has_heirs then
    v_relations := pggit._with_heirs(
      p_transaction_id, v_relations, 'pg_trigger'::regclass = any (p_classids));
  end if;

  select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
  from (
    select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    union
    select
      case when c.relkind = 'c' then 'pg_type'::regclass else 'pg_class'::regclass end,
      case when c.relkind = 'c' then c.reltype else c.oid end
    from pg_class c where c.oid = any (v_relations)
    union
    select 'pg_class'::regclass, i.indexrelid from pg_index i where i.indrelid = any (v_relations)
    union
    -- The names left out are those of the internal triggers that each foreign key puts on the table it
    -- refers to: a table may have thousands of them.
    select 'pg_trigger'::regclass, t.oid
    from pg_trigger t
    where t.tgrelid = any (v_relations) and t.tgname < 'RI_ConstraintTrigger_a_0'
      and not t.tgisinternal
    union
    select 'pg_trigger'::regclass, t.oid
    from pg_trigger t
    where t.tgrelid = any (v_relations) and t.tgname > 'RI_ConstraintTrigger_c_:'
      and not t.tgisinternal
    union
    select 'pg_rewrite'::regclass, w.oid
    from pg_rewrite w where w.ev_class = any (v_relations) and w.rulename <> '_RETURN'
    union
    select 'pg_policy'::regclass, p.oid from pg_policy p where p.polrelid = any (v_relations)
    union
    select 'pg_statistic_ext'::regclass, x.oid
    from pg_statistic_ext x where x.stxrelid = any (v_relations)
    union
    -- Sequences owned by a relation that pggit does not know; those of a known one are known, or the
    -- command that made them named them. They are found among everything that depends on a column.
    select d.classid, d.objid
    from (
      select r.oid from unnest(v_relations) as r (oid)
      where (
        select true from pggit.live_objects l
        where l.objid = r.oid and l.classid = 'pg_class'::regclass limit 1) is null
      offset 0
    ) r
    cross join lateral (
      select p.classid, p.objid from pg_depend p
      where p.refclassid = 'pg_class'::regclass and p.refobjid = r.oid
        and p.refobjsubid > 0 and p.classid = 'pg_class'::regclass and p.deptype in ('a', 'i')
      offset 0
    ) d
    union
    -- Of partitions only those that have left.
    select l.classid, l.objid from pggit.live_objects l
    where l.parent_objid = any (v_relations)
      and (l.kind not in ('table', 'foreign table') or not exists (
        select from pg_inherits i where i.inhrelid = l.objid and i.inhparent = l.parent_objid))
  ) a;
end
$pggit$;

comment on function pggit._expand(xid8, oid[], oid[]) is
  'Widens the marked addresses to everything the commands may have changed.';
`,
  },
  {
    name: 'functions/capture/_expand_extensions.sql',
    sql: `-- An event that names an extension says nothing of the ones that CREATE EXTENSION ... CASCADE made with
-- it, nor of an object that ALTER EXTENSION ... ADD or DROP makes a member or lets go. The former are its
-- dependencies. The latter leaves no other trace when it goes, but either command holds a lock on it
-- until the transaction ends, in a mode that few commands take.

create or replace function pggit._expand_extensions(
  p_transaction_id xid8,
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  with recursive required (oid) as (
    select u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    where u.classid = 'pg_extension'::regclass
    union
    select d.refobjid
    from required r
    join pg_depend d on d.classid = 'pg_extension'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_extension'::regclass
  )
  select array_agg(a.classid), array_agg(a.objid) into p_classids, p_objids
  from (
    select u.classid, u.objid from unnest(p_classids, p_objids) as u (classid, objid)
    union
    select 'pg_extension'::regclass, r.oid from required r
    union
    select
      case k.locktype when 'object' then k.classid else 'pg_class'::regclass end,
      case k.locktype when 'object' then k.objid else k.relation end
    from pg_locks k
    where k.pid = pg_backend_pid()
      and k.mode = 'ShareUpdateExclusiveLock'
      and k.locktype in ('object', 'relation')
      and k.database = (select d.oid from pg_database d where d.datname = current_database())
      and exists (
        select from pggit.dirty_objects m
        where m.transaction_id = p_transaction_id and m.flush = pggit._current_flush()
          and m.command_tag = 'ALTER EXTENSION')
  ) a;
end
$pggit$;

comment on function pggit._expand_extensions(xid8, oid[], oid[]) is
  'Adds the extensions that marked ones require, and objects that became members or ceased to be ones.';
`,
  },
  {
    name: 'functions/capture/_finish_transaction.sql',
    sql: `-- The deferred trigger: at the end of the transaction (or at once, after SET CONSTRAINTS ALL
-- IMMEDIATE) describes what was marked and, outside a deployment, makes it a commit.
--
-- \`when others\`: whatever goes wrong in here may cost a record, never the user's DDL. The marks are
-- dropped with the failure, the objects show as drift. A statement timeout that runs out in here is such
-- a failure, too; _keep_failure tells it from a cancel that somebody asked for, which goes on. Other
-- functions are looked up before they are used, because the engine may be damaged.
--
-- transaction_timeout (PostgreSQL 17) would end the session, which nothing can catch: its clock stands
-- still in here and starts anew afterwards.

create or replace function pggit._finish_transaction()
returns trigger
language plpgsql
volatile
security definer -- whoever runs DDL needs no right on pggit
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_may_describe boolean := true;
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_describe := pggit._describe_alone();
  end if;
  begin
    perform set_config('pggit.queued', '', true);
    if not v_may_describe then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    perform pggit._record_transaction();
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    -- The failed block took this back; with constraints set to immediate there is more to come.
    perform set_config('pggit.queued', '', true);
    perform set_config('pggit.noted', '', true);
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('describe', v_sqlstate, v_message, v_context);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
    -- Marks that stay are read by nobody. They do when the transaction has become read-only, and when it
    -- may not even read.
    begin
      if v_may_describe then
        delete from pggit.dirty_objects d where d.transaction_id = pg_current_xact_id();
      end if;
    exception when others then
      null;
    end;
  end;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', v_transaction_timeout, true);
  end if;
  return null;
end
$pggit$;

comment on function pggit._finish_transaction() is
  'Deferred trigger: records what the transaction changed; a failure of its own becomes a warning.';
`,
  },
  {
    name: 'functions/capture/_granted_catalog.sql',
    sql: `-- The catalog in which GRANT, REVOKE and ALTER DEFAULT PRIVILEGES on a type of object leave their mark.
-- The rights on columns live in pg_attribute, a large catalog: it is only searched when the client's
-- statement has the parenthesis that a list of columns needs, or when code between it and the event
-- trigger may have one.

create or replace function pggit._granted_catalog(p_object_type text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_context text;
begin
  if p_object_type = 'TABLE' and strpos(current_query(), '(') = 0 then
    get diagnostics v_context = pg_context;
    if strpos(substr(v_context, strpos(v_context, 'pggit._mark_ddl_commands()')), E'\\n') = 0 then
      return 'pg_class'::regclass::oid;
    end if;
  end if;
  return (case p_object_type
    when 'TABLE' then 'pg_attribute'::regclass
    when 'SEQUENCE' then 'pg_class'::regclass
    when 'SCHEMA' then 'pg_namespace'::regclass
    when 'FUNCTION' then 'pg_proc'::regclass
    when 'PROCEDURE' then 'pg_proc'::regclass
    when 'ROUTINE' then 'pg_proc'::regclass
    when 'TYPE' then 'pg_type'::regclass
    when 'DOMAIN' then 'pg_type'::regclass
    when 'FOREIGN DATA WRAPPER' then 'pg_foreign_data_wrapper'::regclass
    when 'FOREIGN SERVER' then 'pg_foreign_server'::regclass
    -- The plurals are those of ALTER DEFAULT PRIVILEGES.
    when 'TABLES' then 'pg_default_acl'::regclass
    when 'SEQUENCES' then 'pg_default_acl'::regclass
    when 'FUNCTIONS' then 'pg_default_acl'::regclass
    when 'TYPES' then 'pg_default_acl'::regclass
    when 'SCHEMAS' then 'pg_default_acl'::regclass
    when 'LARGE OBJECTS' then 'pg_default_acl'::regclass
  end)::oid;
end
$pggit$;

comment on function pggit._granted_catalog(text) is
  'The catalog whose rows GRANT and REVOKE on this type of object change; null when pggit tracks none.';
`,
  },
  {
    name: 'functions/capture/_granted_objects.sql',
    sql: `-- Objects whose privileges this transaction changed. GRANT, REVOKE and the like raise an event that names
-- nothing, but the catalog rows they wrote carry the same (sub)transaction id as the mark that was
-- inserted beside them; or that of a later mark, when another command has written the row again. The
-- marks of a serializable transaction are inserted later (_note_marks): there it is the transaction's own.

create or replace function pggit._granted_objects(p_transaction_id xid8)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xids xid[];
  v_catalogs oid[];
begin
  select array_agg(distinct d.xmin::text)::xid[],
    array_agg(distinct d.classid) filter (where d.objid = 0 and d.classid <> 0)
  into v_xids, v_catalogs
  from pggit.dirty_objects d
  where d.transaction_id = p_transaction_id and d.flush = pggit._current_flush();
  v_xids := v_xids || p_transaction_id::xid;

  if 'pg_class'::regclass = any (v_catalogs) or 'pg_attribute'::regclass = any (v_catalogs) then
    return query select c.tableoid, c.oid from pg_class c where c.xmin = any (v_xids);
  end if;
  if 'pg_attribute'::regclass = any (v_catalogs) then
    return query
    select distinct 'pg_class'::regclass::oid, a.attrelid from pg_attribute a
    where a.xmin = any (v_xids);
  end if;
  if 'pg_namespace'::regclass = any (v_catalogs) then
    return query select n.tableoid, n.oid from pg_namespace n where n.xmin = any (v_xids);
  end if;
  if 'pg_proc'::regclass = any (v_catalogs) then
    return query select p.tableoid, p.oid from pg_proc p where p.xmin = any (v_xids);
  end if;
  if 'pg_type'::regclass = any (v_catalogs) then
    return query
    select t.tableoid, coalesce(r.rngtypid, t.oid) from pg_type t
    -- Servers before 17 grant on a multirange type, which belongs to its range type.
    left join pg_range r on t.typtype = 'm' and r.rngmultitypid = t.oid
    where t.xmin = any (v_xids);
  end if;
  if 'pg_foreign_data_wrapper'::regclass = any (v_catalogs) then
    return query
    select w.tableoid, w.oid from pg_foreign_data_wrapper w where w.xmin = any (v_xids);
  end if;
  if 'pg_foreign_server'::regclass = any (v_catalogs) then
    return query select f.tableoid, f.oid from pg_foreign_server f where f.xmin = any (v_xids);
  end if;
  if 'pg_default_acl'::regclass = any (v_catalogs) then
    return query select a.tableoid, a.oid from pg_default_acl a where a.xmin = any (v_xids);
  end if;
  if 'pg_policy'::regclass = any (v_catalogs) then
    return query select p.tableoid, p.oid from pg_policy p where p.xmin = any (v_xids);
  end if;
end
$pggit$;

comment on function pggit._granted_objects(xid8) is
  'Objects whose catalog rows were written by the transaction''s GRANT and REVOKE statements.';
`,
  },
  {
    name: 'functions/capture/_is_engine_changing.sql',
    sql: `-- Whether an installation is at work on this engine: called by capture when the gate is closed
-- (packages/core/src/contention). Anybody may take an advisory lock, and must not stop the record of
-- others with it: who holds or awaits this one must hold the manifest, too, which takes rights on it.
--
-- \`limit 1\`: as in _mark_dropped_objects. Nothing catches an error in here.

create or replace function pggit._is_engine_changing()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select
    from pg_locks g
    join pg_locks m on m.pid = g.pid and m.locktype = 'relation' and m.database = g.database
      and m.relation = to_regclass('pggit.manifest')
      and m.mode = 'RowExclusiveLock' and m.granted
    where g.locktype = 'advisory' and g.objsubid = 1 and g.mode = 'ExclusiveLock'
      and g.database = (select d.oid from pg_database d where d.datname = current_database() limit 1)
      and (g.classid::bigint << 32) + g.objid::bigint = 482771167606);
end
$pggit$;

comment on function pggit._is_engine_changing() is
  'Whether an installation is at work on this engine, so that nothing can be recorded.';
`,
  },
  {
    name: 'functions/capture/_is_manual_mode.sql',
    sql: `-- Whether the engine was installed without event triggers.

create or replace function pggit._is_manual_mode()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.settings s where s.name = 'mode' and s.value = '"manual"'::jsonb);
end
$pggit$;

comment on function pggit._is_manual_mode() is
  'Whether the engine runs without event triggers, so that nothing is captured by itself.';
`,
  },
  {
    name: 'functions/capture/_is_tracking.sql',
    sql: `-- Whether this session's DDL is captured right now. Two settings, both of the session alone:
-- pggit.tracking = off (the installer's own DDL), and a pause with the time it ends.

create or replace function pggit._is_tracking()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_paused_until constant text := current_setting('pggit.paused_until', true);
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return false;
  elsif v_paused_until is null or v_paused_until = '' then
    return true;
  end if;
  -- Anyone may set the setting to nonsense; that must not stop their DDL.
  begin
    return v_paused_until::timestamptz <= clock_timestamp();
  exception when data_exception or invalid_parameter_value then
    return true;
  end;
end
$pggit$;

comment on function pggit._is_tracking() is
  'Whether this session''s DDL is captured now: false while it is paused or pggit.tracking is off.';
`,
  },
  {
    name: 'functions/capture/_lock_current.sql',
    sql: `-- Locks known rows, one by one where it must be, for a transaction whose snapshot is older than some of
-- them, and returns those it got: not the ones that another session has changed or removed since, or
-- holds.

create or replace function pggit._lock_current(p_ids uuid[])
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_id uuid;
  v_held uuid[] := '{}'::uuid[];
begin
  begin
    perform from pggit.live_objects l
    where l.object_id = any (p_ids) order by l.object_id for update nowait;
    return p_ids;
  exception when serialization_failure or lock_not_available then
    null;
  end;
  for v_id in select i.id from unnest(p_ids) as i (id) order by i.id loop
    begin
      perform from pggit.live_objects l where l.object_id = v_id for update nowait;
      v_held := v_held || v_id;
    exception when serialization_failure or lock_not_available then
      null;
    end;
  end loop;
  return v_held;
end
$pggit$;

comment on function pggit._lock_current(uuid[]) is
  'Locks known rows; returns those that no other session has changed since the snapshot.';
`,
  },
  {
    name: 'functions/capture/_lock_known.sql',
    sql: `-- Locks the known rows that the described objects are about to change, in the order of their ids, and
-- returns the descriptions to write. PostgreSQL lets some commands run side by side on one object
-- (GRANT beside COMMENT, a rename beside a change of what refers to it): an object that another session
-- changed after ours was described is described again now that it is ours, so that neither change is
-- lost. p_known_ids, p_known_changes: the known rows as they were before the description.
--
-- A row that another transaction holds on is given up: its description loses its definition, and the
-- object is drift until the next capture. The wait looks again and again instead of queueing
-- (_await_locks says why), for all rows or none, so that two sessions never wait for each other. So is a
-- row that has changed since the snapshot of a repeatable-read transaction, which may not write it.
--
-- NOT IN, because its list is hashed whatever its length is taken for.

create or replace function pggit._lock_known(
  p_described pggit._description[],
  p_known_ids uuid[],
  p_known_changes bigint[]
)
returns pggit._description[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_described pggit._description[] := p_described;
  v_known_ids uuid[] := p_known_ids;
  v_known_changes bigint[] := p_known_changes;
  v_ids uuid[];
  v_held uuid[];
  v_stale uuid[];
  v_deadline constant timestamptz := clock_timestamp() + interval '800 ms';
  v_pause float8 := 0.001::float8;
  v_is_overtaken boolean := false;
begin
  loop
    -- What a lock finds is the row as it is now, not as the description may have found it.
    begin
      select
        coalesce(array_agg(l.object_id), '{}'),
        coalesce(array_agg(l.object_id) filter (
          where (l.object_id, l.change_id) not in (
            select k.id, k.change_id
            from unnest(v_known_ids, v_known_changes) as k (id, change_id))), '{}')
      into v_ids, v_stale
      from (
        select l.object_id, l.change_id
        from unnest(v_described) d
        join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind
        order by l.object_id
        for update of l nowait
      ) l;
      v_held := v_ids;
    exception
      when lock_not_available then
        v_held := null;
      when serialization_failure then
        v_held := null;
        v_is_overtaken := true;
    end;
    if v_held is null and not v_is_overtaken and clock_timestamp() < v_deadline then
      perform pg_sleep(v_pause);
      v_pause := least(v_pause * 2, 0.02);
      continue;
    elsif v_held is null then
      v_ids := array(
        select l.object_id from unnest(v_described) d
        join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind);
      v_held := case when v_is_overtaken then pggit._lock_current(v_ids) else array(
        select h.object_id from (
          select l.object_id from pggit.live_objects l
          where l.object_id = any (v_ids) order by l.object_id for update skip locked) h) end;
      v_stale := array(
        select l.object_id from pggit.live_objects l
        where l.object_id = any (v_held)
          and (l.object_id, l.change_id) not in (
            select k.id, k.change_id
            from unnest(v_known_ids, v_known_changes) as k (id, change_id)));
    end if;
    if v_stale = '{}' and cardinality(v_held) = cardinality(v_ids) then
      return v_described;
    end if;
    v_described := pggit._replace_descriptions(v_described, v_ids, v_held, v_stale);
    select
      array_agg(k.object_id), array_agg(k.change_id)
    into v_known_ids, v_known_changes
    from (
      select k.object_id, k.change_id
      from unnest(v_known_ids, v_known_changes) as k (object_id, change_id)
      where k.object_id <> all (v_stale)
      union all
      select l.object_id, l.change_id from pggit.live_objects l where l.object_id = any (v_stale)
    ) k;
  end loop;
end
$pggit$;

comment on function pggit._lock_known(pggit._description[], uuid[], bigint[]) is
  'Locks the known rows that are about to change; describes again what another session changed meanwhile.';
`,
  },
  {
    name: 'functions/capture/_mark.sql',
    sql: `-- Marks one object by hand, for a change of pggit's own that no event names: it is described at the end
-- of the transaction like any other.

create or replace function pggit._mark(p_classid oid, p_objid oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_mark constant pggit.dirty_objects := row(
    pg_current_xact_id(), pggit._current_flush(), p_classid, p_objid, 'CAPTURE',
    pggit._effective_role(), clock_timestamp(), false, null);
begin
  if current_setting('transaction_isolation') = 'serializable' then
    perform pggit._note_marks(array[v_mark]);
  else
    insert into pggit.dirty_objects values (v_mark.*);
  end if;
  if current_setting('pggit.queued', true) is distinct from pg_current_xact_id()::text then
    perform pggit._queue_description(pggit._current_flush());
  end if;
end
$pggit$;

comment on function pggit._mark(oid, oid) is
  'Marks one object to be described at the end of the transaction.';
`,
  },
  {
    name: 'functions/capture/_mark_ddl_commands.sql',
    sql: `-- ddl_command_end: notes what the command touched, and nothing else. Definitions are read once, at
-- the end of the transaction.
--
-- Runs as its owner, so that a role with no rights on pggit can run any DDL. search_path is pinned:
-- PostgreSQL 17 restricts it inside REFRESH MATERIALIZED VIEW CONCURRENTLY. No exception block: it
-- would take a subtransaction per statement, and the marks of GRANT rely on the transaction id.
--
-- The table and the other functions are looked up before they are used: in an engine that somebody
-- damaged by hand there is nothing to record with, and the command must go on. So no variable has a
-- type of ours.
--
-- Every expression and every reading of the events has its price in each statement: what is out of the
-- ordinary is asked for once, and the marks of ordinary commands are written right here.
-- Locks: none but those of an insert into a table only this transaction's rows are ever read from.

create or replace function pggit._mark_ddl_commands()
returns event_trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id();
  v_is_queued constant boolean := current_setting('pggit.queued', true) = v_xid::text;
  v_flush int := 0;
  v_has_marks boolean;
  v_classids oid[];
  v_objids oid[];
  v_relations oid[];
  v_tables text[];
begin
  if v_is_queued is not true
    or current_setting('pggit.tracking', true) = 'off'
    or current_setting('pggit.paused_until', true) <> ''
    or current_setting('pggit.flush', true) <> ''
  then
    if current_setting('pggit.tracking', true) = 'off'
      or v_is_queued is not true and to_regclass('pggit.dirty_objects') is null
    then
      return;
    end if;
    -- The gate, shared until the transaction ends: closed while an upgrade changes the tables.
    if v_is_queued is not true and not pg_try_advisory_xact_lock_shared(482771167606) then
      if to_regproc('pggit._is_engine_changing') is null then
        return;
      elsif pggit._is_engine_changing() then
        return;
      end if;
    end if;
    if current_setting('pggit.paused_until', true) <> '' then
      if to_regproc('pggit._is_tracking') is null then
        return;
      elsif not pggit._is_tracking() then
        return;
      end if;
    end if;
    if current_setting('pggit.flush', true) <> '' then
      v_flush := pggit._current_flush();
    end if;
  end if;

  if current_setting('transaction_isolation') = 'serializable' then
    if to_regproc('pggit._ddl_marks') is null or to_regproc('pggit._note_marks') is null then
      return;
    end if;
    v_has_marks := pggit._note_marks(array(select m from pggit._ddl_marks(tg_tag, v_flush) m));
    if tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA') then
      select array_agg(c.objid), array_agg(c.object_identity) into v_relations, v_tables
      from pg_event_trigger_ddl_commands() c
      where c.object_type = 'table' and not c.in_extension;
    end if;
  elsif tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA') then
    select array_agg(c.classid), array_agg(c.objid),
      array_agg(c.objid) filter (where c.object_type = 'table'),
      array_agg(c.object_identity) filter (where c.object_type = 'table')
    into v_classids, v_objids, v_relations, v_tables
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, u.classid, u.objid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from unnest(v_classids, v_objids) as u (classid, objid);
    v_has_marks := found;
  elsif tg_tag in ('GRANT', 'REVOKE') then
    if to_regproc('pggit._granted_catalog') is null then
      return;
    end if;
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, g.classid, 0, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from (
      select pggit._granted_catalog(c.object_type) as classid
      from pg_event_trigger_ddl_commands() c where not c.in_extension offset 0
    ) g
    where g.classid is not null;
    v_has_marks := found;
  elsif tg_tag in ('ALTER DEFAULT PRIVILEGES', 'ALTER PUBLICATION', 'DROP OWNED') then
    if to_regproc('pggit._ddl_marks') is null then
      return;
    end if;
    insert into pggit.dirty_objects select * from pggit._ddl_marks(tg_tag, v_flush);
    v_has_marks := found;
  else
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, c.classid, c.objid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
    v_has_marks := found;
  end if;

  if v_has_marks and v_tables is not null
    and to_regproc('pggit._watch_created_tables') is not null
  then
    perform pggit._watch_created_tables(v_relations, v_tables);
  end if;
  if v_has_marks and v_is_queued is not true
    and to_regproc('pggit._queue_description') is not null
  then
    perform pggit._queue_description(v_flush);
  end if;
end
$pggit$;

comment on function pggit._mark_ddl_commands() is
  'Event trigger: notes which objects a command touched; they are described at the end of the transaction.';
`,
  },
  {
    name: 'functions/capture/_mark_drift.sql',
    sql: `-- Marks every object on which the catalog and the live state differ, as if an event had named it. Whoever
-- calls this records the marks at once and says what becomes of them: so the deferred trigger is not queued,
-- which would make a commit of its own of them where constraints are set to immediate.

create or replace function pggit._mark_drift()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_queued constant text := coalesce(current_setting('pggit.queued', true), '');
  v_classids oid[];
  v_objids oid[];
begin
  perform pggit._rebind_live_objects();
  perform pggit._follow_history_tables();
  select array_agg(d.classid), array_agg(d.objid) into v_classids, v_objids from pggit._drift() d;
  if v_objids is null then
    return;
  end if;
  perform set_config('pggit.queued', pg_current_xact_id()::text, true);
  perform pggit._mark(m.classid, m.objid)
  from unnest(v_classids, v_objids) as m (classid, objid);
  perform set_config('pggit.queued', v_queued, true);
end
$pggit$;

comment on function pggit._mark_drift() is
  'Marks every object on which catalog and live state differ, to be recorded by the caller.';
`,
  },
  {
    name: 'functions/capture/_mark_dropped_objects.sql',
    sql: `-- sql_drop: notes what is gone, and the relations that lost a part of theirs (a default, constraint
-- or column taken along by DROP ... CASCADE elsewhere), which no other event names.
-- The same rules as for _mark_ddl_commands.

create or replace function pggit._mark_dropped_objects()
returns event_trigger
language plpgsql
volatile
security definer -- whoever runs DDL needs no right on pggit
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id();
  v_is_queued constant boolean := current_setting('pggit.queued', true) = v_xid::text;
  v_flush int := 0;
  v_role constant text := coalesce(nullif(current_setting('role'), 'none'), session_user::text);
  v_classids oid[];
  v_objids oid[];
  v_are_dropped boolean[];
  v_names text[];
begin
  if v_is_queued is not true
    or current_setting('pggit.tracking', true) = 'off'
    or current_setting('pggit.paused_until', true) <> ''
    or current_setting('pggit.flush', true) <> ''
  then
    if current_setting('pggit.tracking', true) = 'off'
      or v_is_queued is not true and to_regclass('pggit.dirty_objects') is null
    then
      return;
    end if;
    -- The gate, shared until the transaction ends: closed while an upgrade changes the tables.
    if v_is_queued is not true and not pg_try_advisory_xact_lock_shared(482771167606) then
      if to_regproc('pggit._is_engine_changing') is null then
        return;
      elsif pggit._is_engine_changing() then
        return;
      end if;
    end if;
    if current_setting('pggit.paused_until', true) <> '' then
      if to_regproc('pggit._is_tracking') is null then
        return;
      elsif not pggit._is_tracking() then
        return;
      end if;
    end if;
    if current_setting('pggit.flush', true) <> '' then
      v_flush := pggit._current_flush();
    end if;
  end if;

  select array_agg(m.classid), array_agg(m.objid),
    array_agg((m.original or m.normal) and m.is_itself), array_agg(m.name)
  into v_classids, v_objids, v_are_dropped, v_names
  from (
    select o.original, o.normal, o.address_names::text as name,
      o.object_type not in ('table constraint', 'default value', 'domain constraint') as is_itself,
      case
        when o.object_type in ('table constraint', 'default value') then 'pg_class'::regclass::oid
        when o.object_type = 'domain constraint' then 'pg_type'::regclass::oid
        else o.classid
      end as classid,
      case
        -- \`limit 1\`: a repeatable-read transaction that alters what another has altered since sees both
        -- versions of the row, its snapshot's and its own.
        when o.object_type in ('table constraint', 'default value')
          then (
            select c.oid from pg_class c
            where c.relname = o.address_names[2] and c.relnamespace = (
              select n.oid from pg_namespace n where n.nspname = o.address_names[1] limit 1)
            limit 1)
        when o.object_type = 'domain constraint' then (
          select t.oid from pg_type t where t.typname = (parse_ident(o.address_names[1]))[2]
            and t.typnamespace = (
              select n.oid from pg_namespace n
              where n.nspname = (parse_ident(o.address_names[1]))[1] limit 1)
          limit 1)
        else o.objid
      end as objid
    from pg_event_trigger_dropped_objects() o
    where not o.is_temporary
      and o.schema_name is distinct from 'pg_toast'
      -- A view's rule is the view. The row type of a table and the array of a type are not objects of
      -- their own; parts that go with their table, column or domain say nothing that it does not.
      and not (o.object_type = 'rule' and o.address_names[3] = '_RETURN')
      and (o.original or o.normal or o.object_type not in (
        'type', 'table constraint', 'default value', 'domain constraint'))
  ) m
  where m.objid is not null;
  if tg_tag = 'ALTER PUBLICATION' then
    -- What is taken out of a publication is named as a part of it, by its name.
    select v_classids || array_agg(p.tableoid), v_objids || array_agg(p.oid),
      v_are_dropped || array_agg(false), v_names || array_agg(null::text)
    into v_classids, v_objids, v_are_dropped, v_names
    from pg_event_trigger_dropped_objects() o
    join pg_publication p on p.pubname = o.address_args[1]
    where o.original;
  end if;
  if v_objids is null then
    return;
  elsif current_setting('transaction_isolation') <> 'serializable' then
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at, is_dropped, dropped_name)
    select v_xid, v_flush, u.classid, u.objid, tg_tag, v_role, clock_timestamp(), u.is_dropped,
      case when u.is_dropped then u.name end
    from unnest(v_classids, v_objids, v_are_dropped, v_names) as u (classid, objid, is_dropped, name);
  elsif to_regproc('pggit._note_marks') is not null then
    perform pggit._note_marks(array(
      select row(v_xid, v_flush, u.classid, u.objid, tg_tag, v_role, clock_timestamp(), u.is_dropped,
        case when u.is_dropped then u.name end)::pggit.dirty_objects
      from unnest(v_classids, v_objids, v_are_dropped, v_names) as u (classid, objid, is_dropped, name)));
  end if;
  if v_is_queued is not true and to_regproc('pggit._queue_description') is not null then
    perform pggit._queue_description(v_flush);
  end if;
  if current_setting('pggit.held_lock', true) <> ''
    and to_regproc('pggit._drop_tool_lock') is not null
  then
    perform pggit._drop_tool_lock(v_objids);
  end if;
end
$pggit$;

comment on function pggit._mark_dropped_objects() is
  'Event trigger: notes which objects a command dropped; they are described at the end of the transaction.';
`,
  },
  {
    name: 'functions/capture/_new_object_id.sql',
    sql: `-- The id of an object seen for the first time: derived from the kind and the name it was born with,
-- so that the same migrations in two databases give the same ids. If an object that was born with
-- that name lives on under another, the next number is taken; an object that was dropped and comes
-- back is the same object again.

create or replace function pggit._new_object_id(p_kind text, p_identity text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id uuid;
  v_birth int := 0;
begin
  loop
    v_id := encode(
      substr(sha256(case when getdatabaseencoding() = 'UTF8'
        then convert_to(p_kind || E'\\n' || p_identity || E'\\n' || v_birth, 'UTF8')
        else pggit._utf8_bytes(p_kind || E'\\n' || p_identity || E'\\n' || v_birth) end), 1, 16),
      'hex')::uuid;
    exit when not exists (select from pggit.live_objects l where l.object_id = v_id);
    v_birth := v_birth + 1;
  end loop;
  return v_id;
end
$pggit$;

comment on function pggit._new_object_id(text, text) is
  'The stable id of a new object, derived from its kind and first identity.';
`,
  },
  {
    name: 'functions/capture/_note_marks.sql',
    sql: `-- Keeps marks of a serializable transaction in settings, until they are described (_take_noted_marks).
-- PostgreSQL tracks what a serializable transaction reads and writes, and an insert beside what another
-- one has read can abort it: in the middle of a user's statement, where nothing could catch it. A
-- setting it does not track. Like a row, it is taken back with its savepoint.
--
-- Any role can write the setting, and a mark says which role ran which command: each is signed. What a
-- role can do is take its marks away, and then its changes are drift. The key is a row that nobody ever
-- updates, so reading it conflicts with nothing.
--
-- The first line is the transaction's id, so that a value left over from elsewhere means nothing, and how
-- many settings are full already (pggit.noted_0 and so on): a long one costs milliseconds to read and to
-- write, and there may be thousands of marks. Returns whether anything was noted.

create or replace function pggit._note_marks(p_marks pggit.dirty_objects[])
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := pg_current_xact_id()::text;
  v_noted text := current_setting('pggit.noted', true);
  v_full text;
  v_lines text;
begin
  -- In an engine that somebody damaged there is nothing to sign with, and the command must go on.
  if to_regproc('pggit._sign_note') is not null then
    v_lines := (
      select string_agg(pggit._sign_note(v_xid, l.mark) || l.mark, E'\\n' order by l.n)
      from (
        select n, to_jsonb(p_marks[n])::text as mark from generate_subscripts(p_marks, 1) as n
      ) l);
  end if;
  if v_lines is null then
    return false;
  end if;
  v_full := substring(v_noted from '^' || v_xid || E':([0-9]{1,4})\\n');
  if v_full is null then
    v_noted := v_xid || ':0';
  elsif octet_length(v_noted) > 10000 then
    perform set_config('pggit.noted_' || v_full, v_noted, true);
    v_noted := v_xid || ':' || v_full::int + 1;
  end if;
  perform set_config('pggit.noted', v_noted || E'\\n' || v_lines, true);
  return true;
end
$pggit$;

comment on function pggit._note_marks(pggit.dirty_objects[]) is
  'Keeps marks of a serializable transaction, signed, in settings; false when there are none.';
`,
  },
  {
    name: 'functions/capture/_noted_marks.sql',
    sql: `-- The marks a serializable transaction has noted (_note_marks) and not described yet. A line whose
-- signature is not pggit's own was written by the session itself and says nothing.
--
-- Runs as its owner, who alone may read the key: the pending marks are part of what a reader's
-- pggit.status() shows.

create or replace function pggit._noted_marks()
returns setof pggit.dirty_objects
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := pg_current_xact_id_if_assigned()::text;
  v_full constant int :=
    substring(current_setting('pggit.noted', true) from '^' || v_xid || E':([0-9]{1,4})\\n')::int;
begin
  if v_full is null then
    return;
  end if;
  return query
  select m.*
  from (
    select current_setting('pggit.noted', true)
    union all
    select current_setting('pggit.noted_' || n, true) from generate_series(0, v_full - 1) n
  ) as s (lines)
  cross join lateral unnest((string_to_array(s.lines, E'\\n'))[2:]) as l (line)
  cross join lateral (
    -- Nothing is read before its signature is.
    select case when left(l.line, 64) = pggit._sign_note(v_xid, substr(l.line, 65))
      then substr(l.line, 65)::jsonb end as mark
  ) k
  cross join lateral jsonb_populate_record(null::pggit.dirty_objects, k.mark) m
  where k.mark is not null;
end
$pggit$;

comment on function pggit._noted_marks() is
  'Marks that a serializable transaction keeps in its settings until it is described.';
`,
  },
  {
    name: 'functions/capture/_only_names_differ.sql',
    sql: `-- Whether an object that commands reached differs from what it was only in names that are not its own. Of
-- a table those are the names of its columns' parent columns, of the table it is a partition of, of the
-- index it clusters on; of anything else all but privileges, which a GRANT changes and no rename.

create or replace function pggit._only_names_differ(
  p_kind text,
  p_known_blob bytea,
  p_definition jsonb,
  p_old_ids jsonb,
  p_new_ids jsonb
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return not exists (
    select from jsonb_object_keys(pggit._definition_difference(
      pggit._definition_of(p_known_blob), p_definition, p_old_ids, p_new_ids)) as d (path)
    where case when p_kind in ('table', 'foreign table')
      then d.path !~ '^(partition_of|inherits|of_type|cluster_on|replica_identity_index)'
        and d.path !~ '^columns[.].*[.]name$'
      else d.path ~ '(^|[.])privileges([.]|$)' end
  );
end
$pggit$;

comment on function pggit._only_names_differ(text, bytea, jsonb, jsonb, jsonb) is
  'Whether two definitions differ only in names that follow from a rename elsewhere.';
`,
  },
  {
    name: 'functions/capture/_pending_marks.sql',
    sql: `-- What this transaction has touched and not described yet. A standby cannot even open the unlogged
-- table, so the question is not asked there.

create or replace function pggit._pending_marks()
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not pg_is_in_recovery() then
    return query
    select e.classid, e.objid
    from (
      select array_agg(d.classid) as classids, array_agg(d.objid) as objids
      from (
        select * from pggit.dirty_objects
        union all
        select * from pggit._noted_marks()
      ) d
      where d.transaction_id = pg_current_xact_id_if_assigned()
        and d.flush = pggit._current_flush()
        and d.classid <> 0
    ) marked
    cross join lateral pggit._expand(
      pg_current_xact_id_if_assigned(), marked.classids, marked.objids) x
    cross join lateral unnest(x.p_classids, x.p_objids) as e (classid, objid)
    where marked.objids is not null;
  end if;
end
$pggit$;

comment on function pggit._pending_marks() is
  'Addresses this transaction has marked and not described yet, widened as they will be.';
`,
  },
  {
    name: 'functions/capture/_queue_description.sql',
    sql: `-- Sees to it that the deferred trigger runs at the end of this transaction: one row of its own, whose
-- insert queues it, once a transaction. With constraints set to immediate it runs right here, so the
-- marks are written before this is called.
--
-- No deferred trigger may be queued inside a security-restricted operation (a function that runs DDL,
-- called by the query of a materialized view): that DDL goes on, and its objects show as drift. So does
-- that of a serializable transaction which may not even insert (_note_marks).

create or replace function pggit._queue_description(p_flush int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform set_config('pggit.queued', pg_current_xact_id()::text, true);
  insert into pggit.dirty_objects
    (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
  values (pg_current_xact_id(), p_flush, 0, 0, 'QUEUE', '', clock_timestamp());
exception
  when insufficient_privilege then
    perform set_config('pggit.noted', '', true);
    delete from pggit.dirty_objects d where d.transaction_id = pg_current_xact_id();
  when serialization_failure then
    perform set_config('pggit.noted', '', true);
    raise warning 'pggit could not record this change: %', sqlerrm;
end
$pggit$;

comment on function pggit._queue_description(int) is
  'Queues the description of this transaction''s marks for its end.';
`,
  },
  {
    name: 'functions/capture/_rebind_columns.sql',
    sql: `-- The columns pggit knew, by the attribute numbers they have after a restore. A dump leaves dropped
-- columns out and keeps the order, so the numbers close up; a major upgrade keeps them as they are.
-- A column is found by its name, else by its place: then it has been renamed since, and what is known
-- of it is its old name, as for any column that is about to be found renamed.

create or replace function pggit._rebind_columns(
  p_names text[],
  inout p_known_names text[],
  inout p_known_ids text[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keeps_numbers constant boolean := cardinality(p_names) >= cardinality(p_known_names)
    and not exists (
      select from unnest(p_known_names) with ordinality as k (name, position)
      where k.name is null and p_names[k.position] is not null);
  v_old_names text[];
  v_old_ids text[];
  v_names text[] := '{}'::text[];
  v_ids text[] := '{}'::text[];
  v_found int;
begin
  if p_names is null or p_known_names is null or p_names = p_known_names then
    return;
  end if;
  select array_agg(k.name order by k.position), array_agg(k.id order by k.position)
  into v_old_names, v_old_ids
  from unnest(p_known_names, p_known_ids) with ordinality as k (name, id, position)
  where v_keeps_numbers or k.name is not null;

  for i in 1 .. cardinality(p_names) loop
    v_found := case when p_names[i] is not null then array_position(p_known_names, p_names[i]) end;
    if v_found is not null then
      v_names := v_names || p_names[i];
      v_ids := v_ids || p_known_ids[v_found];
    elsif v_old_names[i] is not null and array_position(p_names, v_old_names[i]) is null then
      v_names := v_names || v_old_names[i];
      v_ids := v_ids || v_old_ids[i];
    else
      exit when i > coalesce(cardinality(v_old_names), 0);
      v_names := v_names || p_names[i];
      v_ids := v_ids || coalesce(p_names[i], v_old_ids[i]);
    end if;
  end loop;
  p_known_names := v_names;
  p_known_ids := v_ids;
end
$pggit$;

comment on function pggit._rebind_columns(text[], text[], text[]) is
  'What is known of a relation''s columns, by the attribute numbers they have after a restore.';
`,
  },
  {
    name: 'functions/capture/_rebind_live_objects.sql',
    sql: `-- After a restore or a major upgrade every oid is another one. pggit knows its catalog by the oids of
-- its own schema and tables: when they have changed, the live state is bound to the catalog again by
-- kind and identity, which is no change to anything. What is not found keeps no address and shows as drift.

create or replace function pggit._rebind_live_objects()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = on
as $pggit$
declare
  -- Addresses of what was not found: oids no catalog has reached, each another one.
  v_nowhere constant bigint := 4200000000;
  v_catalog constant jsonb := pggit._catalog_identity();
begin
  -- What has been looked at once in a session is not looked at again.
  perform set_config('pggit.bound_to', 'pggit.live_objects'::regclass::oid::text, false);
  if exists (
    select from pggit.settings s where s.name = 'catalog' and s.value = v_catalog
  ) then
    return;
  end if;

  update pggit.live_objects l
  set classid = coalesce(d.classid, l.classid),
      objid = coalesce(d.objid, (v_nowhere + row_number)::oid),
      parent_objid = d.parent_objid,
      column_names = c.p_known_names,
      column_ids = nullif(c.p_known_ids, c.p_known_names)
  from (select o.*, row_number() over () from pggit.live_objects o) k
  left join pggit._scan() d on d.kind = k.kind and d.identity = k.identity
  cross join lateral pggit._rebind_columns(
    d.column_names, k.column_names, coalesce(k.column_ids, k.column_names)) c
  where l.object_id = k.object_id;

  -- What was renamed before anything else happened: the one object left of its kind and definition on
  -- both sides.
  update pggit.live_objects l
  set classid = p.classid, objid = p.objid, parent_objid = p.parent_objid,
      column_names = p.p_known_names, column_ids = nullif(p.p_known_ids, p.p_known_names)
  from (
    select u.object_id, d.classid, d.objid, d.parent_objid, c.p_known_names, c.p_known_ids,
      count(*) over (partition by u.kind, u.blob) as pairs
    from pggit.live_objects u
    join pggit._scan() d on d.kind = u.kind and pggit._blob_hash(d.kind, d.definition) = u.blob
    cross join lateral pggit._rebind_columns(
      d.column_names, u.column_names, coalesce(u.column_ids, u.column_names)) c
    where u.objid > v_nowhere::oid
      and not exists (
        select from pggit.live_objects o where o.objid = d.objid and o.classid = d.classid)
  ) p
  where p.pairs = 1 and l.object_id = p.object_id;

  update pggit.watched_tables w set relation = pggit._relation_named(w.source) where w.attached;

  insert into pggit.settings (name, value) values ('catalog', v_catalog)
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit._rebind_live_objects() is
  'Binds the live state to the catalog again by kind and identity when oids are not the ones it knew.';
`,
  },
  {
    name: 'functions/capture/_record_pending.sql',
    sql: `-- Describes what the running transaction has marked and writes the differences into the journal.
-- Called at the end of a transaction, and earlier at every boundary that changes must not blur: the
-- begin and end of a deployment, a row in a migration tool's history table.
--
-- In turn: the marks; what else the commands may have changed (_expand); what pggit knows of those
-- addresses; how they are now (_describe); which of them differ; what depends on those with a new
-- name, described in the same way until there is no more; the rows of the journal.
--
-- Most transactions need few of the steps, and a fresh session has to plan each one it takes: a step is
-- only called when there is something for it to do.
--
-- In an emergency stop only what capture() and the like have marked goes on.
--
-- The planner's settings: everything is looked up by key. A plan is kept for the life of the session, and
-- one made while the catalog was small would read all of it for every change when it no longer is: whole
-- tables, and whole indexes to hash or merge them. They hold for what is called from here as well, so
-- nothing there may join two long lists.
--
-- p_deployment_id, p_link_id: the deployment and the migration the changes belong to, if any.
-- p_commit_id: the commit they are about to become; without one they stay staged. Returns the journal
-- rows written.

create or replace function pggit._record_pending(
  p_deployment_id uuid,
  p_link_id bigint default null,
  p_commit_id uuid default null
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
  v_flush int := 0;
  v_tracking pggit._tracking;
  v_has_drops boolean;
  v_may_be_renamed boolean;
  v_marked_classids oid[];
  v_marked_objids oid[];
  v_tags text[];
  v_marks jsonb;
  v_step pggit.changes;
  v_classids oid[];
  v_objids oid[];
  v_reached_objids oid[];
  v_seen_classids oid[];
  v_seen_objids oid[];
  v_unknown_classids oid[];
  v_unknown_objids oid[];
  v_known_ids uuid[];
  v_known_changes bigint[];
  v_known_objids oid[];
  v_found bigint := 0::bigint;
  v_batch pggit._description[];
  v_rules text[];
  v_ignored text[] := '{}'::text[];
  v_described pggit._description[];
  v_differing pggit._description[];
  v_locked pggit._description[];
  v_is_known boolean;
  v_is_locked boolean;
  v_may_continue boolean;
  v_is_renamed boolean;
  v_has_rules boolean;
  v_has_renames boolean;
  v_causes jsonb;
  v_written bigint[] := '{}'::bigint[];
begin
  if v_xid is null then
    return v_written;
  end if;
  if current_setting('pggit.flush', true) <> '' then
    v_flush := pggit._current_flush();
  end if;
  if current_setting('pggit.noted', true) <> '' then
    perform pggit._take_noted_marks();
  end if;
  -- A history row in a transaction of its own, or the end of one that was described at its history row.
  if not exists (
    select from pggit.dirty_objects m
    where m.transaction_id = v_xid and m.flush = v_flush and m.classid <> 0)
  then
    delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
    return v_written;
  end if;
  v_tracking := pggit._tracking_configuration();
  if v_tracking.disabled_until > clock_timestamp() then
    delete from pggit.dirty_objects d
    where d.transaction_id = v_xid and d.flush = v_flush and d.command_tag <> 'CAPTURE';
  end if;
  if v_tracking.ignore_operations is not null or v_tracking.track_operations is not null
    or v_tracking.ignore_patterns is not null
  then
    perform pggit._drop_ignored_marks(v_xid, v_flush, v_tracking);
  end if;

  -- The oldest mark of each object first; the first of all names what no command named. An altered
  -- object that pggit does not track, or a schema, may have a new name for all it knows; one that this
  -- transaction made has none that anything older could mention.
  select array_agg(d.classid), array_agg(d.objid), array_agg(d.tags),
    jsonb_object_agg(d.objid, jsonb_build_object('tag', d.tags, 'role', d.role_name)),
    (array_agg(d.tags))[1], (array_agg(d.role_name))[1], bool_or(d.is_dropped),
    bool_or((d.classid = 'pg_namespace'::regclass or (d.tags like '%ALTER%'
        and d.tags !~ '^CREATE (TABLE|SEQUENCE|INDEX|TRIGGER|DOMAIN|TYPE)'))
      and not exists (
        select from pggit.live_objects l where l.objid = d.objid and l.classid = d.classid)),
    p_deployment_id, p_link_id, p_commit_id
  into v_marked_classids, v_marked_objids, v_tags, v_marks, v_step.command_tag, v_step.role_name,
    v_has_drops, v_may_be_renamed, v_step.deployment_id, v_step.link_id, v_step.commit_id
  from (
    select t.classid, t.objid, min(t.role_name) as role_name,
      string_agg(t.command_tag, ', ' order by t.marked_at) as tags,
      bool_or(t.is_dropped) as is_dropped
    from (
      select m.classid, m.objid, m.command_tag, min(m.role_name) as role_name,
        min(m.marked_at) as marked_at, bool_or(m.is_dropped) as is_dropped
      from pggit.dirty_objects m
      where m.transaction_id = v_xid and m.flush = v_flush and m.classid <> 0
      group by m.classid, m.objid, m.command_tag
    ) t
    group by t.classid, t.objid
    order by min(t.marked_at)
  ) d;
  if v_marked_objids is null then
    delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
    return v_written;
  end if;
  if v_may_be_renamed or 'pg_namespace'::regclass = any (v_marked_classids) then
    if pggit._follow_history_tables() then
      v_tracking := pggit._tracking_configuration();
    end if;
  end if;
  if current_setting('pggit.bound_to', true)
    is distinct from 'pggit.live_objects'::regclass::oid::text
  then
    perform pggit._rebind_live_objects();
  end if;
  if v_has_drops then
    select v_marked_classids || array_agg(v.classid), v_marked_objids || array_agg(v.objid)
    into v_marked_classids, v_marked_objids
    from pggit._vanished_objects(v_xid) v;
  end if;

  select e.p_classids, e.p_objids, e.p_objids into v_classids, v_objids, v_reached_objids
  from pggit._expand(v_xid, v_marked_classids, v_marked_objids) e;
  delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
  perform set_config('pggit.flush', v_xid || ':' || v_flush + 1, true);
  if v_may_be_renamed then
    select a.p_classids, a.p_objids into v_unknown_classids, v_unknown_objids
    from (
      select array_agg(m.classid) as classids, array_agg(m.objid) as objids
      from unnest(v_marked_classids, v_marked_objids, v_tags) as m (classid, objid, tags)
      where m.tags like '%ALTER%' or m.classid = 'pg_namespace'::regclass
    ) m
    cross join lateral pggit._unknown_addresses(m.classids, m.objids) a;
  end if;

  loop
    select v_known_ids || array_agg(l.object_id), v_known_changes || array_agg(l.change_id),
      v_known_objids || array_agg(l.objid)
    into v_known_ids, v_known_changes, v_known_objids
    from unnest(v_classids, v_objids) as u (classid, objid)
    join pggit.live_objects l on l.objid = u.objid and l.classid = u.classid;
    v_batch := array(select d from pggit._describe(v_classids, v_objids) d);
    v_rules := pggit._ignore_rules(v_batch, v_tracking);
    v_ignored := v_ignored || array_remove(v_rules, null);

    -- What became ignored differs too. Columns at the end of a table rename nothing.
    select
      v_described || v_batch,
      v_differing || array_agg(c.description) filter (where c.differs),
      v_found + count(c.object_id),
      coalesce(bool_or(c.differs and c.object_id is not null), false) or v_is_known,
      coalesce(bool_or(c.differs and c.rule is not null), false) or v_has_rules,
      coalesce(bool_or(c.is_locked), false) or v_is_locked,
      coalesce(bool_or(c.may_continue), false) or v_may_continue,
      bool_or(c.differs and (
        c.identity <> c.old_identity
        or c.old_columns is distinct from c.columns[1:cardinality(c.old_columns)]
        or c.kind in ('schema', 'extension', 'enum', 'range type')))
    into v_described, v_differing, v_found, v_is_known, v_has_rules, v_is_locked, v_may_continue,
      v_is_renamed
    from (
      select
        row(d.kind, d.classid, d.objid, d.schema_name, d.identity, d.parent_objid, d.column_names,
          d.definition)::pggit._description as description,
        v_rules[d.n] as rule, l.object_id, d.kind, d.identity, l.identity as old_identity,
        d.column_names as columns, l.column_names as old_columns, d.definition is null as is_locked,
        case
          when d.definition is null then true
          when l.object_id is null then v_rules[d.n] is null
          else v_rules[d.n] is not null
            or d.identity <> l.identity
            or d.column_names is distinct from l.column_names
            or pggit._blob_hash(d.kind, d.definition) <> l.blob
        end as differs,
        -- Nothing at this address, and yet something of this name, or an index that lost its own.
        l.object_id is null and (
          exists (
            select from pggit.live_objects o where o.kind = d.kind and o.identity = d.identity)
          or d.kind = 'index' and exists (
            select from pggit.live_objects o
            where o.parent_objid = d.parent_objid and o.kind = 'index'
              and o.blob = pggit._blob_hash(d.kind, d.definition))) as may_continue
      from unnest(v_batch) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      left join pggit.live_objects l
        on l.objid = d.objid and l.classid = d.classid and l.kind = coalesce(d.kind, l.kind)
    ) c;
    exit when v_unknown_objids is null and v_is_renamed is not true;

    v_has_renames := v_has_renames or v_is_renamed;
    v_seen_classids := v_seen_classids || v_classids;
    v_seen_objids := v_seen_objids || v_objids;
    select array_agg(n.classid), array_agg(n.objid),
      coalesce(jsonb_object_agg(n.objid, n.caused_by) filter (where n.caused_by is not null), '{}')
        || coalesce(v_causes, '{}')
    into v_classids, v_objids, v_causes
    from pggit._renamed_dependents(v_batch, v_unknown_classids, v_unknown_objids) n;
    exit when v_objids is null;
    select a.p_classids, a.p_objids into v_unknown_classids, v_unknown_objids
    from pggit._unknown_addresses(v_classids, v_objids) a;

    -- What lives on a dependent relation carries its name; what was described already stays as it is.
    select array_agg(a.classid), array_agg(a.objid) into v_classids, v_objids
    from (
      select u.classid, u.objid
      from pggit._expand(v_xid, v_classids, v_objids) e
      cross join lateral unnest(e.p_classids, e.p_objids) as u (classid, objid)
      except
      select s.classid, s.objid from unnest(v_seen_classids, v_seen_objids) as s (classid, objid)
    ) a;
    exit when v_objids is null;
  end loop;

  if v_ignored <> '{}' then
    perform pggit._count_ignored(v_ignored);
  end if;
  if v_is_known then
    v_locked := pggit._lock_known(v_differing, v_known_ids, v_known_changes);
    if v_locked <> v_differing then
      v_differing := v_locked;
      v_has_rules := true;
      v_is_locked := true;
    end if;
  end if;
  if v_differing is not null and current_setting('transaction_isolation') <> 'read committed' then
    v_written := pggit._write_current_changes(
      v_step, v_differing, v_tracking, v_marks, v_reached_objids, v_causes, v_has_renames,
      v_may_continue);
  elsif v_differing is not null then
    for v_attempt in 1 .. 5 loop
      begin
        v_written := pggit._write_changes(
          v_step, v_differing,
          case when v_has_rules then pggit._ignore_rules(v_differing, v_tracking) end,
          v_marks, v_reached_objids, v_causes, v_has_renames,
          case when v_may_continue then pggit._continued_objects(v_differing) end);
        exit;
      exception when serialization_failure then
        if v_attempt = 5 then
          raise;
        end if;
        -- What was unknown, or known by its name alone, another session has recorded meanwhile. Now it is
        -- there to be locked, and described as it is then.
        v_differing := pggit._lock_known(v_differing, '{}', '{}');
        v_has_rules := true;
        v_is_locked := true;
      end;
    end loop;
  end if;
  if v_found < cardinality(v_known_ids) then
    v_written := v_written || pggit._write_removals(
      v_step, v_described, v_known_ids, v_known_objids, v_marks);
  end if;
  if v_is_locked then
    perform pggit._report_locked(v_differing);
  end if;
  -- What another session has changed since the snapshot is still there in it when this one drops it.
  if v_has_drops and current_setting('transaction_isolation') <> 'read committed' then
    perform pggit._report_overtaken(array(
      select format('%s %s', l.kind, l.identity)
      from unnest(v_described) d
      join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
      where (pg_identify_object(d.classid, d.objid, 0)).identity is null
      order by 1));
  end if;
  return v_written;
end
$pggit$;

comment on function pggit._record_pending(uuid, bigint, uuid) is
  'Describes what this transaction marked and writes the differences into the journal; returns their change_ids.';
`,
  },
  {
    name: 'functions/capture/_record_transaction.sql',
    sql: `-- Ends a transaction's record: describes the marks, and commits what belongs to this transaction
-- alone. Inside a deployment the changes stay staged until it ends, unless it commits as it goes.

create or replace function pggit._record_transaction()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  -- Marks were described before in this transaction, so it may have left changes staged.
  v_is_continued constant boolean := current_setting('pggit.flush', true) <> '';
  v_deployment uuid;
  v_link_id bigint;
  v_commit_id uuid;
  v_changes bigint[];
begin
  if current_setting('pggit.deployment', true) is not null
    or current_setting('application_name') like 'pggit:%'
  then
    v_deployment := pggit._session_deployment(true);
  end if;
  if v_deployment is null then
    v_commit_id := gen_random_uuid();
  elsif exists (
    select from pggit.deployments d where d.deployment_id = v_deployment and d.auto_commit
  ) then
    v_commit_id := gen_random_uuid();
  end if;
  if current_setting('pggit.announced', true) is not null then
    v_link_id := pggit._announced_link(v_deployment);
  end if;
  v_changes := pggit._record_pending(v_deployment, v_link_id, v_commit_id);
  if v_commit_id is not null then
    perform pggit._commit_transaction(v_deployment, v_commit_id, v_changes);
  end if;
  -- What this transaction did before its session began the deployment.
  if v_deployment is not null and v_is_continued and (
    exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id is null
        and c.transaction_id = pg_current_xact_id())
    or exists (
      select from pggit.external_migrations m
      where m.pggit_commit_id is null and m.deployment_id is null
        and m.transaction_id = pg_current_xact_id()))
  then
    perform pggit._commit_transaction(null, gen_random_uuid(), '{}'::bigint[]);
  end if;
end
$pggit$;

comment on function pggit._record_transaction() is
  'Describes the transaction''s marks and commits what does not wait for the end of a deployment.';
`,
  },
  {
    name: 'functions/capture/_relations_of_parts.sql',
    sql: `-- The relations that marked parts of theirs mean: a trigger on a partitioned table, a type or constraint,
-- a default, the rule that makes a table a view.

create or replace function pggit._relations_of_parts(p_classids oid[], p_objids oid[])
returns setof oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select r.oid
  from unnest(p_classids, p_objids) as u (classid, objid)
  cross join lateral (
    -- Partitions have copies of their parent's triggers.
    select c.oid
    from pg_class c
    where u.classid = 'pg_trigger'::regclass and (c.relkind = 'p' or c.relispartition)
      and c.oid in (
        select t.tgrelid from pg_trigger t where t.oid = u.objid
        union all
        select l.parent_objid from pggit.live_objects l
        where l.objid = u.objid and l.classid = u.classid)
    union all
    select t.typrelid from pg_type t
    where u.classid = 'pg_type'::regclass and t.oid = u.objid and t.typrelid <> 0
    union all
    -- Tables of a composite type follow it. Of no other type are there any, and the columns of another
    -- one may be many.
    select d.objid from pg_depend d
    where d.refclassid = 'pg_type'::regclass
      and d.refobjid = case u.classid
        when 'pg_type'::regclass then (
          select t.oid from pg_type t where t.oid = u.objid and t.typtype = 'c')
        when 'pg_class'::regclass then (
          select c.reltype from pg_class c where c.oid = u.objid and c.relkind = 'c') end
      and d.classid = 'pg_class'::regclass and d.objsubid = 0
    union all
    -- A rule that makes a table a view, as servers before 16 let it.
    select w.ev_class from pg_rewrite w
    where u.classid = 'pg_rewrite'::regclass and w.oid = u.objid and w.rulename = '_RETURN'
    union all
    select k.conrelid from pg_constraint k
    where u.classid = 'pg_constraint'::regclass and k.oid = u.objid and k.conrelid <> 0
    union all
    select d.adrelid from pg_attrdef d where u.classid = 'pg_attrdef'::regclass and d.oid = u.objid
  ) r (oid);
end
$pggit$;

comment on function pggit._relations_of_parts(oid[], oid[]) is
  'The relations that marked parts of theirs mean.';
`,
  },
  {
    name: 'functions/capture/_renamed_dependents.sql',
    sql: `-- A new name shows in other objects' text: foreign keys, views, defaults, signatures. Given objects
-- as described now, returns the addresses of what depends on those whose name, schema, column names
-- or labels are not the ones pggit knows, each with the object that was renamed. A schema whose tracking
-- directive is another one reaches all it holds in the same way.
--
-- p_unknown_classids, p_unknown_objids: altered objects pggit does not track (an ignored table, an
-- operator, a member of an extension), which may have been renamed for all it knows.

create or replace function pggit._renamed_dependents(
  p_described pggit._description[],
  p_unknown_classids oid[],
  p_unknown_objids oid[]
)
returns table (classid oid, objid oid, caused_by uuid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_classids oid[];
  v_objids oid[];
  v_causes uuid[];
begin
  select array_agg(d.classid), array_agg(d.objid), array_agg(l.object_id)
  into v_classids, v_objids, v_causes
  from unnest(p_described) d
  join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
  where l.identity <> d.identity
    or (l.column_names <> d.column_names and exists (
      select from unnest(l.column_names, d.column_names) as c (old_name, new_name)
      where c.old_name <> c.new_name))
    or (d.kind = 'schema'
      and pggit._directive(d.definition ->> 'comment')
        is distinct from pggit._directive(pggit._definition_of(l.blob) ->> 'comment'))
    or (d.kind = 'extension'
      and d.definition - 'comment' <> pggit._definition_of(l.blob) - 'comment')
    or (d.kind = 'range type'
      and d.definition -> 'multirange' ->> 'name'
        <> pggit._definition_of(l.blob) -> 'multirange' ->> 'name')
    or (d.kind = 'enum'
      and not d.definition -> 'labels' @> (pggit._definition_of(l.blob) -> 'labels'));
  v_classids := v_classids || p_unknown_classids;
  v_objids := v_objids || p_unknown_objids;
  if v_objids is null then
    return;
  end if;

  return query
  with altered (classid, objid, cause) as (
    select * from unnest(v_classids, v_objids, v_causes)
  ),
  -- An extension that moves takes its members along.
  renamed (classid, objid, cause) as (
    select * from altered
    union all
    select d.classid, d.objid, a.cause
    from altered a
    join pg_depend d
      on d.refclassid = a.classid and d.refobjid = a.objid and d.deptype = 'e'
    where a.classid = 'pg_extension'::regclass
  ),
  -- Columns of a table's row type depend on the type, not on the table; likewise for array types and
  -- the multirange type of a range.
  named (classid, objid, cause) as (
    select * from renamed
    union all
    select 'pg_type'::regclass, t.oid, r.cause
    from renamed r
    join pg_class c on r.classid = 'pg_class'::regclass and c.oid = r.objid
    join pg_type b on b.oid = c.reltype
    cross join lateral (values (b.oid), (b.typarray)) as t (oid)
    union all
    select 'pg_type'::regclass, b.typarray, r.cause
    from renamed r
    join pg_type b on r.classid = 'pg_type'::regclass and b.oid = r.objid
    where b.typarray <> 0
    union all
    select 'pg_type'::regclass, t.oid, r.cause
    from renamed r
    join pg_range g on r.classid = 'pg_type'::regclass and g.rngtypid = r.objid
    join pg_type m on m.oid = g.rngmultitypid
    cross join lateral (values (m.oid), (m.typarray)) as t (oid)
  )
  select distinct on (a.classid, a.objid) a.classid, a.objid, n.cause
  from named n
  join pg_depend d on d.refclassid = n.classid and d.refobjid = n.objid
  cross join lateral (
    -- The rule behind a view stands for the view, any other one for itself.
    select
      case when w.rulename = '_RETURN' then 'pg_class'::regclass::oid else d.classid end,
      case when w.rulename = '_RETURN' then w.ev_class else w.oid end
    from pg_rewrite w where d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
    union all
    select
      case when k.conrelid <> 0 then 'pg_class'::regclass::oid else 'pg_type'::regclass::oid end,
      case when k.conrelid <> 0 then k.conrelid else k.contypid end
    from pg_constraint k where d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    union all
    select 'pg_class'::regclass::oid, f.adrelid
    from pg_attrdef f where d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
    union all
    select 'pg_type'::regclass::oid, g.rngtypid
    from pg_range g where d.classid = 'pg_type'::regclass and g.rngmultitypid = d.objid
    union all
    select 'pg_publication'::regclass::oid, e.prpubid
    from pg_publication_rel e where d.classid = 'pg_publication_rel'::regclass and e.oid = d.objid
    union all
    select 'pg_publication'::regclass::oid, e.pnpubid
    from pg_publication_namespace e
    where d.classid = 'pg_publication_namespace'::regclass and e.oid = d.objid
    union all
    -- A composite type is known by its type, not by the relation behind it.
    select 'pg_type'::regclass::oid, k.reltype
    from pg_class k where d.classid = 'pg_class'::regclass and k.oid = d.objid and k.relkind = 'c'
    union all
    select d.classid, d.objid
    where not exists (
      select from pg_class k where d.classid = 'pg_class'::regclass and k.oid = d.objid
        and k.relkind = 'c')
    and d.classid not in (
      'pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_attrdef'::regclass,
      'pg_publication_rel'::regclass, 'pg_publication_namespace'::regclass)
  ) a (classid, objid)
  where (a.classid, a.objid) not in (select r.classid, r.objid from renamed r);
end
$pggit$;

comment on function pggit._renamed_dependents(pggit._description[], oid[], oid[]) is
  'What depends on those of the given objects that were or may have been renamed, with the renamed object.';
`,
  },
  {
    name: 'functions/capture/_replace_descriptions.sql',
    sql: `-- For _lock_known: takes stale descriptions out and describes those objects again; takes the definition
-- from objects that were to be locked and could not be.

create or replace function pggit._replace_descriptions(
  p_described pggit._description[],
  p_wanted uuid[],
  p_held uuid[],
  p_stale uuid[]
)
returns pggit._description[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_classids oid[];
  v_objids oid[];
begin
  select array_agg(l.classid), array_agg(l.objid) into v_classids, v_objids
  from pggit.live_objects l where l.object_id = any (p_stale);
  return array(
    select d
    from unnest(p_described) d
    where not exists (
      select from pggit.live_objects l
      where l.objid = d.objid and l.classid = d.classid
        and l.object_id = any (p_wanted)
        and (l.object_id <> all (p_held) or l.object_id = any (p_stale)))
    union all
    select d from pggit._describe(v_classids, v_objids) d
    union all
    select row(null, d.classid, d.objid, null, null, null, null, null)::pggit._description
    from unnest(p_described) d
    join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
    where l.object_id = any (p_wanted) and l.object_id <> all (p_held));
end
$pggit$;

comment on function pggit._replace_descriptions(pggit._description[], uuid[], uuid[], uuid[]) is
  'Describes stale objects again and gives up those that could not be locked.';
`,
  },
  {
    name: 'functions/capture/_report_locked.sql',
    sql: `-- Says which objects could not be described or written because another session holds them: they are
-- drift until the next capture. One that is gone by now is no news: who drops it records that. A transaction
-- that keeps one snapshot finds no difference to what has changed since.

create or replace function pggit._report_locked(p_described pggit._description[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keeps_snapshot constant boolean :=
    current_setting('transaction_isolation') <> 'read committed';
  v_objects text[];
begin
  select array_agg(distinct n.name order by n.name) into v_objects
  from unnest(p_described) d
  cross join lateral pg_identify_object(d.classid, d.objid, 0) i
  cross join lateral (
    select case when v_keeps_snapshot then i.type || ' ' else '' end || i.identity as name) n
  where d.definition is null and i.identity is not null;
  if v_objects is not null and v_keeps_snapshot then
    perform pggit._report_overtaken(v_objects);
  elsif v_objects is not null then
    perform pggit._keep_failure('lock', '55P03',
      format('locked by another session: %s', array_to_string(v_objects, ', ')), null, v_objects);
  end if;
end
$pggit$;

comment on function pggit._report_locked(pggit._description[]) is
  'Warns about objects that could not be recorded because another session holds them.';
`,
  },
  {
    name: 'functions/capture/_report_lost_definitions.sql',
    sql: `-- Says which of the objects that a transaction has changed had a definition that is gone from pggit's
-- tables (a restore of some of them, a DELETE by hand): the change is recorded, and what it changed from
-- cannot be shown.

create or replace function pggit._report_lost_definitions(p_objects text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  raise warning using
    message = pggit._for_client(
      format('pggit has lost the definition that %s had before this change',
        array_to_string(p_objects, ', '))),
    hint = 'Your statement was not affected, and it is recorded, but not what it changed from. '
      'See what else is missing: pggit verify';
end
$pggit$;

comment on function pggit._report_lost_definitions(text[]) is
  'Warns of changed objects whose former definition is gone.';
`,
  },
  {
    name: 'functions/capture/_report_overtaken.sql',
    sql: `-- Says which objects a repeatable-read transaction could not record, because another session has
-- changed them since its snapshot: they are drift until the next capture.

create or replace function pggit._report_overtaken(p_objects text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_objects <> '{}' then
    perform pggit._keep_failure('snapshot', '40001',
      format('changed by another session since the snapshot of this transaction: %s',
        array_to_string(p_objects, ', ')), null, p_objects);
  end if;
end
$pggit$;

comment on function pggit._report_overtaken(text[]) is
  'Warns about objects that could not be recorded because they have changed since the snapshot.';
`,
  },
  {
    name: 'functions/capture/_sign_note.sql',
    sql: `-- The signature of a note (_note_marks): nobody but the functions that run as pggit's owner can make one,
-- because nobody else may read the key. The key stands on both sides of the text, so that a signature
-- cannot be carried on to a longer one. The text is signed as it is stored: a name in it need not be UTF-8.
-- Null when the key is gone, in an engine that somebody damaged.

create or replace function pggit._sign_note(p_transaction_id text, p_mark text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if to_regclass('pggit.note_secret') is null then
    return null;
  end if;
  return (
    select encode(
      sha256(k.secret || convert_to(p_transaction_id || E'\\n' || p_mark, 'SQL_ASCII') || k.secret), 'hex')
    from pggit.note_secret k
  );
end
$pggit$;

comment on function pggit._sign_note(text, text) is
  'Signs a mark that is kept in a setting; works for pggit''s owner alone.';
`,
  },
  {
    name: 'functions/capture/_special_column_ids.sql',
    sql: `-- The ids that are not simply the column's name: {name: id}, null when there are none. Only these
-- are written with a change; for every other column the id is its name, as it is for all columns of a
-- relation without ids.

create or replace function pggit._special_column_ids(p_names text[], p_ids text[])
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_ids is null or p_names is not distinct from p_ids then
    return null;
  end if;
  return (
    select jsonb_object_agg(c.name, c.id)
    from unnest(p_names, p_ids) as c (name, id)
    where c.name <> c.id
  );
end
$pggit$;

comment on function pggit._special_column_ids(text[], text[]) is
  'Columns whose stable id is not their name, as {name: id}; null for none.';
`,
  },
  {
    name: 'functions/capture/_take_noted_marks.sql',
    sql: `-- Turns the marks that a serializable transaction has noted into rows, where its description looks for
-- them. An error in here is one of the description, which costs the record alone.

create or replace function pggit._take_noted_marks()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_marks constant pggit.dirty_objects[] := array(select m from pggit._noted_marks() m);
begin
  if v_marks <> '{}' then
    insert into pggit.dirty_objects select * from unnest(v_marks);
  end if;
  perform set_config('pggit.noted', '', true);
end
$pggit$;

comment on function pggit._take_noted_marks() is
  'Turns the noted marks of a serializable transaction into rows of dirty_objects.';
`,
  },
  {
    name: 'functions/capture/_unknown_addresses.sql',
    sql: `-- Those of the given addresses that pggit does not know: objects it does not track or model, and new
-- ones. A multirange type is known with its range type.

create or replace function pggit._unknown_addresses(
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  select array_agg(u.classid), array_agg(u.objid) into p_classids, p_objids
  from unnest(p_classids, p_objids) as u (classid, objid)
  where not exists (
      select from pggit.live_objects l where l.objid = u.objid and l.classid = u.classid)
    and not exists (
      select from pg_range g
      join pggit.live_objects l on l.objid = g.rngtypid and l.classid = u.classid
      where u.classid = 'pg_type'::regclass and g.rngmultitypid = u.objid);
end
$pggit$;

comment on function pggit._unknown_addresses(oid[], oid[]) is
  'Those of the given addresses that pggit does not know.';
`,
  },
  {
    name: 'functions/capture/_vanished_objects.sql',
    sql: `-- An oid can change with no event that says so (REINDEX CONCURRENTLY before PostgreSQL 17, anything
-- while capture was off, a restore). When such an object is dropped later, its address is not the one
-- pggit knows: then what is known by its name and is no longer in the catalog is gone. What is gone for
-- another reason is drift, and stays it: most drops of unknown addresses are of objects that pggit does
-- not track. Where a name does not tell the identity, all that is missing of that kind is gone.

create or replace function pggit._vanished_objects(p_transaction_id xid8)
returns table (classid oid, objid oid)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_catalog oid;
  v_identities text[];
  v_is_named boolean;
begin
  for v_catalog, v_identities, v_is_named in
    select d.classid, array_agg(n.identity) filter (where n.identity is not null),
      bool_and(n.identity is not null)
    from pggit.dirty_objects d
    cross join lateral pggit._dropped_identity(d.classid, d.dropped_name::text[]) as n (identity)
    where d.transaction_id = p_transaction_id
      and d.flush = pggit._current_flush()
      and d.is_dropped
      and not exists (
        select from pggit.live_objects l where l.objid = d.objid and l.classid = d.classid)
      and exists (select from pggit.kinds k where k.catalog = d.classid)
    group by d.classid
  loop
    return query execute format(
      'select l.classid, l.objid from pggit.live_objects l '
      'where l.classid = $1 %s and not exists (select from %s c where c.oid = l.objid)',
      case
        when not v_is_named then ''
        when v_catalog = 'pg_proc'::regclass then
          'and exists (select from unnest($2) as i (name) where starts_with(l.identity, i.name))'
        else 'and l.identity = any ($2)' end,
      v_catalog::regclass)
    using v_catalog, v_identities;
  end loop;

  -- An event trigger goes with its function, and no event says so.
  if exists (
    select from pggit.dirty_objects d
    where d.transaction_id = p_transaction_id and d.flush = pggit._current_flush()
      and d.is_dropped and d.classid = 'pg_proc'::regclass
  ) then
    return query
    select l.classid, l.objid from pggit.live_objects l
    where l.kind = 'event trigger'
      and not exists (select from pg_event_trigger t where t.oid = l.objid);
  end if;
end
$pggit$;

comment on function pggit._vanished_objects(xid8) is
  'Known objects that this transaction dropped under another address than the one pggit knows.';
`,
  },
  {
    name: 'functions/capture/_with_heirs.sql',
    sql: `-- Relations with those of their partitions and heirs that the commands may have changed, the ones that
-- just left included. Most commands on a parent change none of its heirs, and there may be thousands: an
-- heir is looked at only when this transaction has written a row that its definition or one of its
-- indexes is read from. Rows of others that are as young are taken along: they cost a look.
--
-- What follows from the parent without a row of the heir's: the state of triggers, which an heir has of its
-- own where it is not the parent's; and whether it is tracked, which a comment on the parent may decide.

create or replace function pggit._with_heirs(
  p_transaction_id xid8,
  inout p_relations oid[],
  p_has_triggers boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_age constant int := age(p_transaction_id::xid);
begin
  p_has_triggers := p_has_triggers
    or exists (
      select from pg_trigger t
      where t.tgrelid = any (p_relations) and t.tgname < 'RI_ConstraintTrigger_a_0'
        and age(t.xmin) <= v_age)
    or exists (
      select from pg_trigger t
      where t.tgrelid = any (p_relations) and t.tgname > 'RI_ConstraintTrigger_c_:'
        and age(t.xmin) <= v_age)
    or exists (
      select from unnest(p_relations) as r (oid)
      left join pggit.live_objects l on l.objid = r.oid and l.classid = 'pg_class'::regclass
      where l.object_id is null
        or pggit._comment('pg_class'::regclass, r.oid) ilike '%@pggit%'
        or pggit._definition_of(l.blob) ->> 'comment' ilike '%@pggit%');

  with recursive family (oid, is_heir, has_left) as (
    select r.oid, false, false from unnest(p_relations) as r (oid)
    union
    select c.oid, true, c.has_left
    from family f
    cross join lateral (
      select i.inhrelid, false from pg_inherits i where i.inhparent = f.oid
      union all
      select l.objid, true from pggit.live_objects l
      where l.parent_objid = f.oid and l.kind in ('table', 'foreign table')
        and not exists (
          select from pg_inherits i where i.inhrelid = l.objid and i.inhparent = f.oid)
    ) c (oid, has_left)
  )
  select array_agg(distinct f.oid) into p_relations
  from family f
  where not f.is_heir
    or f.has_left
    or p_has_triggers
    or (select age(c.xmin) <= v_age from pg_class c where c.oid = f.oid)
    or exists (
      select from pg_attribute a where a.attrelid = f.oid and age(a.xmin) <= v_age)
    or exists (
      select from pg_inherits i where i.inhrelid = f.oid and age(i.xmin) <= v_age)
    or exists (
      select from pg_constraint k where k.conrelid = f.oid and age(k.xmin) <= v_age)
    or exists (
      select from pg_trigger t where t.tgrelid = f.oid and age(t.xmin) <= v_age)
    or exists (
      select from pg_index x
      join pg_class c on c.oid = x.indexrelid
      where x.indrelid = f.oid and (age(x.xmin) <= v_age or age(c.xmin) <= v_age));
end
$pggit$;

comment on function pggit._with_heirs(xid8, oid[], boolean) is
  'Relations with those of their partitions and heirs that this transaction may have changed.';
`,
  },
  {
    name: 'functions/capture/_write_changes.sql',
    sql: `-- Compares described objects with what pggit knows and writes the difference: blobs, journal rows, live
-- state, each with one statement for all of them.
--
-- p_step: a journal row with what is the same for all of them (deployment, migration, commit) and what
-- holds for objects that no command named (command, role). p_rules: for each of the described why it is
-- not tracked, null for a tracked one; null when all are. p_marks: the objects that commands named,
-- {objid: {tag, role}}. p_reached_objids: what else those commands may have changed. p_causes: the
-- objects reached through a rename, {objid: the renamed object}; p_has_renames: whether one of the
-- described has a new name or new column names itself. p_continued: the known objects that described
-- ones at new addresses continue, {position: object_id}.
--
-- The numbers of the journal are drawn here, so that the live state can name them. Two sessions that
-- store the same new definition at the same moment would wait for each other on a unique key, for as
-- long as a migration's transaction lasts, and could deadlock: the hash of a blob is no unique key, so
-- neither waits.
--
-- A definition is written out once, to be hashed as _blob_hash does it and to be stored. Blanks at its end
-- make the row long enough to be compressed (schema migration 0009); a constant of them costs a tenth of
-- what rpad takes. Ids of columns are kept where one is not the column's name.
--
-- The caller holds the rows of live_objects that change (_lock_known), except those found by name. A row
-- that is not as it was found is an error, never one made anew: an older snapshot may still show what
-- another session has removed.

create or replace function pggit._write_changes(
  p_step pggit.changes,
  p_described pggit._description[],
  p_rules text[],
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb,
  p_has_renames boolean,
  p_continued jsonb
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  -- What is stored stays stored until this transaction ends: nobody frees definitions now
  -- (_free_definitions), nor has since the snapshot was taken.
  v_is_known_for_sure constant boolean := pg_try_advisory_xact_lock_shared(482771167606)
    and current_setting('transaction_isolation') = 'read committed';
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  -- What has a new name, by its address, for what lives on it; an index with one, by its table's.
  v_renamed jsonb;
  v_renamed_indexes jsonb;
  -- What leaves the history shows no new name that anything could follow from.
  v_leaving text[] := '{}'::text[];
  v_blobs pggit.blobs[];
  v_steps pggit.changes[];
  v_new pggit.live_objects[];
  v_kept pggit.live_objects[];
  v_kept_changes bigint[];
  v_updated bigint;
  v_untracked uuid[];
  v_written bigint[];
  -- What changes from a definition that is gone.
  v_lost text[];
begin
  if p_has_renames then
    select jsonb_object_agg(d.objid, l.object_id),
      jsonb_object_agg(d.parent_objid, l.object_id) filter (where d.kind = 'index')
    into v_renamed, v_renamed_indexes
    from unnest(p_described) d
    join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
    where l.identity <> d.identity or l.column_names <> d.column_names;
  end if;
  if p_rules is not null and (v_renamed is not null or p_causes is not null) then
    v_leaving := array(
      select l.object_id::text
      from unnest(p_described) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
      where p_rules[d.n] is not null);
  end if;

  with described as materialized (
    select d.*, d.definition::text as definition_text
    from unnest(p_described) with ordinality as d
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    where d.definition is not null
  ),
  matched as materialized (
    select d.*, p_rules[d.n] as rule, k as known,
      case when v_is_utf8
        then sha256(convert_to(d.kind || E'\\n' || d.definition_text, 'UTF8'))
        else pggit._blob_hash(d.kind, d.definition) end as blob,
      k.object_id as known_id, p_marks -> d.objid::text as mark,
      case when k.column_names is not null and k.column_ids is not null
        then pggit._special_column_ids(k.column_names, k.column_ids) end as known_special_ids,
      -- Null where every column has the id of its name: in a new relation, and where nothing but new
      -- columns at the end has been added to such a one.
      case when k.column_names is not null and d.column_names is not null
          and not (k.column_ids is null and k.objid = d.objid
            and d.column_names[1:cardinality(k.column_names)] = k.column_names)
        then pggit._assign_column_ids(
          d.column_names, k.column_names, k.column_ids, k.objid = d.objid) end as column_ids
    from described d
    left join pggit.live_objects a
      on a.objid = d.objid and a.classid = d.classid and a.kind = d.kind
    left join pggit.live_objects k
      on k.object_id = coalesce(a.object_id, (p_continued ->> d.n::text)::uuid)
    where p_rules[d.n] is null or k.object_id is not null
  ),
  compared as materialized (
    select m.*, s.special_ids,
      case
        when m.rule is not null then 'untracked'
        when m.known_id is null then 'added'
        when (m.known).identity <> m.identity then 'renamed'
        when (m.known).blob <> m.blob or s.special_ids is distinct from m.known_special_ids
          then 'changed'
      end as change
    from matched m
    cross join lateral (
      select case when m.rule is null and m.column_names is not null and m.column_ids is not null
        then pggit._special_column_ids(m.column_names, m.column_ids) end as special_ids
    ) s
    -- The same migrations number the same changes in every database.
    order by m.known_id is null, (select k.position from pggit.kinds k where k.kind = m.kind),
      m.identity
  ),
  written as materialized (
    select c.*, coalesce(c.known_id, pggit._new_object_id(c.kind, c.identity)) as object_id,
      case when c.change is null then (c.known).change_id
        else nextval('pggit.changes_change_id_seq') end as change_id,
      -- An object that no command named came with the table it lives on.
      coalesce(c.mark, p_marks -> c.parent_objid::text) as named,
      -- The change follows from a rename when nothing named the object itself. One that the commands
      -- reached (a partition, the table of an index, what was granted: the mark 0) must differ in names
      -- alone.
      case when c.mark is null and c.rule is null and c.known_id is not null
          and (v_renamed is not null or p_causes is not null) then (
        select q.cause::uuid
        from (
          select coalesce(
            p_causes ->> c.objid::text,
            p_causes ->> c.parent_objid::text,
            v_renamed ->> c.parent_objid::text,
            v_renamed_indexes ->> c.objid::text) as cause
        ) q
        where q.cause <> all (v_leaving) and not ((c.kind in ('table', 'foreign table') or p_marks ? '0')
          and c.objid = any (p_reached_objids)
          and not pggit._only_names_differ(
            c.kind, (c.known).blob, c.definition, c.known_special_ids, c.special_ids))
      ) end as caused_by
    from compared c
  )
  select
    array_agg(row(w.blob, w.kind, w.definition_text, null)::pggit.blobs)
      filter (where w.change <> 'untracked'),
    array_agg(row(
      w.change_id, w.object_id, w.kind, w.change, (w.known).identity,
      case when w.rule is null then w.identity end, (w.known).blob,
      case when w.rule is null then w.blob end, w.known_special_ids, w.special_ids, w.caused_by,
      pg_current_xact_id(), p_step.commit_id, p_step.deployment_id, p_step.link_id,
      session_user::text, coalesce(w.named ->> 'role', p_step.role_name),
      current_setting('application_name'), pg_backend_pid(),
      coalesce(w.named ->> 'tag', p_step.command_tag), clock_timestamp())::pggit.changes)
      filter (where w.change is not null),
    array_agg(row(
      w.object_id, w.kind, w.schema_name, w.identity, w.classid, w.objid, w.parent_objid, w.blob,
      w.column_names, nullif(w.column_ids, w.column_names), w.change_id)::pggit.live_objects)
      filter (where w.rule is null and w.known_id is null),
    -- Also the same object at another address, or with one more dropped column behind it.
    array_agg(row(
      w.object_id, w.kind, w.schema_name, w.identity, w.classid, w.objid, w.parent_objid, w.blob,
      w.column_names, nullif(w.column_ids, w.column_names), w.change_id)::pggit.live_objects)
      filter (where w.rule is null and w.known_id is not null),
    array_agg((w.known).change_id) filter (where w.rule is null and w.known_id is not null),
    array_agg(w.known_id) filter (where w.rule is not null),
    array_agg(w.change_id) filter (where w.change is not null),
    -- Not EXISTS, which may be planned as a hash of all blobs.
    array_agg(w.kind || ' ' || w.identity) filter (where w.change in ('changed', 'renamed')
      and (select b.hash from pggit.blobs b where b.hash = (w.known).blob limit 1) is null)
  into v_blobs, v_steps, v_new, v_kept, v_kept_changes, v_untracked, v_written, v_lost
  from written w;

  if v_is_known_for_sure then
    insert into pggit.blobs (hash, kind, definition)
    select distinct on (n.hash) n.hash, n.kind,
      case when octet_length(n.definition) between 300 and 1999
        then n.definition || repeat(' ', 1750) else n.definition end
    from unnest(v_blobs) n
    where not exists (select from pggit.blobs b where b.hash = n.hash);
  else
    insert into pggit.blobs (hash, kind, definition)
    select distinct on (n.hash) n.hash, n.kind, n.definition from unnest(v_blobs) n;
  end if;
  insert into pggit.changes overriding system value select * from unnest(v_steps);
  if v_untracked is not null then
    delete from pggit.live_objects l where l.object_id = any (v_untracked);
  end if;
  if v_new is not null then
    insert into pggit.live_objects as l select * from unnest(v_new)
    on conflict (object_id) do update set
      schema_name = excluded.schema_name,
      identity = excluded.identity,
      classid = excluded.classid,
      objid = excluded.objid,
      parent_objid = excluded.parent_objid,
      blob = excluded.blob,
      column_names = excluded.column_names,
      column_ids = excluded.column_ids,
      change_id = excluded.change_id;
  end if;
  if v_kept is not null then
    update pggit.live_objects l
    set schema_name = n.schema_name, identity = n.identity, classid = n.classid, objid = n.objid,
        parent_objid = n.parent_objid, blob = n.blob, column_names = n.column_names,
        column_ids = n.column_ids, change_id = n.change_id
    from rows from (unnest(v_kept), unnest(v_kept_changes)) as n
      (object_id, kind, schema_name, identity, classid, objid, parent_objid, blob, column_names,
       column_ids, change_id, known_change_id)
    where l.object_id = n.object_id and l.change_id = n.known_change_id;
    get diagnostics v_updated = row_count;
    if v_updated < cardinality(v_kept) then
      raise serialization_failure using
        message = 'could not serialize access: another session has recorded the same objects meanwhile';
    end if;
  end if;
  if v_lost is not null then
    perform pggit._report_lost_definitions(v_lost);
  end if;
  return coalesce(v_written, '{}'::bigint[]);
end
$pggit$;

comment on function pggit._write_changes(
  pggit.changes, pggit._description[], text[], jsonb, oid[], jsonb, boolean, jsonb) is
  'Writes the differences between described objects and what pggit knows; returns their change_ids.';
`,
  },
  {
    name: 'functions/capture/_write_current_changes.sql',
    sql: `-- _write_changes for a transaction that keeps one snapshot: what another session has made or changed
-- since may not be written. The objects are tried one by one then, each attempt is taken back, and those
-- that went through are written together, as renames and what follows from them must be. The others
-- are given up, with a warning.

create or replace function pggit._write_current_changes(
  p_step pggit.changes,
  p_described pggit._description[],
  p_tracking pggit._tracking,
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb,
  p_has_renames boolean,
  p_may_continue boolean
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_kept pggit._description[] := '{}'::pggit._description[];
  v_one pggit._description[];
  v_overtaken text[] := '{}'::text[];
begin
  begin
    return pggit._write_changes(
      p_step, p_described, pggit._ignore_rules(p_described, p_tracking), p_marks, p_reached_objids,
      p_causes, p_has_renames,
      case when p_may_continue then pggit._continued_objects(p_described) end);
  exception when serialization_failure then
    null;
  end;
  for n in 1 .. cardinality(p_described) loop
    v_one := p_described[n:n];
    begin
      perform pggit._write_changes(
        p_step, v_one, pggit._ignore_rules(v_one, p_tracking), p_marks, p_reached_objids, p_causes,
        false, case when p_may_continue then pggit._continued_objects(v_one) end);
      raise sqlstate 'UNDO0';
    exception
      when sqlstate 'UNDO0' then
        v_kept := v_kept || v_one;
      when serialization_failure then
        v_overtaken := v_overtaken || format('%s %s', v_one[1].kind, v_one[1].identity);
    end;
  end loop;
  perform pggit._report_overtaken(v_overtaken);
  return pggit._write_changes(
    p_step, v_kept, pggit._ignore_rules(v_kept, p_tracking), p_marks, p_reached_objids, p_causes,
    p_has_renames, case when p_may_continue then pggit._continued_objects(v_kept) end);
end
$pggit$;

comment on function pggit._write_current_changes(
  pggit.changes, pggit._description[], pggit._tracking, jsonb, oid[], jsonb, boolean, boolean) is
  'Writes the differences of a transaction that keeps one snapshot; objects that others have changed since are given up.';
`,
  },
  {
    name: 'functions/capture/_write_removals.sql',
    sql: `-- Writes the removal of objects that are gone: known before, not described as what they were (a locked
-- one has no kind), and not found again under their name, which would have given them another address
-- by now. A transaction that keeps one snapshot may not remove what another session has changed since:
-- that is given up, with a warning.

create or replace function pggit._write_removals(
  p_step pggit.changes,
  p_described pggit._description[],
  p_known_ids uuid[],
  p_known_objids oid[],
  p_marks jsonb
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_written bigint[];
  v_known_ids uuid[];
  v_gone uuid[];
  v_overtaken text[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    v_gone := array(
      select l.object_id
      from unnest(p_known_ids, p_known_objids) as k (object_id, objid)
      join pggit.live_objects l on l.object_id = k.object_id and l.objid = k.objid
      where (l.objid, l.classid, l.kind) not in (
          select d.objid, d.classid, d.kind from unnest(p_described) d where d.kind is not null)
        and (l.objid, l.classid) not in (
          select d.objid, d.classid from unnest(p_described) d where d.kind is null));
    v_known_ids := pggit._lock_current(v_gone);
    v_overtaken := array(
      select format('%s %s', l.kind, l.identity) from pggit.live_objects l
      where l.object_id = any (v_gone) and l.object_id <> all (v_known_ids));
    perform pggit._report_overtaken(v_overtaken);
  end if;
  with gone as (
    delete from pggit.live_objects l
    using unnest(p_known_ids, p_known_objids) as k (object_id, objid)
    where l.object_id = k.object_id and l.objid = k.objid
      and (v_gone is null or l.object_id = any (v_known_ids))
      -- NOT IN, because its list is hashed whatever its length is taken for.
      and (l.objid, l.classid, l.kind) not in (
        select d.objid, d.classid, d.kind from unnest(p_described) d where d.kind is not null)
      and (l.objid, l.classid) not in (
        select d.objid, d.classid from unnest(p_described) d where d.kind is null)
    returning l.*
  ),
  journal as (
    insert into pggit.changes
      (object_id, kind, change, old_identity, old_blob, old_column_ids, commit_id, deployment_id,
       link_id, login_name, role_name, application_name, backend_pid, command_tag)
    select
      g.object_id, g.kind, 'removed', g.identity, g.blob,
      pggit._special_column_ids(g.column_names, g.column_ids),
      p_step.commit_id, p_step.deployment_id, p_step.link_id, session_user,
      coalesce(p_marks -> g.objid::text ->> 'role', p_step.role_name),
      current_setting('application_name'), pg_backend_pid(),
      coalesce(p_marks -> g.objid::text ->> 'tag', p_step.command_tag)
    from gone g
    order by g.change_id
    returning change_id
  )
  select array_agg(j.change_id order by j.change_id) into v_written from journal j;
  return coalesce(v_written, '{}'::bigint[]);
end
$pggit$;

comment on function pggit._write_removals(
  pggit.changes, pggit._description[], uuid[], oid[], jsonb) is
  'Writes the removal of known objects that are gone; returns their change_ids.';
`,
  },
  {
    name: 'functions/capture/capture.sql',
    sql: `-- Adopts drift: whatever differs between the catalog and what pggit last saw becomes a commit, or
-- part of the session's deployment. A history table that was created while nobody looked gets its
-- link trigger.
--
-- Locks: the branch row last, for whose lock it waits as long as the session's lock_timeout says. Where a
-- prepared transaction has it, that is an error (_lock_branch); the drift stays.

create or replace function pggit.capture(message text default null)
returns uuid
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment(true);
  v_changes bigint[];
begin
  -- Marks that others can be seen to have left: of transactions that became read-only, or ended without
  -- their deferred trigger.
  delete from pggit.dirty_objects d
  where d.transaction_id is distinct from pg_current_xact_id_if_assigned();
  perform pggit._record_pending(v_deployment);
  perform pggit._commit_transaction(null, gen_random_uuid(), '{}');
  perform pggit._attach_existing_history_tables();
  perform pggit._mark_drift();
  v_changes := pggit._record_pending(v_deployment);
  if v_changes = '{}' and v_deployment is null then
    -- Nothing of its own to commit; what others had to leave behind goes into the history all the same.
    perform pggit._lock_branch(pggit._current_branch());
    perform pggit._adopt_stranded_changes(pggit._current_branch(), null, gen_random_uuid());
    perform pggit._adopt_stragglers(pggit._current_branch(), gen_random_uuid());
  end if;
  if v_deployment is not null and v_changes <> '{}' then
    -- One that commits as it goes does so at the end of the transaction.
    perform pggit._queue_description(pggit._current_flush());
  end if;
  if v_changes = '{}' or v_deployment is not null then
    return null;
  end if;
  return pggit._append_commit(
    v_changes,
    coalesce(capture.message, 'captured: ' || pggit._describe_changes(v_changes)),
    null,
    p_extend => false);
end
$pggit$;

comment on function pggit.capture(text) is
'Makes a commit of all drift, which is what differs between the catalog and what pggit last saw.
Returns the commit''s id; null when nothing differs, and inside a deployment, which the changes
join.

- \`message\` null: made from what changed, beginning with \`captured:\`.

It compares the whole catalog, which takes about as long as pggit.status(), and works during a
pause and an emergency stop, too. History tables of migration tools that nobody saw created get
their link trigger.';
`,
  },
  {
    name: 'functions/consistency/_fix_inconsistencies.sql',
    sql: `-- Repairs what can be repaired without taking anything from anybody: event triggers and link triggers that
-- do not fire, link triggers that are missing, deployments whose owner is gone, and drift last of all, when
-- the rest is in place. What this role may not do, or somebody has locked, stays as it is.

create or replace function pggit._fix_inconsistencies()
returns void
language plpgsql
volatile
security definer -- writes history and enables triggers, which no role but the owner may
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $pggit$
declare
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
  r record;
begin
  perform set_config('pggit.tracking', 'off', true);
  for r in
    select i.hint, i.object as event_trigger, n.nspname, c.relname
    from pggit._inconsistencies() i
    left join pg_class c
      on c.oid = pggit._relation_named(case when i.issue = 'history table' then i.object end)
    left join pg_namespace n on n.oid = c.relnamespace
    where i.hint like 'alter %'
      and (i.issue = 'event trigger' or i.issue = 'history table' and n.nspname is not null)
  loop
    begin
      if r.relname is null then
        execute format('alter event trigger %I enable', r.event_trigger);
      else
        execute format('alter table %I.%I enable trigger %I', r.nspname, r.relname,
          case when right(r.hint, 13) = 'zz_pggit_lock' then 'zz_pggit_lock' else 'zz_pggit_link' end);
      end if;
    exception when insufficient_privilege or lock_not_available or object_in_use then
      raise warning 'pggit could not run %: %', r.hint, sqlerrm;
    end;
  end loop;
  perform set_config('pggit.tracking', v_tracking, true);
  perform pggit.recover_deployments();
  perform pggit.capture('found by verify_consistency');
end
$pggit$;

comment on function pggit._fix_inconsistencies() is
  'Repairs what verify_consistency found and can be repaired safely.';
`,
  },
  {
    name: 'functions/consistency/_fold_changes.sql',
    sql: `-- Folds the changes of commits into those that are kept: of each object what it was before and is after,
-- under the number of its newest change, by which later ones know that they are newer. What comes to nothing
-- is gone. A commit that holds no other keeps its changes as they are, but for those that an earlier
-- commit had overtaken: they never did anything, and would now.
--
-- p_commits: oldest first; p_targets: for each the commit that holds its changes.

create or replace function pggit._fold_changes(
  p_commits uuid[],
  p_targets uuid[],
  out p_freed bigint,
  out p_bytes bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_versions constant jsonb := pggit._versions_to_fold(p_commits, p_targets);
  v_kept bigint[];
begin
  -- One that this transaction is making still counts.
  update pggit.cqrs_records r
  set commit_id = v.commit_id, command_changes = v.command_changes, query_changes = v.query_changes
  from pggit.cqrs_changes v
  where v.cqrs_change_id = r.cqrs_change_id and r.commit_id is null
    and r.transaction_id is distinct from pg_current_xact_id_if_assigned()
    and r.cqrs_change_id in (
      select m.cqrs_change_id
      from pggit.cqrs_record_changes m
      join pggit.changes k on k.change_id = m.change_id
      where k.commit_id in (select u from unnest(p_commits) u));
  update pggit.cqrs_records r set commit_id = p.target_id
  from unnest(p_commits, p_targets) as p (commit_id, target_id)
  where r.commit_id = p.commit_id and p.commit_id <> p.target_id;

  with place as (
    select p.commit_id, p.target_id,
      max(p.n) over (partition by p.target_id) as target_n,
      count(*) over (partition by p.target_id) = 1 as is_alone
    from unnest(p_commits, p_targets) with ordinality as p (commit_id, target_id, n)
  ),
  reached as (
    select k.object_id, p.target_id, p.target_n, p.is_alone, max(k.change_id) as last_id,
      bool_and(k.caused_by is not null) as is_caused
    from place p
    join pggit.changes k on k.commit_id = p.commit_id
    group by k.object_id, p.target_id, p.target_n, p.is_alone
  ),
  moved as materialized (
    select r.*, max(r.last_id) over (
      partition by r.object_id order by r.target_n
      rows between unbounded preceding and 1 preceding) as before_id
    from reached r
  ),
  folded as (
    update pggit.changes k
    set commit_id = m.target_id, old_identity = b.new_identity, old_blob = b.new_blob,
        old_column_ids = b.new_column_ids,
        change = case
          when b.new_identity is null then 'added'
          when k.new_identity is null then
            case k.change when 'untracked' then 'untracked' else 'removed' end
          when b.new_identity <> k.new_identity then 'renamed'
          else 'changed' end,
        caused_by = case when m.is_caused then k.caused_by end
    from moved m
    left join pggit.changes b on b.change_id = m.before_id
    where k.change_id = m.last_id
      and not m.is_alone
      and (m.before_id is null or m.before_id < m.last_id)
      and (b.new_identity is distinct from k.new_identity
        or b.new_blob is distinct from k.new_blob
        or b.new_column_ids is distinct from k.new_column_ids)
    returning k.change_id
  )
  select array(
    select f.change_id from folded f
    union all
    select k.change_id
    from moved m
    join pggit.changes k on k.commit_id = m.target_id and k.object_id = m.object_id
    where m.is_alone and (m.before_id is null or m.before_id < k.change_id))
  into v_kept;

  with freed as (
    delete from pggit.changes k
    where k.commit_id = any (p_commits)
      and k.change_id not in (select u from unnest(v_kept) u)
    returning pg_column_size(k) as size
  )
  select count(*), coalesce(sum(f.size), 0) into p_freed, p_bytes from freed f;

  perform pggit._settle_versions(v_versions);
  delete from pggit.cqrs_record_changes r
  where not exists (select from pggit.changes k where k.change_id = r.change_id);
end
$pggit$;

comment on function pggit._fold_changes(uuid[], uuid[]) is
  'Folds the changes of commits into those that are kept; returns how many rows that freed, and their bytes.';
`,
  },
  {
    name: 'functions/consistency/_free_definitions.sql',
    sql: `-- Deletes definitions that nothing refers to any more. A transaction may be about to refer to one that is
-- stored already: so it is not done while one is being recorded, and what begins to be recorded before this
-- ends stores its definitions anew (_write_changes). Neither waits for the other: the lock that tells them of
-- each other, the gate that installations close, is only ever tried.

create or replace function pggit._free_definitions(out p_freed bigint, out p_bytes bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  p_freed := 0::bigint;
  p_bytes := 0::bigint;
  if not pg_try_advisory_xact_lock(482771167606) then
    raise notice 'definitions are left to the next purge: transactions are being recorded';
    return;
  end if;
  with freed as (
    delete from pggit.blobs b
    where not exists (select from pggit.changes k where k.new_blob = b.hash)
      and not exists (select from pggit.changes k where k.old_blob = b.hash)
      and not exists (select from pggit.live_objects l where l.blob = b.hash)
    returning pg_column_size(b) as size
  )
  select count(*), coalesce(sum(f.size), 0) into p_freed, p_bytes from freed f;
end
$pggit$;

comment on function pggit._free_definitions() is
  'Deletes definitions that nothing refers to, unless transactions are being recorded; returns how many, and their bytes.';
`,
  },
  {
    name: 'functions/consistency/_inconsistencies.sql',
    sql: `-- What keeps pggit from seeing everything, and what it has not seen: one row each. Writes nothing.
--
-- Settings are looked for in this session and where sessions get them from (ALTER ROLE, ALTER DATABASE);
-- what another session has set for itself cannot be seen, and shows as drift.

create or replace function pggit._inconsistencies()
returns table (issue text, object text, detail text, hint text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return query
  select 'event trigger', t.name,
    case when e.evtname is null then 'it is missing, so changes are not captured'
      else 'it does not fire, so changes are not captured' end,
    case when e.evtname is null then 'run pggit upgrade'
      else format('alter event trigger %I enable', t.name) end
  from (values ('pggit_ddl_trigger'), ('pggit_drop_trigger')) as t (name)
  left join pg_event_trigger e on e.evtname = t.name
  where not pggit._is_manual_mode() and (e.evtname is null or e.evtenabled not in ('O', 'A'));

  return query
  select 'setting', format('%s of this session', s.name),
    format('it is %s, so what this session changes is not captured', s.value),
    format('reset %s', s.name)
  from (values
    ('event_triggers', current_setting('event_triggers', true), 'off'),
    ('session_replication_role', current_setting('session_replication_role'), 'replica'),
    ('pggit.tracking', current_setting('pggit.tracking', true), 'off')) as s (name, value, bypass)
  where s.value = s.bypass;

  return query
  select 'setting',
    format('%s of %s', o.name, case when r.rolname is null and d.datname is null then 'every role'
      else concat_ws(' in ', 'role ' || quote_ident(r.rolname),
        'database ' || quote_ident(d.datname)) end),
    format('it is %s, so what new sessions change is not captured', o.value),
    case
      when r.rolname is null and d.datname is null then format('alter role all reset %s', o.name)
      when r.rolname is null then format('alter database %I reset %s', d.datname, o.name)
      else format('alter role %I%s reset %s', r.rolname, ' in database ' || quote_ident(d.datname),
        o.name) end
  from pg_db_role_setting s
  left join pg_roles r on r.oid = s.setrole
  left join pg_database d on d.oid = s.setdatabase
  cross join lateral unnest(s.setconfig) as c (entry)
  cross join lateral (
    select split_part(c.entry, '=', 1), substr(c.entry, strpos(c.entry, '=') + 1)
  ) as o (name, value)
  where (d.datname is null or d.datname = current_database())
    -- Kept as it was written: of a boolean any beginning of off, false and no; ours is compared as it is.
    and (o.name = 'session_replication_role' and lower(o.value) = 'replica'
      or o.name = 'event_triggers' and lower(o.value) ~ '^(off?|f(a(l(se?)?)?)?|no?|0)$'
      or o.name = 'pggit.tracking' and o.value = 'off');

  return query
  select 'emergency', 'database', format('tracking is disabled until %s', u.disabled_until),
    'select pggit.emergency_enable()'
  from pggit._disabled_until() as u (disabled_until) where u.disabled_until is not null;

  return query
  select 'deployment', format('%s (%s)', o.name, o.deployment_id),
    'it is open, and the session that opened it is gone', 'select pggit.recover_deployments()'
  from pggit.orphaned_deployments() o;

  return query
  select 'history table', u.source,
    case when u.is_disabled then 'its link trigger does not fire, so rows are not linked'
      else format('rows that %s writes are not linked', u.tool_name) end,
    case when u.is_disabled then format('alter table %s enable trigger zz_pggit_link', u.source)
      else format('select pggit.watch_history_table(%L, %L)', u.source, u.tool_name) end
  from pggit._unlinked_history_tables() u;

  return query
  select 'history table', u.source, format('runs of %s are no deployments', u.tool_name),
    case when u.is_disabled then format('alter table %s enable trigger zz_pggit_lock', u.source)
      else format('select * from pggit.attach_history_tables(%L)', u.tool_name) end
  from pggit._unfollowed_locks() u;

  return query
  select
    case d.change when 'unread' then 'unread' else 'drift' end,
    format('%s %s', d.kind, d.identity),
    case d.change
      when 'unread' then 'another session has it locked, so it was not compared'
      when 'added' then 'it exists, and pggit does not know it'
      when 'removed' then 'pggit knows it, and it does not exist any more'
      when 'renamed' then format('pggit knows it as %s', d.previous_identity)
      when 'untracked' then 'it is ignored, and pggit has it still'
      else 'it is not as pggit knows it' end,
    case d.change when 'unread' then 'look again when that session has ended its transaction'
      else 'select pggit.capture()' end
  from pggit._drift() d
  left join pggit.kinds k on k.kind = d.kind
  where (d.classid, d.objid) not in (select m.classid, m.objid from pggit._pending_marks() m)
  order by k.position, d.identity;
end
$pggit$;

comment on function pggit._inconsistencies() is
  'What keeps pggit from seeing everything, and what it has not seen: one row each.';
`,
  },
  {
    name: 'functions/consistency/_purge_plan.sql',
    sql: `-- The commits that a purge is about, from the first on, each with the commit that will hold its changes:
-- itself where it is kept, else the next one that is.
--
-- They are the beginning of the current branch, up to the newest commit older than the time: that one is kept,
-- so that what newer commits changed stays theirs. Kept as well: what branches, tags and open deployments
-- name, and where another line of commits begins or joins. Where a commit has overtaken a change that is
-- committed later, or not yet, both are on the same side of where the beginning ends.

create or replace function pggit._purge_plan(p_before timestamptz)
returns table (commit_id uuid, target_id uuid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  with recursive back as (
    select c.commit_id, c.parent_ids, c.committed_at, c.deployment_id, 0 as depth
    from pggit.commits c where c.commit_id = pggit._head()
    union all
    select c.commit_id, c.parent_ids, c.committed_at, c.deployment_id, b.depth + 1
    from back b
    join pggit.commits c on c.commit_id = b.parent_ids[1]
  ),
  bounds as (
    select b.*,
      bool_and(b.committed_at < p_before) over (order by b.depth desc rows unbounded preceding)
        as is_old
    from back b
  ),
  -- Of each object: how near to the end of the branch, or staged, a change is that a commit further back
  -- has overtaken.
  overtaken as materialized (
    select o.from_depth, o.to_depth
    from (
      select k.depth as from_depth, min(k.depth) over (
        partition by k.object_id order by k.change_id
        rows between unbounded preceding and 1 preceding) as to_depth
      from (
        select c.object_id, c.change_id, b.depth from back b
        join pggit.changes c on c.commit_id = b.commit_id
        union all
        select c.object_id, c.change_id, -1 from pggit.changes c where c.commit_id is null
      ) k
    ) o
    -- Hardly any: each of these is compared with every commit.
    where o.to_depth < o.from_depth
  ),
  border as (
    select min(b.depth) as depth from bounds b
    where b.is_old and not exists (
      select from overtaken o where b.depth > o.to_depth and b.depth <= o.from_depth)
  ),
  beginning as (
    select b.commit_id, b.depth,
      b.depth = e.depth
        or exists (select from pggit.branches r where r.commit_id = b.commit_id)
        or exists (select from pggit.tags t where t.commit_id = b.commit_id)
        or exists (
          select from pggit.deployments d
          where d.deployment_id = b.deployment_id and d.status = 'open')
        or b.commit_id in (
          select p.id
          from pggit.commits c
          cross join lateral unnest(c.parent_ids) with ordinality as p (id, n)
          where p.n > 1 or c.commit_id not in (select k.commit_id from back k)) as is_kept
    from bounds b
    join border e on b.depth >= e.depth
  ),
  placed as (
    select g.commit_id, g.depth,
      max(g.depth) filter (where g.is_kept) over (order by g.depth rows unbounded preceding)
        as target_depth
    from beginning g
  )
  select p.commit_id, t.commit_id
  from placed p
  join beginning t on t.depth = p.target_depth
  order by p.depth desc;
end
$pggit$;

comment on function pggit._purge_plan(timestamptz) is
  'The commits that a purge is about, oldest first, each with the one that will hold its changes.';
`,
  },
  {
    name: 'functions/consistency/ensure_object.sql',
    sql: `-- Makes sure that pggit knows one object as it is now, and returns its id. Drift on it, and on what lives on
-- it, is recorded like a change of this session's: into its deployment, else as a commit. Other drift stays.
-- It is asked for by name, so it works in a pause and in an emergency stop, as capture() does.
--
-- What another session has locked comes without its kind, and cannot be known as it is now: an error, because
-- an id would say that it is.

create or replace function pggit.ensure_object(kind text, identity text)
returns uuid
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_object pggit._description;
  v_rule text;
  v_object_id uuid;
begin
  select d.* into v_object
  from pggit._objects_named(ensure_object.identity) o
  cross join lateral pggit._describe(array[o.classid], array[o.objid]) d
  where coalesce(d.kind, (select n.kind from pggit._name_of(d.classid, d.objid) n),
      (pg_identify_object(d.classid, d.objid, 0)).type) = lower(ensure_object.kind)
  order by d.identity = ensure_object.identity desc, d.identity
  limit 1;
  if v_object.objid is null then
    perform pggit._raise('PGT03',
      format('there is no %s %s', coalesce(ensure_object.kind, 'object'),
        coalesce(ensure_object.identity, 'null')),
      jsonb_build_object('kind', ensure_object.kind, 'identity', ensure_object.identity,
        'candidates', array(
          select l.kind || ' ' || l.identity from pggit.live_objects l
          where strpos(lower(l.identity), lower((pggit._name_parts(ensure_object.identity))[
            cardinality(pggit._name_parts(ensure_object.identity))])) > 0
          order by 1 limit 10)),
      'Name kind and object as pggit.show() does: ''table'', ''app.orders''.');
  end if;
  if v_object.definition is null then
    perform pggit._raise_locked(ensure_object.kind, ensure_object.identity);
  end if;
  v_rule := (pggit._ignore_rules(array[v_object], pggit._tracking_configuration()))[1];
  if v_rule is not null then
    perform pggit._raise('PGT06',
      format('%s %s is not tracked: %s', v_object.kind, v_object.identity, v_rule),
      jsonb_build_object('kind', v_object.kind, 'identity', v_object.identity, 'rule', v_rule),
      format('select * from pggit.explain_tracking(%L) shows every rule about it.',
        v_object.kind || ' ' || v_object.identity));
  end if;

  perform pggit._mark(v_object.classid, v_object.objid);
  perform pggit._record_transaction();
  select l.object_id into v_object_id from pggit.live_objects l
  where l.objid = v_object.objid and l.classid = v_object.classid and l.kind = v_object.kind;
  if not found then
    perform pggit._raise_locked(v_object.kind, v_object.identity);
  end if;
  return v_object_id;
end
$pggit$;

comment on function pggit.ensure_object(text, text) is
'Makes sure that pggit knows an object as it is now, and returns its id, which it keeps for life.
Drift on it, and on what lives on it (the indexes of a table), becomes a commit or joins the
session''s deployment; other drift stays. Where nothing differs nothing is written, so it can be
called as often as you like. It works during a pause and an emergency stop, too; an object that
another session has locked, or that a rule ignores, is an error.

- \`kind\`: as in pggit.show(), for example \`table\`; case does not matter.
- \`identity\`: any spelling of its name, with the schema.';
`,
  },
  {
    name: 'functions/consistency/purge_history.sql',
    sql: `-- Folds commits older than a time into the next ones that are kept, and frees what only they needed.
--
-- Every state that a kept commit leads to stays as it was, and so does its hash: only the road there is
-- shorter. What a kept commit now says of itself is hashed anew, which is why this is the one function that
-- writes over history.
--
-- Locks: the branch row first, so that nobody appends meanwhile, then rows of the journal, of links and of
-- deployments. Who has one of those and waits for the branch gives up before this does (800 ms).

create or replace function pggit.purge_history(older_than interval)
returns table (commits bigint, changes bigint, definitions bigint, bytes bigint)
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $pggit$
declare
  -- What the end of a message says of the commits that its own holds.
  v_note constant text := E'\\\\n\\\\nHolds (\\\\d{1,15}) earlier commits?, purged\\\\.$';
  v_before timestamptz;
  v_commits uuid[];
  v_targets uuid[];
  v_kept uuid[];
  v_bytes bigint;
  v_findings bigint;
  v_first text;
begin
  begin
    if isfinite(purge_history.older_than)
      and clock_timestamp() - purge_history.older_than <= clock_timestamp()
    then
      v_before := clock_timestamp() - purge_history.older_than;
    end if;
  exception when datetime_field_overflow then
    v_before := null;
  end;
  if v_before is null then
    perform pggit._raise('PGT01',
      format('history is purged by its age, not by %s',
        coalesce(purge_history.older_than::text, 'null')),
      jsonb_build_object('duration', purge_history.older_than::text),
      'Pass an interval, for example ''1 year''; ''0'' keeps no more than what something names.');
  elsif current_setting('transaction_isolation') <> 'read committed' then
    perform pggit._raise('PGR06', format('history is not purged in a %s transaction',
        current_setting('transaction_isolation')),
      '{}', 'Purge it in a read committed transaction, best in one of its own.');
  end if;
  perform pggit._require_history();
  -- What is kept is hashed anew, which would make an altered record look like a sound one.
  select count(*), min(f.record || ' ' || f.id) into v_findings, v_first from pggit.verify_history() f;
  if v_findings > 0 then
    perform pggit._raise('PGR07',
      format('the history is not sound, so it is not purged: %s findings, one of them %s',
        v_findings, v_first),
      jsonb_build_object('findings', v_findings),
      'Run select * from pggit.verify_history(), and restore what it names from a backup.');
  end if;

  begin
    perform pggit._lock_branch(pggit._current_branch());
    select array_agg(p.commit_id), array_agg(p.target_id) into v_commits, v_targets
    from pggit._purge_plan(v_before) p;
    select array_agg(t.id order by t.n) into v_kept
    from (
      select u.id, min(u.n) as n from unnest(v_targets) with ordinality as u (id, n) group by u.id
    ) t;
    commits := (coalesce(cardinality(v_commits), 0) - coalesce(cardinality(v_kept), 0))::bigint;
    changes := 0::bigint;
    bytes := 0::bigint;
    if commits > 0 then
      select f.p_freed, f.p_bytes into changes, bytes
      from pggit._fold_changes(v_commits, v_targets) f;

      update pggit.external_migrations m set pggit_commit_id = p.target_id
      from unnest(v_commits, v_targets) as p (commit_id, target_id)
      where m.pggit_commit_id = p.commit_id and p.commit_id <> p.target_id;
      update pggit.deployments d set commit_id = p.target_id
      from unnest(v_commits, v_targets) as p (commit_id, target_id)
      where d.commit_id = p.commit_id and p.commit_id <> p.target_id;
      with held as (
        -- With those that an earlier purge has folded into them.
        select p.target_id as id,
          count(*) - 1 + coalesce(sum((regexp_match(m.message, v_note))[1]::bigint), 0) as held
        from unnest(v_commits, v_targets) as p (commit_id, target_id)
        join pggit.commits m on m.commit_id = p.commit_id
        group by p.target_id
      )
      update pggit.commits c
      set parent_ids = array_remove(v_kept[k.n - 1] || c.parent_ids[2:], null),
          message = case when k.held > 0
            then regexp_replace(c.message, v_note, '') || format(
              E'\\n\\nHolds %s earlier %s, purged.', k.held,
              case k.held when 1 then 'commit' else 'commits' end)
            else c.message end
      from (
        select u.id, u.n, h.held
        from unnest(v_kept) with ordinality as u (id, n)
        join held h on h.id = u.id
      ) k
      where c.commit_id = k.id;
      with freed as (
        delete from pggit.commits c
        where c.commit_id = any (v_commits) and c.commit_id <> all (v_kept)
        returning pg_column_size(c) as size
      )
      select bytes + coalesce(sum(f.size), 0) into bytes from freed f;
      update pggit.commits c set content_hash = pggit._content_hash(c)
      where c.commit_id = any (v_kept);
    end if;
    select f.p_freed, f.p_bytes into definitions, v_bytes from pggit._free_definitions() f;
    bytes := bytes + v_bytes;
  exception when lock_not_available or deadlock_detected then
    perform pggit._raise('PGR06', format('the history is in use: %s', sqlerrm), '{}',
      'Nothing was purged. Try again once other sessions have ended their transactions.');
  end;
  return next;
end
$pggit$;

comment on function pggit.purge_history(interval) is
'Makes a history shorter: folds commits older than an age into the next ones that are kept. What
only they needed is deleted, changes and definitions. Returns one row: how many commits, changes
and definitions that freed, and their size in bytes, which is free for pggit after the next
vacuum.

- \`older_than\`: \`1 year\`; with \`0\` only what something names is kept. Null and negative ages are
  errors.

Kept are the newest commit of that age and all younger ones, and what a branch, a tag or an open
deployment names. Every state that a kept commit leads to stays as it was, with its hash; links
and deployments name the commit that holds theirs. The history is verified first, and refused when
it is not sound. It waits for the branch for two seconds at most.';
`,
  },
  {
    name: 'functions/consistency/verify_consistency.sql',
    sql: `-- Compares the catalog with what pggit knows, and looks for what keeps it from knowing. Without fix_issues
-- it writes nothing; repairs are made by a function that only admins may call, and what is gone then counts
-- as fixed.

create or replace function pggit.verify_consistency(
  fix_issues boolean default false,
  verbose boolean default false
)
returns table (state text, issue text, object text, detail text, hint text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_issues constant text[] := array[
    'event trigger', 'setting', 'emergency', 'deployment', 'history table', 'drift', 'unread'];
  v_before jsonb;
  v_after jsonb;
begin
  v_before := (select coalesce(jsonb_agg(i), '[]') from pggit._inconsistencies() i);
  v_after := v_before;
  if verify_consistency.fix_issues then
    -- Named in a query, it is refused to those who may not call it also where there is nothing to call it for.
    perform pggit._fix_inconsistencies() where v_before <> '[]';
  end if;
  if verify_consistency.fix_issues and v_before <> '[]' then
    v_after := (select coalesce(jsonb_agg(i), '[]') from pggit._inconsistencies() i);
  end if;

  return query
  with found as (
    select f.n, f.entry ->> 'issue' as issue, f.entry ->> 'object' as object,
      f.entry ->> 'detail' as detail, f.entry ->> 'hint' as hint,
      case when v_after @> jsonb_build_array(f.entry) then 'open' else 'fixed' end as state
    from jsonb_array_elements(v_before) with ordinality as f (entry, n)
  ),
  rows_of as (
    select f.state, f.issue, f.object, f.detail, f.hint, f.n from found f
    where verify_consistency.verbose is true or f.issue not in ('drift', 'unread')
    union all
    -- Many objects are one row, unless each is asked for.
    select f.state, f.issue,
      min(f.object) || case when count(*) > 1 then format(' and %s more', count(*) - 1) else '' end,
      case f.issue when 'drift' then 'the catalog is not what pggit last saw'
        else 'another session has it locked, so it was not compared' end,
      min(f.hint), min(f.n)
    from found f
    where verify_consistency.verbose is not true and f.issue in ('drift', 'unread')
    group by f.state, f.issue
    union all
    select 'sound', u.issue, null, null, null, 0
    from unnest(v_issues) as u (issue)
    where verify_consistency.verbose is true
      and not exists (select from found f where f.issue = u.issue)
  )
  select r.state, r.issue, r.object, r.detail, case when r.state = 'open' then r.hint end
  from rows_of r
  order by array_position(v_issues, r.issue), r.n, r.state;
end
$pggit$;

comment on function pggit.verify_consistency(boolean, boolean) is
'Looks for what pggit does not see, and for what keeps it from seeing. One row for each finding,
none when all is well.

- \`state\`: \`open\`, or \`fixed\` by this call; with \`verbose\` also \`sound\`, for what was looked at
  without a finding.
- \`issue\`: \`event trigger\` (one does not fire), \`setting\` (one that bypasses capture), \`emergency\`
  (a stop), \`deployment\` (its owner is gone), \`history table\` (rows are not linked), \`drift\` (the
  catalog is not what pggit knows), \`unread\` (another session has the object locked).
- \`object\`, \`detail\`, \`hint\`: what it is about, what is wrong, and what helps; no hint when fixed.

\`fix_issues\`, for \`pggit_admin\` only, enables triggers, attaches link triggers, recovers
deployments and captures drift. Settings and an emergency stop are left alone. \`verbose\` gives
each object of the drift a row of its own.';
`,
  },
  {
    name: 'functions/cqrs/_begin_cqrs_change.sql',
    sql: `-- Opens the record of a CQRS change, with a deployment of its own unless the session is in one. What the
-- transaction changed before is recorded first, so that it gets no side.

create or replace function pggit._begin_cqrs_change(p_change pggit.cqrs_change, p_atomic boolean)
returns uuid
language plpgsql
volatile
security definer -- writes records as their owner, whom the caller's operations may not become
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := gen_random_uuid();
  v_deployment uuid := pggit.current_deployment();
  v_has_deployment constant boolean := v_deployment is null;
  v_blank record;
begin
  select s.side, o.n into v_blank
  from unnest(array['command', 'query']) with ordinality as s (side, part)
  cross join lateral unnest(pggit._cqrs_operations_of(p_change, s.side)) with ordinality
    as o (operation, n)
  where o.operation !~ E'\\\\S' is not false
  order by s.part, o.n
  limit 1;
  if v_blank.side is not null then
    perform pggit._raise('PGC01',
      format('operation %s of the %s side is empty', v_blank.n, v_blank.side),
      jsonb_build_object('side', v_blank.side, 'index', v_blank.n),
      'Each operation is an SQL statement; leave the empty ones out.');
  elsif cardinality(pggit._cqrs_operations_of(p_change, 'command')) = 0
    and cardinality(pggit._cqrs_operations_of(p_change, 'query')) = 0
  then
    perform pggit._raise('PGC01', 'a CQRS change without any operation', jsonb_build_object(),
      'Pass row(array[...], array[...], ''what it is for'')::pggit.cqrs_change: SQL for the command '
      'side, SQL for the query side, and a description.');
  end if;

  if v_has_deployment then
    v_deployment := pggit.begin_deployment(
      coalesce(nullif(btrim((p_change).description, E' \\t\\r\\n'), ''), 'CQRS change'));
  else
    perform pggit._record_pending(v_deployment);
    perform pggit._capture_in_manual_mode(v_deployment);
    if (select d.auto_commit from pggit.deployments d where d.deployment_id = v_deployment) then
      perform pggit._commit_transaction(v_deployment, gen_random_uuid(), '{}');
    end if;
  end if;
  insert into pggit.cqrs_records
    (cqrs_change_id, description, is_atomic, deployment_id, has_deployment, newest_before, role_name,
     application_name)
  select v_id, (p_change).description, coalesce(p_atomic, true), v_deployment, v_has_deployment,
    coalesce((select max(c.change_id) from pggit.changes c), 0),
    pggit._effective_role(), current_setting('application_name');
  return v_id;
end
$pggit$;

comment on function pggit._begin_cqrs_change(pggit.cqrs_change, boolean) is
  'Checks a CQRS change and opens its record; returns its id.';
`,
  },
  {
    name: 'functions/cqrs/_cqrs_operations_of.sql',
    sql: `-- The operations of one side as a plain list, whatever the bounds of the array they came in.

create or replace function pggit._cqrs_operations_of(p_change pggit.cqrs_change, p_side text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array(
    select o.operation
    from unnest(case p_side
      when 'command' then (p_change).command_operations
      else (p_change).query_operations end) with ordinality as o (operation, n)
    order by o.n);
end
$pggit$;

comment on function pggit._cqrs_operations_of(pggit.cqrs_change, text) is
  'The operations of one side of a CQRS change, in order.';
`,
  },
  {
    name: 'functions/cqrs/_cqrs_record.sql',
    sql: `-- The record of a CQRS change that this transaction is making. Nobody else can name it: its id is found
-- in no other transaction before it is finished.

create or replace function pggit._cqrs_record(p_id uuid)
returns pggit.cqrs_records
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_record pggit.cqrs_records;
begin
  select r.* into v_record
  from pggit.cqrs_records r
  where r.cqrs_change_id = p_id and r.transaction_id = pg_current_xact_id_if_assigned();
  return v_record;
end
$pggit$;

comment on function pggit._cqrs_record(uuid) is
  'The record of a CQRS change of the running transaction.';
`,
  },
  {
    name: 'functions/cqrs/_finish_cqrs_change.sql',
    sql: `-- Ends a CQRS change: how each operation ended, its commit, and a warning for those that failed. Inside a
-- deployment of the session's that ends later, there is no commit yet.
--
-- Locks: as end_deployment(); the branch, last of all.

create or replace function pggit._finish_cqrs_change(
  p_id uuid,
  p_change pggit.cqrs_change,
  p_failures jsonb
)
returns uuid
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set lock_timeout = '800ms'
as $pggit$
declare
  v_record constant pggit.cqrs_records := pggit._cqrs_record(p_id);
  v_total constant int := cardinality(pggit._cqrs_operations_of(p_change, 'command'))
    + cardinality(pggit._cqrs_operations_of(p_change, 'query'));
  v_failed constant int := coalesce(jsonb_array_length(p_failures), 0);
  v_changes constant bigint[] := array(
    select c.change_id from pggit.cqrs_record_changes c
    where c.cqrs_change_id = p_id order by c.change_id);
  v_message constant text := coalesce(
    nullif(btrim(v_record.description, E' \\t\\r\\n'), ''),
    'CQRS change: ' || pggit._describe_changes(v_changes));
  -- Those of a change within this one may be in a commit already.
  v_staged constant bigint[] := array(
    select c.change_id from pggit.changes c
    where c.change_id = any (v_changes) and c.commit_id is null order by c.change_id);
  v_commit_id uuid;
begin
  insert into pggit.cqrs_record_operations (cqrs_change_id, side, position, sqlstate, error)
  select p_id, s.side, o.n, f.failure ->> 'sqlstate', f.failure ->> 'message'
  from unnest(array['command', 'query']) as s (side)
  cross join lateral generate_series(
    1, cardinality(pggit._cqrs_operations_of(p_change, s.side))) as o (n)
  left join jsonb_array_elements(p_failures) as f (failure)
    on f.failure ->> 'side' = s.side and (f.failure ->> 'index')::int = o.n;

  if v_record.has_deployment then
    v_commit_id := pggit._close_deployment(
      v_record.deployment_id, 'completed',
      case when v_failed > 0 then format('%s of %s operations failed', v_failed, v_total) end,
      v_message);
    perform set_config('pggit.deployment', '', false);
    update pggit.cqrs_records r set deployment_id = null
    where r.cqrs_change_id = p_id
      and not exists (
        select from pggit.deployments d where d.deployment_id = v_record.deployment_id);
  elsif v_staged <> '{}' and exists (
    select from pggit.deployments d
    where d.deployment_id = v_record.deployment_id and d.auto_commit)
  then
    begin
      v_commit_id := pggit._append_commit(
        v_staged, v_message, v_record.deployment_id, p_extend => false);
    exception
      when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04' then
      -- They stay staged, and whoever commits next puts them into the history first.
      v_commit_id := null;
    end;
  else
    select c.commit_id into v_commit_id
    from pggit.changes c where c.change_id = any (v_changes) order by c.change_id desc limit 1;
  end if;

  if v_failed > 0 then
    raise warning using
      message = format('pggit: %s of %s operations of the CQRS change failed: %s', v_failed, v_total, (
        select string_agg(format('%s %s (%s)',
          f.failure ->> 'side', f.failure ->> 'index', f.failure ->> 'message'), '; ' order by f.n)
        from jsonb_array_elements(p_failures) with ordinality as f (failure, n))),
      detail = p_failures::text,
      hint = format('The others were kept. See: select * from pggit.cqrs_operations '
        'where cqrs_change_id = %L', p_id);
  end if;
  return v_commit_id;
end
$pggit$;

comment on function pggit._finish_cqrs_change(uuid, pggit.cqrs_change, jsonb) is
  'Records how the operations of a CQRS change ended and makes its commit; returns the commit''s id.';
`,
  },
  {
    name: 'functions/cqrs/_is_transaction_control.sql',
    sql: `-- Whether SQL text has a statement that begins, ends or divides a transaction. Only asked once PL/pgSQL has
-- refused it, so that the error can say why; what is quoted or commented out does not count.

create or replace function pggit._is_transaction_control(p_sql text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return regexp_replace(
      regexp_replace(p_sql, E'(\\\\$\\\\w*?\\\\$).*?\\\\1', ' ', 'g'),
      E'--[^\\\\n]*|/\\\\*(?:[^*]|\\\\*+[^*/])*\\\\*+/|''(?:[^'']|'''')*''|"(?:[^"]|"")*"', ' ', 'g')
    ~* E'(^|;)\\\\s*(begin|start\\\\s+transaction|commit|rollback|abort|end|savepoint|release|prepare\\\\s+transaction)\\\\M';
end
$pggit$;

comment on function pggit._is_transaction_control(text) is
  'Whether SQL text has a statement that begins, ends or divides a transaction.';
`,
  },
  {
    name: 'functions/cqrs/_link_cqrs_changes.sql',
    sql: `-- A migration that calls track_cqrs_change() outside any deployment has its changes in commits already when
-- its history row is written: they are the migration's all the same.

create or replace function pggit._link_cqrs_changes(p_link_id bigint)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
begin
  if not exists (
    select from pggit.cqrs_records r where r.transaction_id = v_xid and r.has_deployment
  ) then
    return;
  end if;
  update pggit.changes c set link_id = p_link_id
  from pggit.cqrs_records r
  join pggit.cqrs_record_changes m on m.cqrs_change_id = r.cqrs_change_id
  where r.transaction_id = v_xid and r.has_deployment
    and c.change_id = m.change_id and c.link_id is null;
end
$pggit$;

comment on function pggit._link_cqrs_changes(bigint) is
  'Gives a link the changes of the CQRS changes its transaction has made outside any deployment.';
`,
  },
  {
    name: 'functions/cqrs/_note_cqrs_failure.sql',
    sql: `-- What becomes of a failing operation: in an atomic change an error that says where it was, otherwise one
-- more entry in the list of failures.

create or replace function pggit._note_cqrs_failure(
  p_failures jsonb,
  p_atomic boolean,
  p_side text,
  p_index int,
  p_operation text,
  p_sqlstate text,
  p_message text,
  p_detail text,
  p_hint text,
  p_context text
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  -- EXECUTE refuses transaction control with the first, a procedure or DO block that tries with the other.
  v_is_refused constant boolean := p_sqlstate = 'PGC03' or p_sqlstate = '2D000'
    or (p_sqlstate = '0A000' and pggit._is_transaction_control(p_operation));
  v_message constant text := case
    when v_is_refused and p_sqlstate <> 'PGC03' then
      'it controls the transaction, which is the caller''s'
    else p_message end;
  v_failure constant jsonb := jsonb_build_object(
    'side', p_side, 'index', p_index,
    'sqlstate', case when v_is_refused then 'PGC03' else p_sqlstate end, 'message', v_message);
begin
  if p_atomic is not false then
    perform pggit._raise(
      case when v_is_refused then 'PGC03' else 'PGC02' end,
      format('operation %s of the %s side failed: %s', p_index, p_side, v_message),
      v_failure || jsonb_strip_nulls(jsonb_build_object(
        'operation', p_operation, 'detail', nullif(p_detail, ''), 'hint', nullif(p_hint, ''),
        'context', nullif(p_context, ''))),
      case
        when v_is_refused then
          'Nothing of the change was kept. Begin and end transactions, deployments and roles around the '
          'call; what cannot run inside a transaction cannot be part of a CQRS change.'
        else concat_ws(' ', nullif(p_hint, ''),
          'Nothing of the change was kept. With atomic => false the operations that succeed are.')
      end);
  end if;
  return coalesce(p_failures, '[]'::jsonb) || v_failure;
end
$pggit$;

comment on function pggit._note_cqrs_failure(jsonb, boolean, text, int, text, text, text, text, text, text) is
  'Raises the failure of an operation with its place, or adds it to those of a change that is not atomic.';
`,
  },
  {
    name: 'functions/cqrs/_record_cqrs_side.sql',
    sql: `-- Describes what the operations of one side changed, and notes which rows of the journal those are.

create or replace function pggit._record_cqrs_side(p_id uuid, p_side text)
returns void
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_record constant pggit.cqrs_records := pggit._cqrs_record(p_id);
begin
  perform pggit._record_pending(v_record.deployment_id);
  perform pggit._capture_in_manual_mode(v_record.deployment_id);
  -- Constraints set to immediate may have made a commit of them already.
  insert into pggit.cqrs_record_changes (change_id, cqrs_change_id, side)
  select c.change_id, v_record.cqrs_change_id, p_side
  from (
    select s.change_id from pggit.changes s
    where s.deployment_id = v_record.deployment_id and s.backend_pid = pg_backend_pid()
      and s.commit_id is null and s.transaction_id = v_record.transaction_id
    union all
    select s.change_id
    from pggit.commits k
    join pggit.changes s on s.commit_id = k.commit_id
    where k.transaction_id = v_record.transaction_id
      and s.deployment_id = v_record.deployment_id and s.transaction_id = v_record.transaction_id
  ) c
  where c.change_id > v_record.newest_before
  on conflict do nothing;
end
$pggit$;

comment on function pggit._record_cqrs_side(uuid, text) is
  'Records what the operations of one side of a CQRS change have changed.';
`,
  },
  {
    name: 'functions/cqrs/_require_cqrs_deployment.sql',
    sql: `-- An operation that ends, leaves or changes the deployment of its session would take the operations after
-- it out of the change.

create or replace function pggit._require_cqrs_deployment(p_id uuid)
returns void
language plpgsql
stable
security definer -- reads records as their owner for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if pggit.current_deployment() is distinct from (pggit._cqrs_record(p_id)).deployment_id then
    perform pggit._raise('PGC03', 'it ends or leaves the deployment that the change belongs to',
      jsonb_build_object(), null);
  end if;
end
$pggit$;

comment on function pggit._require_cqrs_deployment(uuid) is
  'An error when the session has left the deployment of its CQRS change.';
`,
  },
  {
    name: 'functions/cqrs/_table_uses.sql',
    sql: `-- What tables rest on beside what they hold: foreign keys, types of columns, defaults, checks and policies;
-- and functions the tables whose triggers call them.

create or replace function pggit._table_uses()
returns table (user_classid oid, user_objid oid, classid oid, objid oid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select 'pg_class'::regclass::oid, k.conrelid, 'pg_class'::regclass::oid, k.confrelid
  from pg_constraint k where k.contype = 'f'
  union
  select 'pg_class'::regclass, coalesce(k.conrelid, a.adrelid, p.polrelid, c.oid), d.refclassid,
    d.refobjid
  from pg_depend d
  left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    and k.contype <> 'f' and k.conrelid <> 0
  left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
  left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
  left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
    and c.relkind in ('r', 'p', 'f', 'c')
  where d.deptype = 'n' and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass,
      'pg_type'::regclass)
    and coalesce(k.conrelid, a.adrelid, p.polrelid, c.oid) is not null
  union
  select 'pg_proc'::regclass, t.tgfoid, 'pg_class'::regclass, t.tgrelid
  from pg_trigger t where not t.tgisinternal
$pggit$;

comment on function pggit._table_uses() is
  'What tables rest on beside what they hold, and the tables whose triggers call a function.';
`,
  },
  {
    name: 'functions/cqrs/configure_cqrs.sql',
    sql: `-- Says which schemas are which side. Replaces what was said before.

create or replace function pggit.configure_cqrs(
  command_schemas text[] default null,
  query_schemas text[] default array['query', 'query_%']
)
returns void
language plpgsql
volatile
security definer -- writes settings as their owner, which no role may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_list record;
begin
  if configure_cqrs.query_schemas is null then
    perform pggit._raise('PGT02', 'query_schemas is null, which is no list of patterns',
      jsonb_build_object('list', 'query_schemas', 'pattern', null),
      'Leave it out for query and query_%, or pass array[]::text[] for no query side.');
  end if;
  for v_list in
    select l.name, p.pattern
    from (values
      ('command_schemas', configure_cqrs.command_schemas),
      ('query_schemas', configure_cqrs.query_schemas)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where nullif(btrim(p.pattern), '') is null
  loop
    perform pggit._raise('PGT02',
      format('%s holds an empty pattern', v_list.name),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      'A pattern is a name; % in it stands for any characters. command_schemas may be NULL: every schema '
      'that is not on the query side.');
  end loop;
  insert into pggit.settings (name, value)
  values ('cqrs', jsonb_build_object(
    'command_schemas', to_jsonb(configure_cqrs.command_schemas),
    'query_schemas', to_jsonb(configure_cqrs.query_schemas)))
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit.configure_cqrs(text[], text[]) is
'Says which schemas are the command side and which are the query side. Replaces what was said
before; until it is called, and where a call leaves it out, the query side is \`query\` and
\`query_%\`.

- \`command_schemas\` null: every schema that is not on the query side.
- \`query_schemas\`: not null; an empty array for none.

\`%\` stands for any characters and is the only wildcard. A schema in both lists is on the query
side.';
`,
  },
  {
    name: 'functions/cqrs/cqrs_impact.sql',
    sql: `-- Which objects of the query side depend on which of the command side, from the catalog as it is now, and
-- which of the last commits touched one and not the other.
--
-- Ways lead from the query side down: through whatever reads (_readers), and through what a table of the
-- query side rests on (_table_uses). What a table of the command side rests on is no dependency of those
-- that read it. An object of the command side is the end of a way when it is no view and no function;
-- those are listed, and passed through as well.

create or replace function pggit.cqrs_impact(commits int default 10)
returns table (
  query_kind text, query_object text, command_kind text, command_object text, is_direct boolean,
  command_commit uuid, query_commit uuid, touched_alone text)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  with recursive uses as materialized (
    select r.reader_classid as user_classid, r.reader_objid as user_objid, r.classid, r.objid,
      false as is_structural
    from pggit._readers() r
    union
    select u.user_classid, u.user_objid, u.classid, u.objid, true from pggit._table_uses() u
  ),
  names as materialized (
    -- An address as the catalog has it, and the one of the object it stands for.
    select a.classid as at_classid, a.objid as at_objid, n.kind, n.identity, n.classid, n.objid, s.side
    from (
      select u.user_classid as classid, u.user_objid as objid from uses u
      union
      select u.classid, u.objid from uses u
    ) a
    cross join lateral pggit._name_of(a.classid, a.objid) n
    join pggit.cqrs_schemas() s on s.name = n.schema_name
    where s.side is not null
  ),
  steps as materialized (
    select distinct f.classid as user_classid, f.objid as user_objid, f.side as user_side,
      t.classid, t.objid
    from uses u
    join names f on f.at_classid = u.user_classid and f.at_objid = u.user_objid
    join names t on t.at_classid = u.classid and t.at_objid = u.objid
    where (not u.is_structural or f.side = 'query')
      and (f.classid, f.objid) <> (t.classid, t.objid)
  ),
  ways (query_classid, query_objid, classid, objid, is_direct) as (
    select s.user_classid, s.user_objid, s.classid, s.objid, true
    from steps s where s.user_side = 'query'
    union
    select w.query_classid, w.query_objid, s.classid, s.objid, false
    from ways w
    join steps s on s.user_classid = w.classid and s.user_objid = w.objid
  ),
  pairs as (
    select w.query_classid, w.query_objid, w.classid, w.objid, bool_or(w.is_direct) as is_direct
    from ways w
    group by 1, 2, 3, 4
  ),
  line (commit_id, n) as (
    select pggit._head(), 1
    union all
    select c.parent_ids[1], l.n + 1
    from line l
    join pggit.commits c on c.commit_id = l.commit_id
    where l.n < cqrs_impact.commits and cardinality(c.parent_ids) > 0
  ),
  touched as materialized (
    select distinct on (c.object_id) c.object_id, l.commit_id, l.n
    from line l
    join pggit.changes c on c.commit_id = l.commit_id and c.caused_by is null
    where l.n <= cqrs_impact.commits
    order by c.object_id, l.n
  ),
  objects as materialized (
    select distinct on (n.classid, n.objid) n.classid, n.objid, n.kind, n.identity, n.side,
      o.object_id, t.commit_id, t.n
    from names n
    left join pggit.live_objects o on o.objid = n.objid and o.classid = n.classid
    left join touched t on t.object_id = o.object_id
  )
  select q.kind, q.identity, c.kind, c.identity, p.is_direct, c.commit_id, q.commit_id,
    case
      when q.object_id is null or c.object_id is null then null
      when c.n < coalesce(q.n, c.n + 1) then 'command'
      when q.n < coalesce(c.n, q.n + 1) then 'query'
    end
  from pairs p
  join objects q on q.classid = p.query_classid and q.objid = p.query_objid and q.side = 'query'
  join objects c on c.classid = p.classid and c.objid = p.objid and c.side = 'command'
  order by q.identity, c.identity, q.kind, c.kind
$pggit$;

comment on function pggit.cqrs_impact(int) is
'What a change of the command side reaches: each object of the query side with each object of the
command side that it depends on, from the catalog as it is now. The sides are those of
pggit.configure_cqrs().

- \`query_kind\`, \`query_object\`, \`command_kind\`, \`command_object\`: as pggit.show() has them.
- \`is_direct\`: false where the way leads through other objects only.
- \`command_commit\`, \`query_commit\`: the newest of the last \`commits\` commits on the branch that
  touched that object; null when none of them did.
- \`touched_alone\`: the side, \`command\` or \`query\`, that was touched last without the other. Null
  when neither was, when one commit touched both last, and when one of the two is not tracked.

Functions whose body is a string hide what they read; those with an SQL-standard body (\`begin
atomic\`) do not.';
`,
  },
  {
    name: 'functions/cqrs/cqrs_schemas.sql',
    sql: `-- The schemas there are, and the side each is on.

create or replace function pggit.cqrs_schemas()
returns table (name text, side text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with lists as materialized (
    select
      coalesce(pggit._json_patterns(s.value -> 'query_schemas'),
        pggit._like_pattern(array['query', 'query_%'])) as query_schemas,
      pggit._json_patterns(s.value -> 'command_schemas') as command_schemas
    from (values (1)) as one (row)
    left join pggit.settings s on s.name = 'cqrs'
  )
  select s.name::text,
    case
      when s.name::text like any (l.query_schemas) then 'query'
      when l.command_schemas is null or s.name::text like any (l.command_schemas) then 'command'
    end
  from pggit.user_schemas s
  cross join lists l
  order by 1
$pggit$;

comment on function pggit.cqrs_schemas() is
'The schemas that there are, by name, with the side each is on: \`command\`, \`query\`, or null for
neither. pggit.configure_cqrs() decides. Schemas of the system and pggit''s own are left out.';
`,
  },
  {
    name: 'functions/cqrs/track_cqrs_change.sql',
    sql: `-- Runs the operations of a CQRS change as the caller, those of the command side first, and records them as
-- one commit. Outside a deployment it opens one of its own for that; inside one it is a part of it.
--
-- Two things are unlike other functions, because the operations are the caller's SQL:
-- It runs as the caller. Whatever an operation may do, the caller could have done without this function.
-- It pins no search_path. A pinned one would be in force for the operations as well, and an unqualified
-- name in them would mean something else than in the caller's session. So it does as little as possible
-- itself, names everything with its schema, operators included, and leaves the rest to functions with a
-- pinned one.
--
-- Each operation has a savepoint, in an atomic change too: an error is then raised again with its place.
-- \`when others\`: the caller of a change that is not atomic asked to keep what succeeds. Where the whole
-- transaction has to be repeated (a serialization failure, a deadlock), the error goes on as it is, so that
-- whoever repeats transactions recognises it. A cancel is never caught.
--
-- Locks: those of the operations; then those of end_deployment().

create or replace function pggit.track_cqrs_change(
  change pggit.cqrs_change,
  atomic boolean default true
)
returns uuid
language plpgsql
volatile
as $pggit$
declare
  v_id constant pg_catalog.uuid :=
    pggit._begin_cqrs_change(track_cqrs_change.change, track_cqrs_change.atomic);
  v_user constant pg_catalog.name := current_user;
  v_sides constant pg_catalog.text[] := array['command', 'query'];
  v_side pg_catalog.text;
  v_operations pg_catalog.text[];
  v_failures pg_catalog.jsonb;
  v_sqlstate pg_catalog.text;
  v_message pg_catalog.text;
  v_detail pg_catalog.text;
  v_hint pg_catalog.text;
  v_context pg_catalog.text;
begin
  foreach v_side in array v_sides loop
    v_operations := pggit._cqrs_operations_of(track_cqrs_change.change, v_side);
    for v_position in 1 .. pg_catalog.cardinality(v_operations) loop
      begin
        execute v_operations[v_position];
        if current_user operator(pg_catalog.<>) v_user then
          raise exception using errcode = 'PGC03',
            message = 'it changes the role, which it has to leave as it is';
        end if;
        perform pggit._require_cqrs_deployment(v_id);
      exception
        when serialization_failure or deadlock_detected then
          raise;
        when others or assert_failure then
          get stacked diagnostics
            v_sqlstate = returned_sqlstate, v_message = message_text,
            v_detail = pg_exception_detail, v_hint = pg_exception_hint,
            v_context = pg_exception_context;
          v_failures := pggit._note_cqrs_failure(
            v_failures, track_cqrs_change.atomic, v_side, v_position, v_operations[v_position],
            v_sqlstate, v_message, v_detail, v_hint, v_context);
      end;
    end loop;
    perform pggit._record_cqrs_side(v_id, v_side);
  end loop;
  return pggit._finish_cqrs_change(v_id, track_cqrs_change.change, v_failures);
end
$pggit$;

comment on function pggit.track_cqrs_change(pggit.cqrs_change, boolean) is
'Runs the operations of the command side, then those of the query side, and records them as one
commit that knows the side of each change. Returns the commit''s id; null when no object was
changed, and inside a deployment that commits at its end.

- \`change\`: \`row(array[...], array[...], ''description'')::pggit.cqrs_change\`. Each operation is one
  or several SQL statements; one of the lists may be null or empty. The description becomes the
  message of the commit.
- \`atomic\` true: the first failure undoes everything and is raised as PGC02. The detail has the
  side, index and text of the operation and the SQLSTATE of its error.
- \`atomic\` false: what fails is undone and recorded in pggit.cqrs_operations, the rest is kept,
  and a warning names the failures.

The operations run as the caller in the caller''s session, search_path and transaction. They cannot
begin or end a transaction, leave the deployment or change the role. Serialization failures and
deadlocks are raised as they are.';
`,
  },
  {
    name: 'functions/deployments/_adopt_earlier_drift.sql',
    sql: `-- In manual mode, makes a commit of what changed before a deployment begins, so that its own holds only
-- what it did. Costs a scan of the catalog, as its end does. Rows that a history table got before are
-- not the deployment's either: the table has its link trigger from here on.
--
-- While another deployment is at work, what is new may be its own, and nothing is adopted. Where a branch
-- is held by others, the changes stay staged, and whoever commits next puts them into the history first.
--
-- \`when others\`: migrations wait for the deployment to begin, and what could not be adopted is drift as
-- it was. A statement timeout that runs out in here is such a failure, too.
--
-- Locks: as capture() does; the branch row last, for whose lock it waits no longer than lock_timeout says.

create or replace function pggit._adopt_earlier_drift(p_deployment_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '800ms'
as $pggit$
declare
  v_changes bigint[];
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if not pggit._is_manual_mode()
    or pggit._disabled_until() is not null
    or current_setting('transaction_read_only')::boolean
    or pggit._is_somebody_at_work()
  then
    return;
  end if;
  begin
    perform pggit._attach_existing_history_tables(p_is_quiet => true);
    perform pggit._mark_drift();
    v_changes := pggit._record_pending(null);
    if v_changes <> '{}' then
      begin
        perform pggit._append_commit(
          v_changes,
          format('changed before deployment %s: %s',
            p_deployment_name, pggit._describe_changes(v_changes)),
          null,
          p_extend => false);
      exception
        when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04' then
          null;
      end;
    end if;
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    perform pggit._keep_failure('adopt', v_sqlstate, v_message, v_context);
  end;
end
$pggit$;

comment on function pggit._adopt_earlier_drift(text) is
  'In manual mode, makes a commit of what changed before a deployment begins; otherwise nothing.';
`,
  },
  {
    name: 'functions/deployments/_adopt_stragglers.sql',
    sql: `-- Commits changes of closed deployments: of transactions that were still running when the deployment
-- ended. They follow it as a commit of the same deployment. One that could not get a commit at its end,
-- and whose changes have all gone along with commits of others, gets one with its message and tags.
-- The caller holds the branch row.
--
-- The loop steps from one deployment with staged changes to the next, so that an open one with
-- thousands of them costs as much as one with a single change.

create or replace function pggit._adopt_stragglers(p_branch text, p_next_commit_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_deployment uuid := '00000000-0000-0000-0000-000000000000'::uuid;
begin
  loop
    select c.deployment_id into v_deployment
    from pggit.changes c
    where c.commit_id is null and c.deployment_id > v_deployment
    order by c.deployment_id
    limit 1;
    exit when v_deployment is null;
    if not exists (
      select from pggit.deployments d
      where d.deployment_id = v_deployment and d.status = 'open'
    ) then
      perform pggit._adopt_stranded_changes(p_branch, v_deployment, p_next_commit_id);
    end if;
  end loop;
  perform pggit._adopt_stranded_changes(p_branch, d.deployment_id, p_next_commit_id, true)
  from pggit.deployments d
  where d.commit_id is null and d.status <> 'open'
    and not exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = d.deployment_id)
  order by d.ended_at;
end
$pggit$;

comment on function pggit._adopt_stragglers(text, uuid) is
  'Commits changes that landed after their deployment had ended.';
`,
  },
  {
    name: 'functions/deployments/_capture_interrupted.sql',
    sql: `-- In manual mode, gives what changed while nobody looked to a deployment whose session is gone, so that it
-- is closed with what had landed. Its history table gets its link trigger, and its rows their links. Costs
-- a scan of the catalog. What was changed by hand after it was interrupted comes along: nothing tells the two
-- apart.
--
-- While another deployment is at work, what is new may be its own, and nothing is taken.
--
-- \`when others\`: the next run waits for the recovery, and what could not be captured is drift as it was.
-- A statement timeout that runs out in here is such a failure, too.

create or replace function pggit._capture_interrupted(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if p_deployment_id is null or not pggit._is_manual_mode()
    or pggit._is_somebody_at_work()
  then
    return;
  end if;
  begin
    perform pggit._capture_in_manual_mode(p_deployment_id);
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    perform pggit._keep_failure('adopt', v_sqlstate, v_message, v_context);
  end;
end
$pggit$;

comment on function pggit._capture_interrupted(uuid) is
  'In manual mode, captures what changed while nobody looked into a deployment whose session is gone; otherwise nothing.';
`,
  },
  {
    name: 'functions/deployments/_carried_by.sql',
    sql: `-- The commits of others that took changes of a deployment along, newest first. Commits are read from the
-- newest back to the beginning of the deployment, so it costs what happened meanwhile, however long the
-- history is.

create or replace function pggit._carried_by(p_deployment_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return array(
    select k.commit_id
    from pggit.deployments d
    join pggit.commits k on k.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < d.started_at
        order by b.commit_number desc limit 1), 0)
      and k.deployment_id is distinct from d.deployment_id
    where d.deployment_id = p_deployment_id
      and exists (
        select from pggit.changes c
        where c.commit_id = k.commit_id and c.deployment_id = p_deployment_id)
    order by k.commit_number desc);
end
$pggit$;

comment on function pggit._carried_by(uuid) is
  'The commits of others that took changes of a deployment along, newest first.';
`,
  },
  {
    name: 'functions/deployments/_close_deployment.sql',
    sql: `-- Closes a deployment: one commit of all it captured, message and tags, its links tied to the commit.
-- With auto_commit the commits are there already; the last one gets message and tags. A deployment
-- that captured nothing and linked nothing leaves no trace. Where every change went along with commits of
-- others that build on them, the commit holds message and tags alone; a link belongs to the commit that
-- has its changes.
--
-- Locks: the deployment's row first (two sessions may close the same orphan), then the branch, whose
-- wait is limited; nothing after it is waited for but links of the deployment's own.

create or replace function pggit._close_deployment(
  p_deployment_id uuid,
  p_status text,
  p_reason text default null,
  p_message text default null,
  p_tags text[] default null
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_deployment pggit.deployments;
  v_changes bigint[];
  v_commit_id uuid;
  v_carried_by uuid[];
  v_is_captured boolean := false;
begin
  select d.* into v_deployment
  from pggit.deployments d
  where d.deployment_id = p_deployment_id and d.status = 'open'
  for update;
  if v_deployment.deployment_id is null then
    return null;
  end if;
  -- What this transaction changed before the deployment began comes before it.
  perform pggit._commit_transaction(null, gen_random_uuid(), '{}'::bigint[]);
  if exists (
    select from pggit.announced_migrations a where a.deployment_id = p_deployment_id
  ) then
    perform pggit._settle_announced(p_deployment_id);
  end if;

  select c.commit_id into v_commit_id
  from pggit.commits c where c.deployment_id = p_deployment_id
  order by c.commit_number desc limit 1;
  begin
    -- The branch before the changes: another deployment that ends at the same moment may take some along.
    if exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = p_deployment_id
    ) then
      v_is_captured := true;
      perform pggit._lock_branch(pggit._current_branch());
    end if;
    -- A row that a session of the deployment is linking at this moment is left to whoever commits after
    -- it: the end waits for nobody's transaction.
    select array_agg(c.change_id order by c.change_id) into v_changes
    from (
      select s.change_id from pggit.changes s
      where s.commit_id is null and s.deployment_id = p_deployment_id
      for update skip locked
    ) c;
    v_carried_by := pggit._carried_by(p_deployment_id);
    if v_changes is not null or (v_commit_id is null and (v_carried_by <> '{}' or exists (
      select from pggit.external_migrations m where m.deployment_id = p_deployment_id
    ))) then
      v_commit_id := pggit._append_commit(
        coalesce(v_changes, '{}'),
        coalesce(p_message, v_deployment.message, v_deployment.name),
        p_deployment_id);
    elsif v_commit_id is null and not v_is_captured then
      delete from pggit.deployments d where d.deployment_id = p_deployment_id;
      return null;
    end if;
  exception when lock_not_available or sqlstate 'PGR04' then
    -- Somebody holds the branch (a prepared transaction, constraints set to immediate): the
    -- deployment has ended all the same, and whoever commits next makes its commit (_adopt_stragglers).
    v_commit_id := null;
    v_carried_by := pggit._carried_by(p_deployment_id);
  end;

  if p_message is not null then
    update pggit.commits c set message = p_message where c.commit_id = v_commit_id;
    update pggit.commits c set content_hash = pggit._content_hash(c)
    where c.commit_id = v_commit_id;
  end if;
  perform pggit._tag_commit(v_commit_id, p_tags);
  if v_carried_by <> '{}' then
    perform pggit._link_carried_changes(p_deployment_id, v_carried_by || v_commit_id);
  end if;
  update pggit.external_migrations m set pggit_commit_id = v_commit_id
  where m.deployment_id = p_deployment_id and m.pggit_commit_id is null;
  update pggit.deployments d
  set status = p_status, reason = p_reason, message = coalesce(p_message, d.message),
      tags = p_tags, commit_id = v_commit_id, ended_at = clock_timestamp()
  where d.deployment_id = p_deployment_id;
  return v_commit_id;
end
$pggit$;

comment on function pggit._close_deployment(uuid, text, text, text, text[]) is
  'Closes an open deployment with one commit of what it captured; returns the commit, null when there was nothing.';
`,
  },
  {
    name: 'functions/deployments/_is_somebody_at_work.sql',
    sql: `-- Whether a deployment is open whose owner is not gone. In manual mode, what is new in the catalog may be
-- its own then.

create or replace function pggit._is_somebody_at_work()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.deployments d
    where d.status = 'open'
      and d.deployment_id not in (select o.deployment_id from pggit.orphaned_deployments() o));
end
$pggit$;

comment on function pggit._is_somebody_at_work() is
  'Whether a deployment is open whose owner is not gone.';
`,
  },
  {
    name: 'functions/deployments/_link_carried_changes.sql',
    sql: `-- Gives those links of a deployment whose changes went along with commits of others to the newest commit
-- that has one of them.
--
-- Locks: links of the deployment that have no commit yet.

create or replace function pggit._link_carried_changes(p_deployment_id uuid, p_commit_ids uuid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m set pggit_commit_id = l.commit_id
  from (
    select distinct on (c.link_id) c.link_id, c.commit_id
    from pggit.changes c
    join pggit.commits k on k.commit_id = c.commit_id
    where c.commit_id = any (p_commit_ids) and c.deployment_id = p_deployment_id
    order by c.link_id, k.commit_number desc
  ) l
  where m.link_id = l.link_id
    and m.deployment_id = p_deployment_id and m.pggit_commit_id is null;
end
$pggit$;

comment on function pggit._link_carried_changes(uuid, uuid[]) is
  'Gives links of a deployment to the commits of others that have their changes.';
`,
  },
  {
    name: 'functions/deployments/_may_come_back.sql',
    sql: `-- Whether an owner of this time may be on its way back: a server that restarts, after a crash as well, loses
-- every session at once, and so does a standby that becomes the primary. The owners that live connect again at
-- once (adapters and \`pggit run\` try each quarter of a second), and whoever looks first must not take
-- them for dead. The walwriter starts when a server begins to take writes, at each of these; who may not
-- see it knows when the server itself was started. The time is that of the statement: one recovery treats
-- all deployments alike.

create or replace function pggit._may_come_back(p_owner_since timestamptz)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select p_owner_since < s.began and statement_timestamp() < s.began + interval '5 seconds'
  from (
    select greatest(
      pg_postmaster_start_time(),
      (select max(a.backend_start) from pg_stat_activity a where a.backend_type = 'walwriter')
    ) as began
  ) s
$pggit$;

comment on function pggit._may_come_back(timestamptz) is
  'Whether an owner of this time was lost with the whole server, which restarted less than five seconds ago.';
`,
  },
  {
    name: 'functions/deployments/_open_deployment.sql',
    sql: `-- Writes a new deployment, owned by this session, and makes the session part of it. What the transaction
-- changed before is the caller's affair.

create or replace function pggit._open_deployment(p_name text, p_auto_commit boolean)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := gen_random_uuid();
begin
  insert into pggit.deployments
    (deployment_id, name, auto_commit, role_name, application_name, backend_pid, backend_start)
  select
    v_id, p_name, p_auto_commit,
    pggit._effective_role(), current_setting('application_name'), pg_backend_pid(),
    (select a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid());
  perform set_config('pggit.deployment', v_id::text, false);
  return v_id;
end
$pggit$;

comment on function pggit._open_deployment(text, boolean) is
  'Opens a deployment owned by this session, which becomes part of it; returns its id.';
`,
  },
  {
    name: 'functions/deployments/_owner_lock.sql',
    sql: `-- The advisory lock that owners behind a pooler hold. One key for each deployment.

create or replace function pggit._owner_lock(p_deployment_id uuid)
returns bigint
language sql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
  select hashtextextended('pggit.deployment ' || p_deployment_id::text, 0)
$pggit$;

comment on function pggit._owner_lock(uuid) is
  'Key of the advisory lock of a deployment whose owner is behind a pooler.';
`,
  },
  {
    name: 'functions/deployments/_ownerless_deployments.sql',
    sql: `-- The open deployments whose owner is gone. The owner is alive while its backend is: same process id,
-- same start time, in this database (a copy of the database keeps the deployment, but not its session).
-- Behind a pooler it is alive while somebody holds its advisory lock (own_deployment).
-- A standby sees its own sessions only and can tell nothing, so there it names none.

create or replace function pggit._ownerless_deployments()
returns setof pggit.deployments
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.*
  from pggit.deployments d
  where d.status = 'open'
    and not pg_is_in_recovery()
    and case
      when d.backend_pid = 0 then not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
          and l.database = (select b.oid from pg_database b where b.datname = current_database())
          and (l.classid::bigint << 32) + l.objid::bigint = pggit._owner_lock(d.deployment_id))
      else not exists (
        select from pg_stat_activity a
        where a.pid = d.backend_pid
          and a.datname = current_database()
          -- A start time that may not be seen counts as the same: better late than wrong.
          and coalesce(a.backend_start, d.backend_start) is not distinct from d.backend_start)
    end
$pggit$;

comment on function pggit._ownerless_deployments() is
  'Open deployments whose owner is gone.';
`,
  },
  {
    name: 'functions/deployments/_require_session_deployment.sql',
    sql: `-- The deployment this session is about to end, or the error that says there is none.

create or replace function pggit._require_session_deployment(p_function text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit.current_deployment();
  v_setting constant text := nullif(current_setting('pggit.deployment', true), '');
begin
  if v_id is null then
    perform pggit._raise(
      case when v_setting is null then 'PGD02' else 'PGD04' end,
      case when v_setting is null
        then format('%s: this session belongs to no deployment', p_function)
        else format('%s: deployment %s is closed already', p_function, v_setting) end,
      jsonb_build_object('function', p_function, 'deployment_id', v_setting),
      'Begin one with pggit.begin_deployment(name), or join one with pggit.join_deployment(id).');
  end if;
  return v_id;
end
$pggit$;

comment on function pggit._require_session_deployment(text) is
  'The deployment this session belongs to; an error when it belongs to none.';
`,
  },
  {
    name: 'functions/deployments/_session_deployment.sql',
    sql: `-- The open deployment this session belongs to: its setting, else an application_name of the form
-- pggit:<id>. A value that names no open deployment is a warning, never an error: the change is
-- recorded outside any deployment. One warning a transaction is enough.
--
-- RESET ALL and DISCARD ALL, in a migration say, take the setting away. A session that holds the lock of a
-- tool, or is at a migration that it announced, is still in that run and gets its settings back; one that
-- has never had the setting is not looked up. pggit.held_lock is 0 where that lock is given back already
-- (_follow_tool_lock).

create or replace function pggit._session_deployment(p_warn boolean)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text := nullif(current_setting('pggit.deployment', true), '');
  v_id uuid;
  v_held_lock oid;
begin
  if v_text is null and current_setting('application_name') like 'pggit:%' then
    v_text := substr(current_setting('application_name'), 7);
  end if;
  if v_text is null then
    if current_setting('pggit.deployment', true) is null
      or current_setting('pggit.held_lock', true) <> ''
    then
      return null;
    end if;
    select d.deployment_id, d.held_lock into v_id, v_held_lock
    from pggit.deployments d
    where d.status = 'open'
      and (d.held_lock is not null and d.opened_by = session_user
          and d.backend_pid = pg_backend_pid() and d.backend_start = (
            select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())
        or exists (
          select from pggit.announced_migrations a
          where a.deployment_id = d.deployment_id and a.ended_at is null
            and a.backend_pid = pg_backend_pid() and a.announced_at >= (
              select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())))
    order by d.started_at desc
    limit 1;
    if found then
      perform set_config('pggit.deployment', v_id::text, false);
      if v_held_lock is not null then
        perform set_config('pggit.held_lock', v_held_lock::text, false);
      end if;
    end if;
    return v_id;
  end if;
  if v_text ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
    select d.deployment_id into v_id
    from pggit.deployments d
    where d.deployment_id = v_text::uuid and d.status = 'open';
  end if;
  if v_id is null and p_warn
    and current_setting('pggit.warned', true) is distinct from pg_current_xact_id_if_assigned()::text
  then
    perform set_config('pggit.warned', pg_current_xact_id_if_assigned()::text, true);
    raise warning using
      message = format('pggit: deployment %s is unknown or closed', v_text),
      hint = 'The changes of this session are recorded outside any deployment. Join an open one with '
        'pggit.join_deployment(id), or clear the setting with: reset pggit.deployment';
  end if;
  return v_id;
end
$pggit$;

comment on function pggit._session_deployment(boolean) is
  'The open deployment this session belongs to; with true, warns about a value that names none.';
`,
  },
  {
    name: 'functions/deployments/abort_deployment.sql',
    sql: `-- Closes this session's deployment as failed. What its transactions committed is in the database, so
-- it is in the history too; what rolled back is gone by itself.

create or replace function pggit.abort_deployment(reason text default null)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('abort_deployment');
begin
  perform pggit._record_pending(v_id);
  perform pggit._capture_in_manual_mode(v_id);
  perform pggit._close_deployment(v_id, 'failed', abort_deployment.reason);
  perform set_config('pggit.deployment', '', false);
end
$pggit$;

comment on function pggit.abort_deployment(text) is
'Closes this session''s deployment as failed, with a reason. What its transactions committed is in
the database, so it becomes a commit; what was rolled back is gone by itself. A deployment that
captured and linked nothing is discarded.';
`,
  },
  {
    name: 'functions/deployments/begin_deployment.sql',
    sql: `-- Opens a deployment and makes this session part of it. What the transaction changed before belongs
-- to no deployment, so it is recorded first; in manual mode, where nothing says what changed when, so is
-- everything else that did.

create or replace function pggit.begin_deployment(
  deployment_name text,
  auto_commit boolean default false
)
returns uuid
language plpgsql
volatile
security definer -- writes deployments, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id uuid := pggit.current_deployment();
  v_disabled_until timestamptz;
  v_name constant text := btrim(begin_deployment.deployment_name, E' \\t\\r\\n');
begin
  if begin_deployment.deployment_name !~ E'\\\\S' is not false then
    perform pggit._raise('PGD05', 'a deployment needs a name',
      jsonb_build_object('name', begin_deployment.deployment_name),
      'Pass a name that says what is deployed, for example ''2026-11 billing''.');
  end if;
  if v_id is not null then
    perform pggit._raise('PGD01',
      (select format('this session already belongs to deployment %s (%s)', d.name, d.deployment_id)
       from pggit.deployments d where d.deployment_id = v_id),
      (select jsonb_build_object('deployment_id', d.deployment_id, 'name', d.name)
       from pggit.deployments d where d.deployment_id = v_id),
      'End it with pggit.end_deployment() or pggit.abort_deployment(), or go on inside it.');
  end if;

  -- What a deployment without a history records could not become a commit.
  perform pggit._require_history();
  perform set_config('pggit.deployment', '', false);
  perform pggit._record_pending(null);
  perform pggit._adopt_earlier_drift(v_name);

  v_disabled_until := pggit._disabled_until();
  if v_disabled_until is not null then
    raise warning 'pggit is disabled until %: nothing of this deployment is recorded before',
      v_disabled_until
      using hint = 'pggit.emergency_enable() ends that; pggit.capture() adopts what was not recorded.';
  end if;
  return pggit._open_deployment(v_name, coalesce(begin_deployment.auto_commit, false));
end
$pggit$;

comment on function pggit.begin_deployment(text, boolean) is
'Opens a deployment, makes this session part of it and its owner, and returns its id. From then on
what the session changes, in however many transactions, belongs to it. Other sessions take part
with pggit.join_deployment(id).

- \`deployment_name\`: what is deployed, for people to read; several deployments may have the same.
- \`auto_commit\` true: each transaction becomes a commit as it lands. Otherwise all of it becomes
  one, at the end.

What this transaction changed before belongs to no deployment. In manual mode everything that
changed before becomes a commit first, which costs a scan of the catalog.';
`,
  },
  {
    name: 'functions/deployments/current_deployment.sql',
    sql: `-- For programs that want to know whether to begin a deployment or to join the one that is there.

create or replace function pggit.current_deployment()
returns uuid
language plpgsql
stable
security definer -- reads deployments for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return pggit._session_deployment(false);
end
$pggit$;

comment on function pggit.current_deployment() is
'The id of the open deployment that this session belongs to; null when there is none. It is what
the setting \`pggit.deployment\` holds, else what an \`application_name\` of the form \`pggit:<id>\`
says. An id that names no open deployment counts as none.';
`,
  },
  {
    name: 'functions/deployments/deployment_report.sql',
    sql: `-- What a deployment came to, for the line an adapter prints.

create or replace function pggit.deployment_report(deployment_id uuid)
returns table (
  deployment_id uuid, name text, status text, commit_id uuid, changes int, migrations int)
language sql
stable
security definer -- reads history for deployers, who may not read it all
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.deployment_id, d.name, d.status, d.commit_id,
    pggit._changed_objects(array(
      select k.change_id
      from pggit.changes k
      where k.deployment_id = d.deployment_id and k.commit_id in (
        select m.commit_id from pggit.commits m where m.deployment_id = d.deployment_id
        union all
        select unnest(pggit._carried_by(d.deployment_id)))
      union all
      select k.change_id
      from pggit.changes k where k.deployment_id = d.deployment_id and k.commit_id is null)),
    (select count(*)::int from pggit.external_migrations m
     where m.deployment_id = d.deployment_id)
  from pggit.deployments d
  where d.deployment_id = deployment_report.deployment_id
$pggit$;

comment on function pggit.deployment_report(uuid) is
'What a deployment came to, or has come to so far, for the line that a program prints at the end.
One row; none when there is no such deployment, or when it was discarded because it had captured
and linked nothing.

- \`status\`: \`open\`, \`completed\`, \`failed\` or \`interrupted\`.
- \`commit_id\`: null while there is none.
- \`changes\`: number of changed objects, whichever commit they are in; what was changed back within
  its commit does not count, as in pggit.log(). \`migrations\`: number of links.';
`,
  },
  {
    name: 'functions/deployments/end_deployment.sql',
    sql: `-- Ends this session's deployment: everything it captured becomes one commit. Labels that cannot be are
-- refused before anything is done, and the deployment stays open.

create or replace function pggit.end_deployment(
  message text default null,
  tags text[] default null
)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('end_deployment');
begin
  perform pggit.check_tags(end_deployment.tags);
  perform pggit._record_pending(v_id);
  perform pggit._capture_in_manual_mode(v_id);
  perform pggit._close_deployment(
    v_id, 'completed', null, end_deployment.message, end_deployment.tags);
  perform set_config('pggit.deployment', '', false);
end
$pggit$;

comment on function pggit.end_deployment(text, text[]) is
'Ends this session''s deployment: everything it captured becomes one commit. With \`auto_commit\` the
commits are there already, and the last one gets the message and the tags. A deployment that
captured and linked nothing is discarded.

- \`message\` null: the name of the deployment.
- \`tags\`: labels of the commit. One may sit on many commits; as a ref it means the newest. \`HEAD\`,
  \`live\`, names of branches and ids of commits are refused before anything is done, and the
  deployment stays open.';
`,
  },
  {
    name: 'functions/deployments/join_deployment.sql',
    sql: `-- Makes this session part of a deployment that another one opened. One whose owner is gone gets this
-- session as its owner: it is at work again, and no recovery closes it under the one who goes on.
--
-- Locks: the row of an orphan only, and not while somebody is closing it, which is waited for nowhere.

create or replace function pggit.join_deployment(deployment_id uuid)
returns void
language plpgsql
volatile
security definer -- reads and writes deployments for callers who may not
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment pggit.deployments;
  v_is_orphan boolean;
begin
  select d.* into v_deployment
  from pggit.deployments d where d.deployment_id = join_deployment.deployment_id;
  if v_deployment.deployment_id is null then
    perform pggit._raise('PGD03',
      format('there is no deployment %s', coalesce(join_deployment.deployment_id::text, 'null')),
      jsonb_build_object('deployment_id', join_deployment.deployment_id),
      'Open deployments: select deployment_id, name from pggit.deployments where status = ''open''.');
  elsif v_deployment.status <> 'open' then
    perform pggit._raise('PGD04',
      format('deployment %s (%s) is %s', v_deployment.name, v_deployment.deployment_id,
        v_deployment.status),
      jsonb_build_object('deployment_id', v_deployment.deployment_id, 'name', v_deployment.name,
        'status', v_deployment.status),
      'Begin a new one with pggit.begin_deployment(name).');
  end if;

  perform pggit._record_pending(pggit.current_deployment());
  v_is_orphan := current_setting('transaction_read_only') = 'off' and exists (
    select from pggit._ownerless_deployments() o
    where o.deployment_id = v_deployment.deployment_id
  );
  perform set_config('pggit.deployment', v_deployment.deployment_id::text, false);
  if v_is_orphan then
    perform pggit.own_deployment(v_deployment.backend_pid = 0);
  end if;
end
$pggit$;

comment on function pggit.join_deployment(uuid) is
'Makes this session part of an open deployment: its changes and links belong to it from now on.
What the transaction changed before belongs to where the session was. A deployment whose owner is
gone gets this session as its owner.

The session is part of it until the deployment ends, the session ends, or it says \`reset
pggit.deployment\`. A session can be born in it as well: \`PGOPTIONS=''-c pggit.deployment=<id>''\`.';
`,
  },
  {
    name: 'functions/deployments/orphaned_deployments.sql',
    sql: `-- The open deployments whose owner is gone and does not come back: one that was lost with the whole server
-- gets some seconds (_may_come_back).

create or replace function pggit.orphaned_deployments()
returns table (deployment_id uuid, name text, opened_by text, started_at timestamptz)
language sql
stable
security definer -- sees other roles' sessions
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.deployment_id, d.name, d.opened_by, d.started_at
  from pggit._ownerless_deployments() d
  where not pggit._may_come_back(coalesce(d.backend_start, d.started_at))
  order by d.started_at
$pggit$;

comment on function pggit.orphaned_deployments() is
'Open deployments whose owner is gone (killed, disconnected, crashed), oldest first.
pggit.recover_deployments() closes them, pggit.join_deployment() takes one over. One that was lost
when the server restarted has five seconds to come back before it is listed.

- \`opened_by\`: the login role of the session that opened it.';
`,
  },
  {
    name: 'functions/deployments/own_deployment.sql',
    sql: `-- Makes this session the owner of the deployment it belongs to: the one whose end makes it an orphan.
--
-- Behind a pooler a server process outlives its client, and the next client gets it. There the owner is
-- whoever holds an advisory lock, which a pooler's reset (discard all) takes from the session that it
-- hands on. Shared, because a client that connects again may come before the session it had is reset.
-- A backend_pid of 0, which no process has, says that it is the lock that counts.
--
-- Locks: the deployment's row, unless somebody is closing it, which is waited for nowhere; that advisory
-- lock until the session ends.

create or replace function pggit.own_deployment(through_pooler boolean default false)
returns void
language plpgsql
volatile
security definer -- writes deployments, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('own_deployment');
  v_is_pooled constant boolean :=
    coalesce(own_deployment.through_pooler, false)
    and pg_try_advisory_lock_shared(pggit._owner_lock(v_id));
begin
  update pggit.deployments d
  set backend_pid = case when v_is_pooled then 0 else pg_backend_pid() end,
      backend_start = case when not v_is_pooled then (
        select a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid()) end
  where d.deployment_id = (
    select o.deployment_id from pggit.deployments o
    where o.deployment_id = v_id and o.status = 'open'
    for update skip locked);
end
$pggit$;

comment on function pggit.own_deployment(boolean) is
'Makes this session the owner of its deployment, the one whose end makes an orphan of it. For a
session that goes on where the one that opened it will not.

- \`through_pooler\` true: behind a pooler in session mode, where server processes outlive their
  clients. The owner is then whoever holds an advisory lock, which \`discard all\` takes away.';
`,
  },
  {
    name: 'functions/deployments/recover_deployments.sql',
    sql: `-- Closes deployments whose owner is gone (killed, disconnected, crashed) as interrupted, with what
-- landed. One that somebody else is closing at this moment is left to them.
--
-- In manual mode what nobody has captured is the newest one's: the beginning of a deployment makes a commit
-- of what there was before it.

create or replace function pggit.recover_deployments()
returns table (deployment_id uuid, name text, commit_id uuid)
language plpgsql
volatile
security definer -- writes history, and sees other roles' sessions
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_newest uuid;
  r record;
begin
  -- Links without a change, written by a transaction that ended after its deployment had.
  update pggit.external_migrations m set pggit_commit_id = d.commit_id
  from pggit.deployments d
  where m.pggit_commit_id is null and d.deployment_id = m.deployment_id and d.status <> 'open';
  select d.deployment_id into v_newest
  from pggit.deployments d
  where d.status = 'open'
    and d.deployment_id in (select o.deployment_id from pggit.orphaned_deployments() o)
  order by d.started_at desc
  limit 1
  for update skip locked;
  perform pggit._capture_interrupted(v_newest);
  for r in
    select d.deployment_id, d.name
    from pggit.deployments d
    where d.status = 'open'
      and d.deployment_id in (select o.deployment_id from pggit.orphaned_deployments() o)
    order by d.started_at
    for update skip locked
  loop
    deployment_id := r.deployment_id;
    name := r.name;
    commit_id := pggit._close_deployment(
      r.deployment_id, 'interrupted', 'the session that opened it is gone');
    return next;
  end loop;
end
$pggit$;

comment on function pggit.recover_deployments() is
'Closes deployments whose owner is gone as interrupted, with everything that landed. Returns one
row for each, in the order in which they began; \`commit_id\` is null where nothing had landed. One
that somebody else is closing at this moment is left to them.';
`,
  },
  {
    name: 'functions/deployments/unjoined_work.sql',
    sql: `-- What was recorded outside every deployment since this one began, for a program that wonders
-- whether the sessions it started are part of it. Commits and links are read from the newest
-- backwards, so it costs what happened meanwhile, however long the history is. A deployment
-- that a tool's lock began meanwhile is outside as well: had its session joined, there would be
-- none.

create or replace function pggit.unjoined_work(deployment_id uuid)
returns table (changes int, migrations int, applications text[])
language sql
stable
security definer -- reads history for deployers, who may not read it all
set search_path = pg_catalog, pg_temp
as $pggit$
  select
    count(distinct w.object_id)::int,
    count(distinct w.link_id)::int,
    coalesce(
      array_agg(distinct w.application_name order by w.application_name)
        filter (where w.application_name <> ''),
      '{}')
  from pggit.deployments d
  cross join lateral (
    select k.deployment_id, k.object_id, k.link_id, k.application_name
    from pggit.commits m
    join pggit.changes k on k.commit_id = m.commit_id
    where m.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < d.started_at
        order by b.commit_number desc limit 1), 0)
      and (m.deployment_id is null or k.deployment_id is not null)
      and k.caused_by is null and k.changed_at >= d.started_at
    union all
    select k.deployment_id, k.object_id, k.link_id, k.application_name
    from pggit.changes k
    where k.commit_id is null
      and k.caused_by is null and k.changed_at >= d.started_at
    union all
    select e.deployment_id, null, e.link_id, null
    from pggit.external_migrations e
    where e.link_id > coalesce((
        select b.link_id from pggit.external_migrations b
        where b.applied_at < d.started_at
        order by b.link_id desc limit 1), 0)
      and e.applied_at >= d.started_at
  ) w
  where d.deployment_id = unjoined_work.deployment_id
    and (w.deployment_id is null or exists (
      select from pggit.deployments o
      where o.deployment_id = w.deployment_id
        and o.held_lock is not null and o.started_at >= d.started_at))
$pggit$;

comment on function pggit.unjoined_work(uuid) is
'What was recorded outside of every deployment since this one began: work that was perhaps meant to
be part of it. What a deployment holds that a tool''s lock began in the meantime counts as well.
One row, with zeros when there is nothing, also when there is no such deployment.

- \`changes\`, \`migrations\`: numbers of changed objects and of links.
- \`applications\`: \`application_name\` of the sessions, without empty ones.';
`,
  },
  {
    name: 'functions/describe/_aggregate_signature.sql',
    sql: `-- The argument types of an aggregate as people write them. A hypothetical-set aggregate that is
-- variadic has its last type once in the catalog and on both sides of ORDER BY in writing.

create or replace function pggit._aggregate_signature(
  p_types oid[],
  p_kind "char",
  p_direct int2
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  -- oidvector counts from zero.
  v_types constant oid[] := array(
    select t.type from unnest(p_types) with ordinality as t (type, n) order by t.n);
  v_count constant int := cardinality(v_types);
begin
  if p_kind = 'n' then
    return coalesce(nullif(pggit._type_list(v_types), ''), '*');
  end if;
  return concat_ws(' ',
    nullif(pggit._type_list(v_types[1 : p_direct]), ''),
    'ORDER BY',
    pggit._type_list(v_types[least(p_direct + 1, v_count) : v_count]));
end
$pggit$;

comment on function pggit._aggregate_signature(oid[], "char", int2) is
  'The argument types of an aggregate as ALTER AGGREGATE takes them.';
`,
  },
  {
    name: 'functions/describe/_aggregate_steps.sql',
    sql: `-- What an aggregate does with its rows, and again with those of a moving window: the functions, the
-- state between them. What PostgreSQL assumes by itself is left out.

create or replace function pggit._aggregate_steps(
  p_transition regproc,
  p_state_type oid,
  p_state_space int,
  p_initial_value text,
  p_final regproc,
  p_final_extra boolean,
  p_final_modify "char",
  p_kind "char"
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'function', p_transition::text,
    'state', format_type(p_state_type, null),
    'state_size', nullif(p_state_space, 0),
    'initial_value', p_initial_value,
    'final', nullif(p_final::text, '-'),
    'final_extra', nullif(p_final_extra, false),
    'final_modify', case
      when p_final_modify = case when p_kind = 'n' then 'r' else 'w' end then null
      when p_final_modify = 'r' then 'read only'
      when p_final_modify = 's' then 'shareable'
      else 'read write' end));
end
$pggit$;

comment on function pggit._aggregate_steps(
  regproc, oid, int, text, regproc, boolean, "char", "char") is
  'The functions and the state of an aggregate, for all rows or for a moving window.';
`,
  },
  {
    name: 'functions/describe/_await_locks.sql',
    sql: `-- Waits a moment for others to let go of relations they hold in ACCESS EXCLUSIVE, the one mode in which
-- they cannot be read.
--
-- By looking again and again, as everywhere in capture, and not in a lock's queue. A session that
-- queues is part of what the server takes for a deadlock, and its victim is whoever has queued for
-- deadlock_timeout: not this session, whose wait would end before, but a user's statement that was
-- waiting already.

create or replace function pggit._await_locks()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deadline constant timestamptz := clock_timestamp() + interval '200 ms';
begin
  while clock_timestamp() < v_deadline and exists (
    select from pg_locks l
    where l.locktype = 'relation'
      and l.mode = 'AccessExclusiveLock'
      and l.granted
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.pid is distinct from pg_backend_pid()
  ) loop
    perform pg_sleep(0.01);
  end loop;
end
$pggit$;

comment on function pggit._await_locks() is
  'Waits a moment for relations that other sessions hold in ACCESS EXCLUSIVE mode.';
`,
  },
  {
    name: 'functions/describe/_column_names.sql',
    sql: `-- Names of the given attributes of a relation, in the order given.

create or replace function pggit._column_names(p_relation oid, p_attributes int2[])
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select jsonb_agg(a.attname order by k.position)
    from unnest(p_attributes) with ordinality as k (attnum, position)
    join pg_attribute a on a.attrelid = p_relation and a.attnum = k.attnum
  );
end
$pggit$;

comment on function pggit._column_names(oid, int2[]) is
  'Names of the given attributes of a relation, in the order given.';
`,
  },
  {
    name: 'functions/describe/_comment.sql',
    sql: `-- An object's comment. obj_description() is an SQL function that the server plans anew for every
-- call, at twenty times the cost of the lookup.

create or replace function pggit._comment(p_classid oid, p_objid oid, p_objsubid int default 0)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select d.description from pg_description d
    where d.objoid = p_objid and d.classoid = p_classid and d.objsubid = p_objsubid
  );
end
$pggit$;

comment on function pggit._comment(oid, oid, int) is
  'The comment on an object or a column; null for none.';
`,
  },
  {
    name: 'functions/describe/_constraints.sql',
    sql: `-- The constraints of tables or domains as {name: attributes}, structured so that two of them can be
-- compared field by field. Left out: constraint triggers (their trigger is an object), and the copies
-- that a foreign key makes on partitions, which come and go with the constraint they are copies of.
-- What few constraints have is built only for those, as in _relation_columns.
--
-- p_relations with p_domains left as it is: of tables; p_relations = '{0}' with p_domains: of domains.

create or replace function pggit._constraints(p_relations oid[], p_domains oid[] default '{0}')
returns table (relation oid, domain oid, constraints jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_has_enforced constant boolean := current_setting('server_version_num')::int >= 180000;
begin
  return query
  select
    c.conrelid,
    c.contypid,
    jsonb_object_agg(c.conname,
      case
        when c.contype in ('p', 'u', 'f') or c.contype = 'n' and c.conkey is not null
          then jsonb_build_object(
            'type', case c.contype
              when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
              else 'not null' end,
            'columns', case when cardinality(c.conkey) = 1
              then jsonb_build_array((
                select a.attname from pg_attribute a
                where a.attrelid = c.conrelid and a.attnum = c.conkey[1]))
              else pggit._column_names(c.conrelid, c.conkey) end)
        when c.contype = 'c'
          then jsonb_object(array[
            'type', 'check', 'expression', pg_get_expr(c.conbin, c.conrelid)])
        when c.contype = 'x'
          then jsonb_object(array[
            'type', 'exclude', 'exclusion', pg_get_constraintdef(c.oid)])
        else jsonb_object(array[
          'type', case c.contype when 'n' then 'not null' else c.contype::text end])
        end
      || case when c.contype = 'f' then jsonb_strip_nulls(jsonb_build_object(
           'references', jsonb_build_object(
             'table', c.confrelid::regclass::text,
             'columns', case when cardinality(c.confkey) = 1
               then jsonb_build_array((
                 select a.attname from pg_attribute a
                 where a.attrelid = c.confrelid and a.attnum = c.confkey[1]))
               else pggit._column_names(c.confrelid, c.confkey) end),
           'on_update', case when c.confupdtype <> 'a' then
             pggit._foreign_key_action(c.confupdtype) end,
           'on_delete', case when c.confdeltype <> 'a' then
             pggit._foreign_key_action(c.confdeltype) end,
           'on_delete_columns', case when c.confdelsetcols is not null then
             pggit._column_names(c.conrelid, c.confdelsetcols) end,
           'match', case c.confmatchtype when 'f' then 'full' end))
         else '{}' end
      || case when m.description is not null or c.condeferrable or c.condeferred or c.connoinherit
             or not c.convalidated or not c.conislocal
             or v_has_enforced and (c.contype = 'f' or c.conexclop is not null)
           then jsonb_strip_nulls(jsonb_build_object(
             'deferrable', nullif(c.condeferrable, false),
             'initially_deferred', nullif(c.condeferred, false),
             'not_valid', nullif(not c.convalidated, false),
             'not_enforced', case when v_has_enforced then
               nullif((to_jsonb(c) ->> 'conenforced')::boolean is false, false) end,
             'period', case when v_has_enforced then
               nullif((to_jsonb(c) ->> 'conperiod')::boolean, false) end,
             'no_inherit', nullif(c.connoinherit and c.contype in ('c', 'n'), false),
             'inherited', nullif(not c.conislocal, false),
             'comment', m.description))
           else '{}' end)
  from pg_constraint c
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_constraint'::regclass and m.objsubid = 0
  where c.conrelid = any (p_relations)
    and c.contypid = any (p_domains)
    and c.contype <> 't'
    and not (c.contype = 'f' and c.conparentid <> 0)
    -- PostgreSQL 18 keeps every NOT NULL as a constraint, 17 those of domains; one with a default name
    -- and no attribute of its own says no more than the column or domain already does.
    and not (c.contype = 'n' and c.convalidated and not c.connoinherit
             and c.conname like E'%\\\\_not\\\\_null' and m.description is null)
  group by c.conrelid, c.contypid;
end
$pggit$;

comment on function pggit._constraints(oid[], oid[]) is
  'The constraints of tables (first argument) or domains (second) as {name: attributes}.';
`,
  },
  {
    name: 'functions/describe/_describe.sql',
    sql: `-- Describes the given addresses as the catalog has them now; what is not there, is not modelled or
-- belongs to an extension, or to a type as the constructors of a range do, is simply not returned.
-- One call per kind, over all its objects at once; p_kind: all are of that one.
--
-- Everything is looked up by key: the planner, who expects few objects, would otherwise read all of
-- pg_type or pg_description to hash or merge it. It also makes each call quadratic in its objects, so
-- that many of them are described in batches.
--
-- The settings pin everything a deparsed expression depends on, so that the same catalog gives the
-- same text in every session. lock_timeout: rendering a view opens what it reads, and describing must
-- never wait for somebody else's lock (_await_locks says why). What is locked is tried again once, after
-- a moment, object by object (p_is_alone). One that still is, or that another session is dropping, comes
-- back with its address and no definition: not gone, not to be read now.
--
-- A transaction that keeps one snapshot may see a row of the catalog in two versions: the one of its snapshot,
-- and its own of what another session had changed meanwhile. Such an object is not to be read, either.
--
-- Rendering also locks what it opens, to the end of the transaction, and that may be far: a history row
-- is described for in the middle of a migration. So the block that rendered is taken back, which gives
-- its locks back and nothing else: nothing is written in it, and rows that were returned stay.

create or replace function pggit._describe(
  p_classids oid[],
  p_objids oid[],
  p_kind text default null,
  p_is_alone boolean default false
)
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
set datestyle = 'ISO, YMD'
set intervalstyle = postgres
set timezone = 'UTC'
set extra_float_digits = 1
set bytea_output = hex
set quote_all_identifiers = off
set standard_conforming_strings = on
set lock_timeout = '1ms'
as $pggit$
declare
  r record;
  v_done int := 0;
  v_has_waited boolean := false;
  v_is_complete boolean := false;
begin
  -- One block for all kinds, entered again after the kind that failed: what was returned before stays.
  loop
    begin
      for r in
        select p_kind as kind, p_classids[1] as catalog, p_objids as oids where p_kind is not null
        union all
        (select k.kind, k.catalog, array_agg(o.objid)
        from (
          select u.classid, u.objid, u.n / 250 as batch,
            case u.classid
              when 'pg_class'::regclass then (
                select c.relkind from pg_class c where c.oid = u.objid limit 1)
              when 'pg_type'::regclass then (
                select t.typtype from pg_type t where t.oid = u.objid limit 1)
              when 'pg_proc'::regclass then (
                select p.prokind from pg_proc p where p.oid = u.objid limit 1)
            end as class
          from unnest(p_classids, p_objids) with ordinality as u (classid, objid, n)
          where p_kind is null and not exists (
            select from pg_depend e
            where e.classid = u.classid and e.objid = u.objid
              and (e.deptype = 'e' or (e.deptype = 'i' and e.classid = 'pg_proc'::regclass)))
        ) o
        join pggit.kinds k
          on k.catalog = o.classid and (k.class_column is null or o.class::text = any (k.classes))
        group by k.position, k.kind, k.catalog, o.batch
        order by k.position, o.batch)
        offset v_done
      loop
        -- One static statement each, so that a session plans it only when it meets the kind.
        case r.kind
          when 'table' then return query select * from pggit._describe_table(r.oids);
          when 'index' then return query select * from pggit._describe_index(r.oids);
          when 'sequence' then return query select * from pggit._describe_sequence(r.oids);
          when 'view' then return query select * from pggit._describe_view(r.oids);
          when 'materialized view' then
            return query select * from pggit._describe_materialized_view(r.oids);
          when 'function' then return query select * from pggit._describe_function(r.oids);
          when 'procedure' then return query select * from pggit._describe_procedure(r.oids);
          when 'trigger' then return query select * from pggit._describe_trigger(r.oids);
          when 'rule' then return query select * from pggit._describe_rule(r.oids);
          when 'policy' then return query select * from pggit._describe_policy(r.oids);
          when 'statistics' then return query select * from pggit._describe_statistics(r.oids);
          when 'schema' then return query select * from pggit._describe_schema(r.oids);
          when 'extension' then return query select * from pggit._describe_extension(r.oids);
          when 'enum' then return query select * from pggit._describe_enum(r.oids);
          when 'domain' then return query select * from pggit._describe_domain(r.oids);
          when 'composite type' then
            return query select * from pggit._describe_composite_type(r.oids);
          when 'range type' then return query select * from pggit._describe_range_type(r.oids);
          when 'collation' then return query select * from pggit._describe_collation(r.oids);
          when 'aggregate' then return query select * from pggit._describe_aggregate(r.oids);
          when 'foreign table' then
            return query select * from pggit._describe_foreign_table(r.oids);
          when 'foreign server' then
            return query select * from pggit._describe_foreign_server(r.oids);
          when 'foreign data wrapper' then
            return query select * from pggit._describe_foreign_data_wrapper(r.oids);
          when 'user mapping' then return query select * from pggit._describe_user_mapping(r.oids);
          when 'publication' then return query select * from pggit._describe_publication(r.oids);
          when 'event trigger' then
            return query select * from pggit._describe_event_trigger(r.oids);
          when 'default privileges' then
            return query select * from pggit._describe_default_privileges(r.oids);
        end case;
        v_done := v_done + 1;
      end loop;
      v_is_complete := true;
      raise sqlstate 'UNDO0';
    exception
      when sqlstate 'UNDO0' then null;
      when lock_not_available or internal_error or undefined_table or cardinality_violation then
        if p_is_alone then
          return query select null, p_classids[1], p_objids[1], null, null, null::oid, null::text[],
            null::jsonb;
          return;
        end if;
    end;
    exit when v_is_complete;
    if not v_has_waited then
      perform pggit._await_locks();
      v_has_waited := true;
    end if;
    return query
    select d.* from unnest(r.oids) as o (oid)
    cross join lateral pggit._describe(array[r.catalog], array[o.oid], r.kind, true) d;
    v_done := v_done + 1;
  end loop;
end
$pggit$;

comment on function pggit._describe(oid[], oid[], text, boolean) is
  'Describes the objects at the given addresses as the catalog has them now.';
`,
  },
  {
    name: 'functions/describe/_describe_routines.sql',
    sql: `-- Describes functions and procedures, which share a catalog and almost every attribute. The identity
-- holds the input argument types only: that is what tells overloads apart, whatever the arguments
-- are called.

create or replace function pggit._describe_routines(p_kind text, p_prokinds "char"[], p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    p_kind,
    'pg_proc'::regclass::oid,
    p.oid,
    s.name::text,
    format('%s.%I(%s)', s.quoted_name, p.proname, pggit._type_list(p.proargtypes::oid[])),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.proowner),
      'comment', pggit._comment('pg_proc'::regclass, p.oid),
      'privileges', pggit._privileges(p.proacl, 'f', p.proowner),
      'language', l.lanname,
      'arguments', pggit._routine_arguments(p.oid),
      'returns', pg_get_function_result(p.oid),
      'body', case when p.prosqlbody is null then p.prosrc else pg_get_function_sqlbody(p.oid) end,
      'standard_sql_body', nullif(p.prosqlbody is not null, false),
      'library', p.probin,
      'window', nullif(p.prokind = 'w', false),
      'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end,
      'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
      'strict', nullif(p.proisstrict, false),
      'security_definer', nullif(p.prosecdef, false),
      'leakproof', nullif(p.proleakproof, false),
      'cost', case when p.procost <> case when l.lanname in ('internal', 'c') then 1 else 100 end
        then p.procost end,
      'rows', case when p.proretset and p.prorows <> 1000 then p.prorows end,
      'support', case when p.prosupport <> 0 then p.prosupport::text end,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'settings', pggit._options(p.proconfig),
      'transforms', case when p.protrftypes is not null then pggit._type_list(p.protrftypes) end
    ))
  from pg_proc p
  join pg_language l on l.oid = p.prolang
  join pggit.user_schemas s on s.oid = p.pronamespace
  where p.oid = any (p_oids)
    and p.prokind = any (p_prokinds);
end
$pggit$;

comment on function pggit._describe_routines(text, "char"[], oid[]) is
  'Describes the given functions or procedures: arguments, result, body and every attribute.';
`,
  },
  {
    name: 'functions/describe/_find_object.sql',
    sql: `-- Where an object of this kind and identity may be: the address pggit knows it by, else every object
-- of the kind, because not every identity can be parsed back into a name.

create or replace function pggit._find_object(p_kind text, p_identity text)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select l.classid, l.objid from pggit.live_objects l
  where l.kind = p_kind and l.identity = p_identity
    and exists (
      select from pggit._describe(array[l.classid], array[l.objid]) d
      where d.kind = p_kind and d.identity = p_identity);
  if not found then
    return query
    select d.classid, d.objid from pggit._scan() d
    where d.kind = p_kind and d.identity = p_identity;
  end if;
end
$pggit$;

comment on function pggit._find_object(text, text) is
  'The catalog address of an object by kind and identity.';
`,
  },
  {
    name: 'functions/describe/_foreign_key_action.sql',
    sql: `-- The action of a foreign key in words; NO ACTION, the default, is null and so left out.

create or replace function pggit._foreign_key_action(p_action "char")
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case p_action
    when 'r' then 'restrict' when 'c' then 'cascade'
    when 'n' then 'set null' when 'd' then 'set default' end;
end
$pggit$;

comment on function pggit._foreign_key_action("char") is
  'The action of a foreign key in words; null for no action.';
`,
  },
  {
    name: 'functions/describe/_index_particulars.sql',
    sql: `-- What few indexes have: everything that a plain one leaves at its default.

create or replace function pggit._index_particulars(p_index oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'include', case when i.indnatts > i.indnkeyatts then (
        select jsonb_agg(a.attname order by k.n)
        from generate_series(i.indnkeyatts, i.indnatts - 1) as k (n)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.n]) end,
      'predicate', pg_get_expr(i.indpred, i.indrelid),
      'options', pggit._options(c.reloptions),
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'invalid', nullif(not i.indisvalid, false),
      'index_of', case when c.relispartition then (
        select h.inhparent::regclass::text from pg_inherits h where h.inhrelid = c.oid) end,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'comment', pggit._comment('pg_class'::regclass, c.oid)))
    from pg_class c
    join pg_index i on i.indexrelid = c.oid
    where c.oid = p_index
  );
end
$pggit$;

comment on function pggit._index_particulars(oid) is
  'What an index has that a plain one leaves at its default.';
`,
  },
  {
    name: 'functions/describe/_inherited_triggers.sql',
    sql: `-- What a partition has of its own on the triggers it copies from its parent: whether they fire where
-- that is not what the parent says, and comments. Everything else of a copy is the parent's trigger.

create or replace function pggit._inherited_triggers(p_relation oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_object_agg(t.name, t.attributes)
    from (
      select c.tgname, jsonb_strip_nulls(jsonb_build_object(
        'enabled', case when c.tgenabled <> p.tgenabled then
          case c.tgenabled when 'D' then 'disabled' when 'R' then 'replica'
            when 'A' then 'always' else 'origin' end end,
        'comment', pggit._comment('pg_trigger'::regclass, c.oid)))
      from pg_trigger c
      join pg_trigger p on p.oid = c.tgparentid and not p.tgisinternal
      where c.tgrelid = p_relation
    ) t (name, attributes)
    where t.attributes <> '{}'
  );
end
$pggit$;

comment on function pggit._inherited_triggers(oid) is
  'How the triggers a partition copies from its parent differ from the parent''s; null when they do not.';
`,
  },
  {
    name: 'functions/describe/_last_comment.sql',
    sql: `-- An object's comment; of one that is gone, the comment that pggit last saw.

create or replace function pggit._last_comment(p_classid oid, p_objid oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_comment constant text := pggit._comment(p_classid, p_objid);
begin
  if v_comment is null and (pg_identify_object(p_classid, p_objid, 0)).identity is null then
    return (
      select pggit._definition_of(l.blob) ->> 'comment'
      from pggit.live_objects l
      where l.objid = p_objid and l.classid = p_classid
      limit 1);
  end if;
  return v_comment;
end
$pggit$;

comment on function pggit._last_comment(oid, oid) is
  'The comment on an object, also where the object is gone; null for none.';
`,
  },
  {
    name: 'functions/describe/_name_of.sql',
    sql: `-- Kind, schema and identity of a relation, routine or type, as pggit writes them, tracked or not. The array
-- of a type stands for the type, its row type for a table. No row for anything else.

create or replace function pggit._name_of(p_classid oid, p_objid oid)
returns table (kind text, schema_name text, identity text, classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_type pg_type;
begin
  if p_classid = 'pg_type'::regclass then
    select t.* into v_type from pg_type t where t.oid = p_objid;
    if v_type.typcategory = 'A' and v_type.typelem <> 0 then
      select t.* into v_type from pg_type t where t.oid = v_type.typelem;
    end if;
    if v_type.typrelid <> 0 then
      return query select * from pggit._name_of('pg_class'::regclass, v_type.typrelid);
    else
      return query
      select k.kind, n.nspname::text, format('%I.%I', n.nspname, v_type.typname),
        'pg_type'::regclass::oid, v_type.oid
      from pg_namespace n
      join pggit.kinds k
        on k.catalog = 'pg_type'::regclass and v_type.typtype::text = any (k.classes)
      where n.oid = v_type.typnamespace;
    end if;
  elsif p_classid = 'pg_class'::regclass then
    return query
    select coalesce(k.kind, 'composite type'), n.nspname::text, format('%I.%I', n.nspname, c.relname),
      case c.relkind when 'c' then 'pg_type'::regclass::oid else p_classid end,
      case c.relkind when 'c' then c.reltype else c.oid end
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pggit.kinds k
      on k.catalog = 'pg_class'::regclass and c.relkind::text = any (k.classes)
    where c.oid = p_objid and (k.kind is not null or c.relkind = 'c');
  elsif p_classid = 'pg_proc'::regclass then
    return query
    select k.kind, n.nspname::text,
      format('%I.%I(%s)', n.nspname, p.proname,
        case p.prokind
          when 'a' then pggit._aggregate_signature(
            p.proargtypes::oid[], a.aggkind, a.aggnumdirectargs)
          else pggit._type_list(p.proargtypes::oid[]) end),
      p_classid, p.oid
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pggit.kinds k
      on k.catalog = 'pg_proc'::regclass and p.prokind::text = any (k.classes)
    left join pg_aggregate a on a.aggfnoid = p.oid
    where p.oid = p_objid;
  end if;
end
$pggit$;

comment on function pggit._name_of(oid, oid) is
  'Kind, schema and identity of a relation, routine or type.';
`,
  },
  {
    name: 'functions/describe/_options.sql',
    sql: `-- Storage and view options (reloptions, attoptions, proconfig): text 'name=value' pairs to an object.

create or replace function pggit._options(p_options text[])
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_options is null then
    return null;
  end if;
  return (
    select jsonb_object_agg(
      split_part(o.pair, '=', 1), substr(o.pair, strpos(o.pair, '=') + 1))
    from unnest(p_options) as o (pair)
  );
end
$pggit$;

comment on function pggit._options(text[]) is
  'Option pairs ''name=value'' as an object; null for none.';
`,
  },
  {
    name: 'functions/describe/_privileges.sql',
    sql: `-- Privileges as {grantee: [privilege, ...]}. Null when they are what the owner's defaults give, whether
-- the catalog spells those out or not: the two are the same state.

create or replace function pggit._privileges(
  p_acl aclitem[],
  p_object_type "char",
  p_owner oid
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_default aclitem[];
begin
  if p_acl is null then
    return null;
  end if;
  v_default := acldefault(p_object_type, p_owner);
  if p_acl @> v_default and v_default @> p_acl then
    return null;
  end if;
  return pggit._privileges_by_grantee(p_acl, p_owner);
end
$pggit$;

comment on function pggit._privileges(aclitem[], "char", oid) is
  'Privileges as {grantee: [privilege, ...]}; null when they equal the defaults of the owner.';
`,
  },
  {
    name: 'functions/describe/_privileges_by_grantee.sql',
    sql: `-- An access control list as {grantee: [privilege, ...]}, \`*\` for the right to grant it on. A grantor
-- other than the owner is part of the key, because REVOKE needs to know it.

create or replace function pggit._privileges_by_grantee(p_acl aclitem[], p_owner oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(jsonb_object_agg(g.grantee, g.privileges), '{}'::jsonb)
    from (
      select
        case when a.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end
          || case when a.grantor <> p_owner
               then ' by ' || quote_ident(pg_get_userbyid(a.grantor)) else '' end as grantee,
        jsonb_agg(
          a.privilege_type || case when a.is_grantable then '*' else '' end
          order by a.privilege_type) as privileges
      from aclexplode(p_acl) a
      group by 1
    ) g
  );
end
$pggit$;

comment on function pggit._privileges_by_grantee(aclitem[], oid) is
  'An access control list as {grantee: [privilege, ...]}.';
`,
  },
  {
    name: 'functions/describe/_readers.sql',
    sql: `-- Who reads what, as far as the catalog knows: views through their rule, functions through an SQL body, a
-- partitioned table its partitions. The body of a function that is a string tells the catalog nothing.

create or replace function pggit._readers()
returns table (reader_classid oid, reader_objid oid, classid oid, objid oid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select 'pg_class'::regclass::oid, w.ev_class, d.refclassid, d.refobjid
  from pg_rewrite w
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
  where d.refobjid <> w.ev_class
  union
  select d.classid, d.objid, d.refclassid, d.refobjid
  from pg_depend d where d.classid = 'pg_proc'::regclass
  union
  select 'pg_class'::regclass, i.inhparent, 'pg_class'::regclass, i.inhrelid from pg_inherits i
$pggit$;

comment on function pggit._readers() is
  'Who reads what: views, functions with an SQL body, partitioned tables.';
`,
  },
  {
    name: 'functions/describe/_relation_columns.sql',
    sql: `-- The columns of relations: {name: attributes}, the order of the names, and the names by attribute
-- number. What equals its type's default (collation, storage) or is off is left out, so that equal
-- columns are equal text. Attribute numbers are left out too: a table that lost a column on its way here
-- and one that never had it are the same table.
--
-- A null costs jsonb_build_object as much as a value, and then jsonb_strip_nulls: what few columns have
-- is built only for those.
--
-- Everything is looked up by key. The planner, who expects few relations, would otherwise read all of
-- pg_type or pg_description to merge or hash it. Nothing is found under a null: a type is looked up
-- only for columns that can differ from it in storage (those of no fixed length) or collation, comments
-- only where the relation has one on a column. A default refers to no column: without a relation
-- pg_get_expr need not open one, which takes a lock on it and most of the time.

create or replace function pggit._relation_columns(p_relations oid[])
returns table (relation oid, columns jsonb, column_order jsonb, column_names text[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select c.oid, r.columns, to_jsonb(array_remove(r.column_names, null)), r.column_names
  from (
    select k.oid, k.relkind, k.relowner, (
      select true from pg_description m
      where m.objoid = k.oid and m.classoid = 'pg_class'::regclass and m.objsubid > 0
      limit 1) as has_comments
    from pg_class k
    where k.oid = any (p_relations)
    offset 0
  ) c
  cross join lateral (
    select
      jsonb_object_agg(a.attname,
        jsonb_object(case
          when a.atthasdef and a.attgenerated = ''
            then array['type', format_type(a.atttypid, a.atttypmod), 'default', (
              select pg_get_expr(d.adbin, 0)
              from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum)]
          else array['type', format_type(a.atttypid, a.atttypmod)] end)
        || case when a.attnotnull and c.relkind in ('r', 'p', 'f')
             then jsonb '{"not_null": true}' else '{}' end
        || case when a.attgenerated <> '' then coalesce((
             select jsonb_build_object('generated', jsonb_build_object(
               'expression', pg_get_expr(d.adbin, d.adrelid),
               'kind', case a.attgenerated when 's' then 'stored' else 'virtual' end))
             from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum), '{}')
           else '{}' end
        || case when m.description is not null or a.attidentity <> '' or a.attacl is not null
               or a.attinhcount > 0 or a.attcollation <> t.typcollation
               or a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget <> -1
               or a.attoptions is not null or a.attfdwoptions is not null
             then jsonb_strip_nulls(jsonb_build_object(
               'collation', case when a.attcollation <> t.typcollation then
                 a.attcollation::regcollation::text end,
               'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
               'storage', case when a.attstorage <> t.typstorage
                   and c.relkind in ('r', 'p', 'm', 'f') then
                 case a.attstorage when 'p' then 'plain' when 'e' then 'external'
                   when 'm' then 'main' else 'extended' end end,
               'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
               'statistics_target', nullif(a.attstattarget, -1),
               'options', pggit._options(a.attoptions),
               'foreign_options', pggit._options(a.attfdwoptions),
               'inherited', nullif(a.attinhcount > 0 and not a.attislocal, false),
               'privileges', pggit._privileges(a.attacl, 'c', c.relowner),
               'comment', m.description))
             else '{}' end
      ) filter (where not a.attisdropped) as columns,
      array_agg(case when not a.attisdropped then a.attname::text end order by a.attnum)
        as column_names
    from pg_attribute a
    left join pg_type t
      on t.oid = case when a.attlen = -1 or a.attcollation <> 0 then a.atttypid end
    left join pg_description m
      on m.objoid = case when c.has_comments then a.attrelid end
      and m.classoid = 'pg_class'::regclass and m.objsubid = a.attnum
    where a.attrelid = c.oid
      and a.attnum > 0
  ) r;
end
$pggit$;

comment on function pggit._relation_columns(oid[]) is
  'The columns of relations as {name: attributes}, their order, and their names by attribute number.';
`,
  },
  {
    name: 'functions/describe/_relation_identity.sql',
    sql: `-- Qualified name of a relation as people write it, quoted where needed; null when it is gone.

create or replace function pggit._relation_identity(p_relation oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select format('%I.%I', n.nspname, c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.oid = p_relation
  );
end
$pggit$;

comment on function pggit._relation_identity(oid) is
  'Qualified name of a relation, quoted where needed; null when it does not exist.';
`,
  },
  {
    name: 'functions/describe/_relation_named.sql',
    sql: `-- The relation of a schema-qualified name, quoted where needed; null for none.
--
-- to_regclass is not for functions that run as pggit's owner: it fails for a role without USAGE on the
-- schema, which an owner that is no superuser may be, and the user's DDL would fail with it. \`limit 1\`: a
-- repeatable-read transaction may see two versions of a row.

create or replace function pggit._relation_named(p_identity text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_names constant text[] := parse_ident(p_identity);
begin
  return (
    select c.oid
    from pg_class c
    where c.relname = v_names[2]
      and c.relnamespace = (select n.oid from pg_namespace n where n.nspname = v_names[1] limit 1)
    limit 1);
end
$pggit$;

comment on function pggit._relation_named(text) is
  'The relation of a schema-qualified name, whoever may use its schema; null for none.';
`,
  },
  {
    name: 'functions/describe/_relations_above.sql',
    sql: `-- A relation, and those it is a partition of, nearest first: what a rule about any of them says holds for
-- it as well. Of a relation that is gone, as pggit last saw it: where the server has given an oid anew since,
-- that may even be a circle.

create or replace function pggit._relations_above(p_relation oid)
returns oid[]
language plpgsql
stable
strict
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_is_partition constant boolean := (
    select c.relispartition from pg_class c where c.oid = p_relation);
begin
  if v_is_partition then
    return array(
      select a.relid::oid
      from pg_partition_ancestors(p_relation) with ordinality as a (relid, n)
      order by a.n);
  elsif not v_is_partition then
    return array[p_relation];
  end if;
  return array(
    with recursive above (oid, n) as (
      select p_relation, 1
      union all
      select l.parent_objid, a.n + 1
      from above a
      join pggit.live_objects l on l.objid = a.oid and l.classid = 'pg_class'::regclass
      where l.parent_objid is not null
    ) cycle oid set is_circle using path
    select a.oid from above a where not a.is_circle order by a.n);
end
$pggit$;

comment on function pggit._relations_above(oid) is
  'A relation and those it is a partition of, nearest first.';
`,
  },
  {
    name: 'functions/describe/_routine_arguments.sql',
    sql: `-- The arguments of a routine, in order: name, mode, type, default.

create or replace function pggit._routine_arguments(p_routine oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'name', nullif(p.proargnames[a.n], ''),
      'mode', case p.proargmodes[a.n] when 'o' then 'out' when 'b' then 'inout'
        when 'v' then 'variadic' when 't' then 'table' end,
      'type', format_type(a.type, null),
      'default', pg_get_function_arg_default(p.oid, a.n::int)
    )) order by a.n)
    from pg_proc p
    cross join lateral unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
      with ordinality as a (type, n)
    where p.oid = p_routine
  );
end
$pggit$;

comment on function pggit._routine_arguments(oid) is
  'The arguments of a routine in order: name, mode, type, default; null for none.';
`,
  },
  {
    name: 'functions/describe/_rule_text.sql',
    sql: `-- The condition and the action of a rule. Both may refer to OLD and NEW, which pg_get_expr refuses, so
-- they are cut out of the server's rendering of the whole rule: what comes before them is known, and
-- the condition ends at the first DO outside quotes (DO is a reserved word, a name would be quoted).

create or replace function pggit._rule_text(
  p_rule oid,
  out condition text,
  out action text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text;
  v_head text;
begin
  select
    pg_get_ruledef(w.oid),
    format(E'CREATE RULE %I AS\\n    ON %s TO %s', w.rulename,
      case w.ev_type when '2' then 'UPDATE' when '3' then 'INSERT' else 'DELETE' end,
      pggit._relation_identity(w.ev_class))
  into v_text, v_head
  from pg_rewrite w where w.oid = p_rule;

  v_text := ltrim(rtrim(substr(v_text, length(v_head) + 1), ';'), E' \\n');
  if starts_with(v_text, 'WHERE ') then
    condition := substring(v_text from E'^WHERE ((?:[^''"]|''[^'']*''|"[^"]*")*?) DO\\\\s');
    v_text := substr(v_text, length('WHERE ' || condition || ' ') + 1);
  end if;
  action := regexp_replace(v_text, E'^DO\\\\s+(?:INSTEAD\\\\s+)?', '');
end
$pggit$;

comment on function pggit._rule_text(oid) is
  'The condition and the action of a rule, as the server writes them.';
`,
  },
  {
    name: 'functions/describe/_scan.sql',
    sql: `-- Describes every object of the database that pggit models: the baseline, drift and manual mode.
-- The same describing functions as capture.

create or replace function pggit._scan()
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r_batch record;
begin
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    return query select * from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind);
  end loop;
end
$pggit$;

comment on function pggit._scan() is
  'Describes every object of the database that pggit models, ignored ones included.';
`,
  },
  {
    name: 'functions/describe/_scan_batches.sql',
    sql: `-- The addresses of every object of the database that pggit models, by kind, in batches that keep memory
-- level. Left out, as pggit._describe does: members of extensions, the constructors of ranges; and the
-- row types of relations, which are no composite types of their own.

create or replace function pggit._scan_batches()
returns table (kind text, catalog oid, oids oid[])
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_batch constant int := 500;
  r_catalog record;
  v_class text;
  v_oids oid[];
begin
  for r_catalog in
    select k.catalog as name, k.class_column, min(k.position) as position
    from pggit.kinds k
    group by k.catalog, k.class_column
    order by position
  loop
    catalog := r_catalog.name;
    -- Each catalog is read once. So is the list of NOT IN, by what few objects depend on: extensions.
    -- Schema public, whatever it is called now, is the one system-made object that is the users' own.
    for v_class, v_oids in execute format(
      'select %s as class, array_agg(o.oid order by o.oid) as oids from %s o'
      ' where (o.oid >= 16384 or $1 = ''pg_namespace''::regclass and o.oid = 2200)'
      ' and o.oid not in ('
      '   select e.objid from pg_depend e'
      '   where e.refclassid = ''pg_extension''::regclass and e.classid = $1 and e.deptype = ''e'')'
      ' %s group by 1',
      case when r_catalog.class_column is null then 'null::text'
        else format('o.%I::text', r_catalog.class_column) end,
      case when catalog = 'pg_user_mapping'::regclass
        -- The catalog itself is for superusers only.
        then '(select m.umid as oid from pg_user_mappings m)' else catalog::regclass::text end,
      case
        when catalog = 'pg_type'::regclass then
          'and (o.typrelid = 0 or o.typrelid in ('
          '  select c.oid from pg_class c where c.relkind = ''c''))'
        when catalog = 'pg_proc'::regclass then
          'and not exists (select from pg_depend e'
          '  where e.classid = $1 and e.objid = o.oid and e.deptype = ''i'')'
        else '' end)
    using catalog
    loop
      select k.kind into kind from pggit.kinds k
      where k.catalog = r_catalog.name
        and (k.class_column is null or v_class = any (k.classes));
      if found then
        for i in 1 .. cardinality(v_oids) by v_batch loop
          oids := v_oids[i : i + v_batch - 1];
          return next;
        end loop;
      end if;
    end loop;
  end loop;
end
$pggit$;

comment on function pggit._scan_batches() is
  'The addresses of every object of the database that pggit models, in batches of one kind.';
`,
  },
  {
    name: 'functions/describe/_table_particulars.sql',
    sql: `-- What few tables have: everything that a plain one leaves at its default.

create or replace function pggit._table_particulars(p_table oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'persistence', case c.relpersistence when 'u' then 'unlogged' end,
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'options', pggit._options(c.reloptions),
      'of_type', case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
      'partition_by', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
      'partition_of', case when c.relispartition then (
        select jsonb_build_object(
          'table', i.inhparent::regclass::text,
          'bounds', pg_get_expr(c.relpartbound, c.oid),
          'detaching', nullif(i.inhdetachpending, false))
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherited_triggers', case when c.relispartition and c.relhastriggers then
        pggit._inherited_triggers(c.oid) end,
      'inherits', case when not c.relispartition then (
        select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end,
      'row_security', nullif(c.relrowsecurity, false),
      'row_security_forced', nullif(c.relforcerowsecurity, false),
      'replica_identity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
        when 'i' then 'index' end,
      'replica_identity_index', case when c.relreplident = 'i' then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisreplident) end,
      -- A partitioned table has one only if it was chosen, for the partitions to come.
      'access_method', (
        select case when c.relkind = 'p' then am.amname else nullif(am.amname, 'heap') end
        from pg_am am where am.oid = c.relam),
      'toast_options', (
        select pggit._options(tc.reloptions) from pg_class tc where tc.oid = c.reltoastrelid),
      'cluster_on', (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered)))
    from pg_class c
    where c.oid = p_table
  );
end
$pggit$;

comment on function pggit._table_particulars(oid) is
  'What a table has that a plain one leaves at its default.';
`,
  },
  {
    name: 'functions/describe/_trigger_arguments.sql',
    sql: `-- The arguments of a trigger, which the catalog keeps as one run of bytes with a zero after each.

create or replace function pggit._trigger_arguments(p_arguments bytea)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_rest bytea := p_arguments;
  v_end int;
  v_result text[] := '{}'::text[];
begin
  loop
    v_end := position(E'\\\\x00'::bytea in v_rest);
    exit when v_end = 0;
    v_result := v_result
      || convert_from(substring(v_rest from 1 for v_end - 1), getdatabaseencoding());
    v_rest := substring(v_rest from v_end + 1);
  end loop;
  return v_result;
end
$pggit$;

comment on function pggit._trigger_arguments(bytea) is
  'The arguments of a trigger as they were written.';
`,
  },
  {
    name: 'functions/describe/_trigger_condition.sql',
    sql: `-- The WHEN condition of a trigger. pg_get_expr refuses an expression over OLD and NEW, so it is cut out
-- of the server's rendering of the whole trigger: from FOR EACH on, skipping quoted names before it,
-- up to the function and arguments, whose text is known.

create or replace function pggit._trigger_condition(p_trigger oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_arguments text;
  v_tail text;
begin
  select
    (select string_agg('''' || replace(a.value, '''', '''''') || '''', ', ' order by a.n)
     from unnest(pggit._trigger_arguments(t.tgargs)) with ordinality as a (value, n)),
    t.tgfoid::regproc::text
  into v_arguments, v_tail
  from pg_trigger t where t.oid = p_trigger;
  v_tail := ') EXECUTE FUNCTION ' || v_tail || '(' || coalesce(v_arguments, '') || ')';
  return left(
    substring(pg_get_triggerdef(p_trigger)
      from E'^(?:[^"]|"[^"]*")*? FOR EACH (?:ROW|STATEMENT) WHEN \\\\((.*)$'),
    -length(v_tail));
end
$pggit$;

comment on function pggit._trigger_condition(oid) is
  'The WHEN condition of a trigger.';
`,
  },
  {
    name: 'functions/describe/_type_list.sql',
    sql: `-- Types as people write them, separated by commas: the argument list of a signature.

create or replace function pggit._type_list(p_types oid[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(string_agg(format_type(t.type, null), ', ' order by t.n), '')
    from unnest(p_types) with ordinality as t (type, n)
  );
end
$pggit$;

comment on function pggit._type_list(oid[]) is
  'Type names separated by commas, as in a function signature.';
`,
  },
  {
    name: 'functions/describe/_unmodelled.sql',
    sql: `-- Objects of users that pggit does not model, so that none is passed over in silence: everything that
-- pg_dump writes as an object of its own. A kind that becomes modelled leaves this list.

create or replace function pggit._unmodelled()
returns table (kind text, identity text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select i.type, i.identity
  from (
    -- Base types, and shells that no CREATE TYPE has filled; their arrays go with them.
    select 'pg_type'::regclass::oid, t.oid from pg_type t
    join pggit.user_schemas s on s.oid = t.typnamespace
    where t.typtype = 'p' or (
      t.typtype = 'b'
      and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid))
    union all
    select 'pg_conversion'::regclass, o.oid from pg_conversion o
    union all
    select 'pg_operator'::regclass, o.oid from pg_operator o
    union all
    select 'pg_opclass'::regclass, o.oid from pg_opclass o
    union all
    select 'pg_opfamily'::regclass, o.oid from pg_opfamily o
    union all
    select 'pg_cast'::regclass, o.oid from pg_cast o
    union all
    select 'pg_language'::regclass, o.oid from pg_language o
    union all
    select 'pg_transform'::regclass, o.oid from pg_transform o
    union all
    select 'pg_am'::regclass, o.oid from pg_am o
    union all
    select 'pg_ts_config'::regclass, o.oid from pg_ts_config o
    union all
    select 'pg_ts_dict'::regclass, o.oid from pg_ts_dict o
    union all
    select 'pg_ts_parser'::regclass, o.oid from pg_ts_parser o
    union all
    select 'pg_ts_template'::regclass, o.oid from pg_ts_template o
    union all
    select 'pg_subscription'::regclass, o.oid from pg_subscription o
    where o.subdbid = (select d.oid from pg_database d where d.datname = current_database())
  ) as o (classid, objid)
  cross join lateral pg_identify_object(o.classid, o.objid, 0) i
  where o.objid >= 16384
    and i.schema is distinct from 'information_schema'
    and i.schema is distinct from 'pggit'
    and not exists (
      select from pg_depend e
      where e.classid = o.classid and e.objid = o.objid and e.deptype in ('e', 'i'))
  union all
  select 'security label', format('%s on %s %s', l.provider, i.type, i.identity)
  from pg_seclabel l
  cross join lateral pg_identify_object(l.classoid, l.objoid, l.objsubid) i
  where not exists (
    select from pg_depend e
    where e.classid = l.classoid and e.objid = l.objoid and e.deptype = 'e')
  order by 1, 2
$pggit$;

comment on function pggit._unmodelled() is
  'Objects of kinds that pggit does not model.';
`,
  },
  {
    name: 'functions/errors/_for_client.sql',
    sql: `-- A message as the client can be sent it: one with a character that the client's encoding lacks would be
-- an error instead of a warning. Such characters are question marks then.

create or replace function pggit._for_client(p_message text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform convert_to(p_message, pg_client_encoding());
  return p_message;
exception when character_not_in_repertoire or untranslatable_character or undefined_function then
  return regexp_replace(p_message, E'[^\\\\x01-\\\\x7f]', '?', 'g');
end
$pggit$;

comment on function pggit._for_client(text) is
  'A message without what the client''s encoding lacks.';
`,
  },
  {
    name: 'functions/errors/_keep_failure.sql',
    sql: `-- Keeps a failure of pggit's own away from the user's transaction: a warning for whoever watches, a
-- row for whoever looks later. With pggit.on_error = 'raise' it becomes an error again, for tests and
-- for teams that would rather stop than miss a record.
--
-- Of the context it keeps where in pggit it was, and nothing else: around that are the statements of
-- whoever called, and one of them may hold a password.
--
-- A cancel that somebody asked for goes on; a statement timeout is a failure like any other, because
-- it is pggit's time that made it run out. Both have one SQLSTATE: the message tells them apart, and in
-- other languages the clock.

create or replace function pggit._keep_failure(
  p_stage text,
  p_sqlstate text,
  p_message text,
  p_context text,
  p_objects text[] default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_timeout constant text := current_setting('statement_timeout');
  v_context constant text := (
    select string_agg(m.found[1], E'\\n' order by m.position)
    from regexp_matches(p_context,
      'pggit[.][a-z0-9_]+[(][^()''[:cntrl:]]*[)][^0-9"''()[:cntrl:]]{1,20}[0-9]+', 'g')
      with ordinality as m (found, position));
  v_what text := case p_stage
    when 'attach' then format('pggit cannot link the rows of %s: %s', p_objects[1], p_message)
    else format('pggit could not record this change: %s', p_message) end;
begin
  if p_sqlstate = '57014' and p_message not like '%statement timeout%'
    and (v_timeout = '0' or p_message like '%user request%'
      or clock_timestamp() - statement_timestamp() < v_timeout::interval)
  then
    raise query_canceled using message = p_message;
  end if;
  if current_setting('pggit.on_error', true) = 'raise' then
    perform pggit._raise('PGT04',
      v_what,
      jsonb_build_object('stage', p_stage, 'sqlstate', p_sqlstate, 'context', v_context,
        'objects', to_jsonb(p_objects)),
      'With pggit.on_error = ''warn'', the default, this is a warning and the statement goes on.');
  end if;
  -- In a damaged engine it may be gone.
  if to_regproc('pggit._for_client') is not null then
    v_what := pggit._for_client(v_what);
  end if;
  raise warning using
    message = v_what,
    detail = format('stage: %s, SQLSTATE: %s', p_stage, p_sqlstate),
    hint = case
      when p_sqlstate = 'PGR03'
        then 'Your statement was not affected. Nothing is recorded before \`pggit install\`.'
      when p_stage = 'attach'
        then 'Your statement was not affected. Grant the table''s owner to the owner of pggit, then '
          'call pggit.watch_history_table() and pggit.backfill_links().'
      else 'Your statement was not affected. The objects show in pggit.status() as drift; '
        'pggit.capture() adopts them.' end;
  -- The last line of defence: whatever is wrong with this table, the warning above has been given.
  begin
    insert into pggit.capture_errors (stage, sqlstate, message, context, objects)
    values (p_stage, p_sqlstate, p_message, v_context, p_objects);
  exception when others then
    return;
  end;
end
$pggit$;

comment on function pggit._keep_failure(text, text, text, text, text[]) is
  'Turns a failure of pggit into a warning and a row of capture_errors; an error with pggit.on_error = raise.';
`,
  },
  {
    name: 'functions/errors/_raise.sql',
    sql: `-- The one way pggit raises its errors: a code of class PG, a detail in JSON for programs, a hint that
-- says what to do next for people. The list of codes is in docs/reference/errors.md.

create or replace function pggit._raise(p_code text, p_message text, p_detail jsonb, p_hint text)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  raise exception using
    errcode = p_code,
    message = p_message,
    detail = coalesce(p_detail, '{}'::jsonb)::text,
    hint = coalesce(p_hint, '');
end
$pggit$;

comment on function pggit._raise(text, text, jsonb, text) is
  'Raises an error of pggit: SQLSTATE, message, detail as JSON, hint.';
`,
  },
  {
    name: 'functions/errors/_raise_locked.sql',
    sql: `-- For those who ask for an object as it is now, which cannot be read while another session has it locked, nor
-- in a transaction whose snapshot is older than what another session has recorded of it.

create or replace function pggit._raise_locked(p_kind text, p_identity text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._raise('PGT07',
    format('%s %s is locked by another session%s', lower(p_kind), p_identity,
      case when current_setting('transaction_isolation') <> 'read committed'
        then ', or was recorded by one since the snapshot of this transaction' else '' end),
    jsonb_build_object('kind', lower(p_kind), 'identity', p_identity),
    'Nothing was recorded. Try again, in a new transaction, once that session has ended its own.');
end
$pggit$;

comment on function pggit._raise_locked(text, text) is
  'Raises the error of an object that another session has locked.';
`,
  },
  {
    name: 'functions/errors/_raise_unknown_tool.sql',
    sql: `-- The one wording of "pggit does not know this migration tool".

create or replace function pggit._raise_unknown_tool(p_tool_name text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._raise('PGX01',
    format('pggit knows no migration tool %s', coalesce(quote_literal(p_tool_name), 'null')),
    jsonb_build_object('tool_name', p_tool_name,
      'known', (select jsonb_agg(distinct t.tool_name) from pggit.migration_tools t)),
    'The tools it knows are in pggit.migration_tools; pggit.register_migration_tool() adds one.');
end
$pggit$;

comment on function pggit._raise_unknown_tool(text) is
  'Raises that pggit does not know a migration tool, with those it knows.';
`,
  },
  {
    name: 'functions/flyway/_announce_flyway_migration.sql',
    sql: `-- Announces the migration that this session of Flyway is about to run: with the rank it will have, one more
-- than the last row that can be seen or than what this session has announced, for rows that are not committed
-- yet: in its deployment, or in this transaction, in the midst of which that may have been closed. Its changes
-- carry its link from then on.
--
-- The first one of a run begins its deployment, unless the session has joined one (pggit run, a setting in
-- the URL): so nothing is begun where nothing is to do, and Flyway's own lock keeps two processes apart.
--
-- The settings are the session's, for a migration without a transaction; flyway_after_each takes them
-- back, because the session may be one of an application's pool.
--
-- client_min_messages: in manual mode the table may get its trigger only when the run ends, which is no news.
-- A serializable migration is recorded alone from here on: a conflict that is found at its COMMIT would
-- undo it.
--
-- A table that somebody said is no history table is left alone, and nothing is begun in an emergency stop.

create or replace function pggit._announce_flyway_migration(
  p_source text,
  p_timestamp text,
  p_last_rank bigint
)
returns void
language plpgsql
volatile
security definer -- writes deployments, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set client_min_messages = 'error'
as $pggit$
declare
  v_run_key constant text := pggit._flyway_run_key(p_source, p_timestamp);
  v_deployment uuid := pggit.current_deployment();
  v_is_own boolean := true;
  v_link_id bigint;
begin
  if pggit._flyway_table(p_source) is null or pggit._disabled_until() is not null then
    return;
  end if;
  if current_setting('transaction_isolation') = 'serializable' and not pggit._describe_alone() then
    raise lock_not_available using message = 'other serializable transactions are being recorded';
  end if;
  if v_deployment is not null then
    -- Several migrations in one transaction: what came before is not this one's.
    perform pggit._record_pending(v_deployment, pggit._announced_link(v_deployment));
    v_is_own := exists (
      select from pggit.announced_migrations a
      where a.deployment_id = v_deployment and a.run_key = v_run_key);
  else
    select a.deployment_id into v_deployment
    from pggit.announced_migrations a
    join pggit.deployments d on d.deployment_id = a.deployment_id
    where a.run_key = v_run_key and d.status = 'open'
      and d.backend_pid = pg_backend_pid()
      and d.backend_start = (
        select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid())
    limit 1;
    if v_deployment is null then
      perform pggit._require_history();
      perform pggit._record_pending(null);
      perform pggit._adopt_earlier_drift('flyway migrate');
      v_deployment := pggit._open_deployment('flyway migrate', false);
    end if;
    perform set_config('pggit.deployment', v_deployment::text, false);
  end if;

  v_link_id := nextval('pggit.external_migrations_link_id_seq');
  insert into pggit.announced_migrations (link_id, deployment_id, source, migration_id, run_key)
  values (
    v_link_id, v_deployment, p_source,
    1 + greatest(0, p_last_rank, (
      select max(a.migration_id) from pggit.announced_migrations a
      where (a.deployment_id = v_deployment or a.announced_at >= now())
        and a.source = p_source and a.backend_pid = pg_backend_pid())),
    case when v_is_own then v_run_key end);
  perform set_config('pggit.announced', v_link_id::text, false);
end
$pggit$;

comment on function pggit._announce_flyway_migration(text, text, bigint) is
  'Announces the migration that this session of Flyway is about to run, and begins the deployment of its run.';
`,
  },
  {
    name: 'functions/flyway/_attach_late.sql',
    sql: `-- Puts the link trigger on a history table that should have it and has not. Where others use the table it is
-- left for another time.

create or replace function pggit._attach_late(p_source text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $pggit$
declare
  v_table constant oid := pggit._flyway_table(p_source);
begin
  if v_table is not null and not exists (
    select from pg_trigger t where t.tgrelid = v_table and t.tgname = 'zz_pggit_link'
  ) then
    perform pggit._attach_history_table(v_table, 'flyway');
  end if;
exception when insufficient_privilege or lock_not_available then
  raise warning 'pggit: no link trigger on %: %', p_source, sqlerrm;
end
$pggit$;

comment on function pggit._attach_late(text) is
  'Puts the link trigger on a history table of Flyway that has none.';
`,
  },
  {
    name: 'functions/flyway/_end_flyway_run.sql',
    sql: `-- Ends the deployment that a run of Flyway has begun, in a session that Flyway opens for this event alone.
-- None, where it began none: it had nothing to do, its only transaction was rolled back, or it joined a
-- deployment that somebody else ends. Before its own those of runs that were killed are closed, so that what
-- they did comes before.
--
-- Two runs of one login and host may begin in the same second and share their key: then it is the one whose
-- session is not at work, and of several such the one that ran last: whoever still waits for its turn has not.
--
-- The commit of a run that succeeded is noted for flyway_refresh, which may come next in this session.
--
-- A history table that had no trigger, because pggit came while Flyway was at work, gets it now.
--
-- \`when others\`: everything has been migrated when this is called, and Flyway would report a failure. So it
-- is none with pggit.on_error = raise either, which stops a migration before it has done anything.
-- Locks: as the end of any deployment; those of CREATE TRIGGER, for which it does not queue. Nothing is waited
-- for without an end, a history table that somebody has locked neither: Flyway waits for this.

create or replace function pggit._end_flyway_run(
  p_source text,
  p_timestamp text,
  p_status text,
  p_reason text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_may_record boolean := true;
  -- No type of ours: the engine may be damaged.
  v_deployment record;
  v_keys text[];
  v_commit uuid;
begin
  perform set_config('pggit.flyway_commit', '', false);
  -- Outside of the block, and alone: a conflict would be found at the COMMIT, of this or of a user's DDL.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    select d.deployment_id, d.name into v_deployment
    from pggit.deployments d
    join (
      select a.deployment_id, max(a.announced_at) as latest
      from pggit.announced_migrations a
      where a.run_key = pggit._flyway_run_key(p_source, p_timestamp)
      group by a.deployment_id
    ) r on r.deployment_id = d.deployment_id
    left join pg_stat_activity s on s.pid = d.backend_pid
    where d.status = 'open'
    order by s.state = 'idle' desc nulls last, r.latest desc
    limit 1;
    if v_deployment.deployment_id is null then
      return;
    end if;
    begin
      perform pggit.recover_deployments();
    exception when others then
      -- The next one tries again.
      null;
    end;
    perform pggit._attach_late(p_source);
    perform set_config('pggit.deployment', v_deployment.deployment_id::text, true);
    perform pggit._capture_in_manual_mode(v_deployment.deployment_id);
    perform pggit._settle_announced(v_deployment.deployment_id);
    v_keys := array(
      select m.migration_key from pggit.external_migrations m
      where m.deployment_id = v_deployment.deployment_id order by m.link_id);
    v_commit := pggit._close_deployment(v_deployment.deployment_id, p_status, p_reason,
      format(E'%s: %s migration%s\\n\\n%s', v_deployment.name, cardinality(v_keys),
        case when cardinality(v_keys) <> 1 then 's' end, array_to_string(v_keys, E'\\n')));
    perform set_config('pggit.deployment', '', true);
    if p_status = 'completed' then
      perform set_config('pggit.flyway_commit', coalesce(v_commit::text, ''), false);
    end if;
  exception when query_canceled or others then
    perform set_config('pggit.on_error', 'warn', true);
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('flyway', sqlstate, sqlerrm, null, array[p_source]);
    end if;
  end;
end
$pggit$;

comment on function pggit._end_flyway_run(text, text, text, text) is
  'Closes the deployment that a run of Flyway has begun, if it has begun one.';
`,
  },
  {
    name: 'functions/flyway/_flyway_run_key.sql',
    sql: `-- What all sessions of one run of Flyway know of it: the history table, the time when the command began
-- (to the second), who they log in as and from where.

create or replace function pggit._flyway_run_key(p_source text, p_timestamp text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return concat_ws(' ', p_source, p_timestamp, session_user, inet_client_addr());
end
$pggit$;

comment on function pggit._flyway_run_key(text, text) is
  'What names a run of Flyway in each of its sessions.';
`,
  },
  {
    name: 'functions/flyway/_flyway_table.sql',
    sql: `-- Flyway's history table by the names that a callback got from Flyway; null where there is no such table,
-- or where somebody said that it is none. One that nobody watches yet is known by its columns.

create or replace function pggit._flyway_table(p_source text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select c.oid
    from pg_class c
    left join pggit.watched_tables w on w.source = p_source
    where c.oid = pggit._relation_named(p_source)
      and not coalesce(w.is_declined, false)
      and case when w.attached then w.tool_name else pggit._history_tool(c.oid) end = 'flyway');
end
$pggit$;

comment on function pggit._flyway_table(text) is
  'The oid of a history table of Flyway; null where there is none of that name.';
`,
  },
  {
    name: 'functions/flyway/flyway_after_applied.sql',
    sql: `-- Called by the callback afterMigrateApplied: every migration of the run has been applied.

create or replace function pggit.flyway_after_applied(
  history_schema text,
  history_table text,
  run_timestamp text
)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._end_flyway_run(
    format('%I.%I', history_schema, history_table), run_timestamp,
    'completed', null);
end
$pggit$;

comment on function pggit.flyway_after_applied(text, text, text) is
'Ends the deployment of a run of Flyway, as completed. For the callback \`afterMigrateApplied\`,
which \`pggit flyway init\` writes, when all migrations of the run have been applied. A failure of
pggit is a warning.

- \`history_schema\`, \`history_table\`, \`run_timestamp\`: Flyway''s placeholders, which tell the run
  from others.';
`,
  },
  {
    name: 'functions/flyway/flyway_after_each.sql',
    sql: `-- Called by the callback afterEachMigrate, in the session and the transaction of the migration that has
-- run. What it has changed is described now, so that it is not taken for that of the next one, which may
-- run in the same transaction (group = true).
--
-- The settings of the session end here, because it may be one of an application's pool; for the rest of
-- the transaction they hold, for what the team's own callbacks do after this one. A migration may have
-- reset them: what was announced says that it has not ended, and ended_at that it has.
--
-- \`when others\`: pggit may cost a record, never a migration. Other functions are looked up before they are
-- used where a failure is kept away, because the engine may be damaged.

create or replace function pggit.flyway_after_each()
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_deployment uuid;
  v_link_id bigint;
  v_is_own boolean := false;
begin
  if current_setting('pggit.announced', true) is null then
    return;
  end if;
  begin
    v_deployment := pggit.current_deployment();
    v_link_id := pggit._announced_link(v_deployment);
    v_is_own := exists (
      select from pggit.announced_migrations a
      where a.link_id = v_link_id and a.run_key is not null);
    update pggit.announced_migrations a set ended_at = clock_timestamp()
    where a.link_id = v_link_id;
    if v_link_id is not null and current_setting('transaction_isolation') <> 'serializable' then
      perform pggit._record_pending(v_deployment, v_link_id);
    end if;
  exception when query_canceled or others then
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this change: %', sqlerrm;
    else
      perform pggit._keep_failure('describe', sqlstate, sqlerrm, null);
    end if;
  end;
  if v_is_own then
    perform set_config('pggit.deployment', '', false);
    perform set_config('pggit.deployment', v_deployment::text, true);
  end if;
  perform set_config('pggit.announced', '', false);
  perform set_config('pggit.announced', coalesce(v_link_id::text, ''), true);
end
$pggit$;

comment on function pggit.flyway_after_each() is
'Marks what a migration of Flyway has changed as its own. For the callback \`afterEachMigrate\`,
which \`pggit flyway init\` writes, in the session and the transaction of the migration. A failure
of pggit is a warning; without a migration that pggit.flyway_before_each() announced, nothing
happens.';
`,
  },
  {
    name: 'functions/flyway/flyway_after_error.sql',
    sql: `-- Called by the callback afterMigrateError: a migration of the run has failed. Those before it have been
-- applied, unless all were in one transaction. Flyway tells a callback nothing about the error.

create or replace function pggit.flyway_after_error(
  history_schema text,
  history_table text,
  run_timestamp text
)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._end_flyway_run(
    format('%I.%I', history_schema, history_table), run_timestamp,
    'failed', 'a migration failed; the output of Flyway says which and why');
end
$pggit$;

comment on function pggit.flyway_after_error(text, text, text) is
'Closes the deployment of a run of Flyway as failed, with what landed. For the callback
\`afterMigrateError\`, which \`pggit flyway init\` writes. Flyway tells its callbacks nothing about
the error. A failure of pggit is a warning.

- \`history_schema\`, \`history_table\`, \`run_timestamp\`: Flyway''s placeholders, which tell the run
  from others.';
`,
  },
  {
    name: 'functions/flyway/flyway_before_each.sql',
    sql: `-- Called by the callback beforeEachMigrate, in the session and the transaction of the migration that is
-- about to run: announces it, with the rank that Flyway will give it.
--
-- Runs as the role that migrates, which may read Flyway's history table whoever owns pggit. It must not
-- touch that table in another way: Flyway's main session has it open and waits for this one. The rest needs
-- pggit_deployer: a role that may only read hears it once a session, as one without any right does from
-- the callback itself.
--
-- Flyway leaves a placeholder as it is where its replacement is switched off or has another prefix: then
-- nothing of the run is known, and whoever wrote that configuration hears it with the first migration and
-- not when a record is missing. What this looks for is not written as a placeholder: a migration may
-- install pggit, and Flyway would ask for its value.
--
-- \`when others\`: pggit may cost a record, never a migration, unless that is what the team asked for.
-- Locks: those of a reader on the history table.

create or replace function pggit.flyway_before_each(
  history_schema text,
  history_table text,
  run_timestamp text,
  required boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_source constant text := format('%I.%I', history_schema, history_table);
  v_message constant text := 'Flyway did not replace the placeholders in a callback of pggit';
  v_detail constant jsonb := jsonb_build_object('callback',
    jsonb_build_array(history_schema, history_table, run_timestamp));
  v_hint constant text :=
    'Leave placeholderReplacement on. Where placeholderPrefix and placeholderSuffix are others, write the '
    'callbacks with \`pggit flyway init --placeholder-prefix ... --placeholder-suffix ...\`.';
  v_rank bigint;
begin
  if concat(history_schema, history_table, run_timestamp) like '%$' || '{flyway:%' then
    -- Flyway shows the text of this statement twice, as its context.
    perform pggit._raise('PGX06', v_message, v_detail, v_hint);
  end if;
  if not required
    and not has_function_privilege(
      to_regprocedure('pggit._announce_flyway_migration(text, text, bigint)'), 'execute')
  then
    if current_setting('pggit.warned_of_rights', true) is distinct from 'on' then
      perform set_config('pggit.warned_of_rights', 'on', false);
      raise warning 'pggit: this role has no rights on pggit; its migrations are recorded, this run is not'
        using hint = format('Ask the owner of pggit for: grant pggit_deployer to %I', current_user);
    end if;
    return;
  end if;
  begin
    execute format('select max(t.installed_rank)::bigint from %s t', v_source) into v_rank;
    perform pggit._announce_flyway_migration(v_source, run_timestamp, v_rank);
  exception when query_canceled or others then
    if required then
      raise;
    end if;
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('flyway', sqlstate, sqlerrm, null, array[v_source]);
    end if;
  end;
end
$pggit$;

comment on function pggit.flyway_before_each(text, text, text, boolean) is
'Announces a migration of Flyway, and begins the deployment of the run with the first one. For the
callback \`beforeEachMigrate\`, which \`pggit flyway init\` writes, in the session and the transaction
of the migration.

- \`history_schema\`, \`history_table\`, \`run_timestamp\`: Flyway''s placeholders, which tell the run
  from others. Where Flyway left them as they are, that is an error.
- \`required\` true: a failure of pggit fails the migration. Otherwise it is a warning, as is a role
  without rights on pggit.';
`,
  },
  {
    name: 'functions/flyway/flyway_refresh.sql',
    sql: `-- Called by the callback afterMigrateApplied__pggit_refresh, in the session in which flyway_after_applied has
-- ended the run and in the transaction behind it: refreshes, as the role that migrates, the materialized views
-- whose sources the run's commit changed. Not in that transaction: a refresh may take long, and everybody who
-- records a change would wait for its end.
--
-- Nothing where there is no such commit: the run failed or changed nothing, or somebody else ends its
-- deployment, who may refresh then.
--
-- \`when others\`: everything has been migrated when this is called, and Flyway would report a failure. A cancel
-- or a timeout ends the refreshes, and not Flyway. A serializable transaction may fail at its COMMIT,
-- where nothing can be caught.
--
-- Locks: those of each refresh, until the transaction ends. A view that somebody reads is not waited for
-- without an end: Flyway waits for this.

create or replace function pggit.flyway_refresh()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $pggit$
declare
  v_commit constant text := current_setting('pggit.flyway_commit', true);
  v_views text[];
  v_began timestamptz;
begin
  if coalesce(v_commit, '') = '' then
    return;
  end if;
  perform set_config('pggit.flyway_commit', '', false);
  if current_setting('transaction_isolation') = 'serializable' then
    raise warning
      'pggit: materialized views were not refreshed: this session is serializable by default'
      using hint = 'Refresh them with \`pggit flyway --refresh affected -- migrate\`.';
    return;
  end if;
  begin
    v_views := array(select v.name from pggit.affected_views(v_commit) v order by v."position");
  exception when query_canceled or others then
    raise warning 'pggit: materialized views were not refreshed: %', sqlerrm;
    return;
  end;
  for i in 1 .. cardinality(v_views) loop
    v_began := clock_timestamp();
    begin
      perform pggit.refresh_materialized_view(v_views[i]);
      raise notice 'pggit: refresh %/% %: % ms', i, cardinality(v_views), v_views[i],
        round(extract(epoch from clock_timestamp() - v_began) * 1000);
    exception when query_canceled or others then
      raise warning 'pggit: refresh %/% %: failed: %', i, cardinality(v_views), v_views[i], sqlerrm;
      exit when sqlstate = '57014';
    end;
  end loop;
end
$pggit$;

comment on function pggit.flyway_refresh() is
'Refreshes the materialized views whose sources a run of Flyway changed, each after those it reads,
with a notice for each. For a callback that \`pggit flyway init --refresh affected\` writes, in the
session in which pggit.flyway_after_applied() has ended the run; anywhere else nothing happens.
What cannot be refreshed is a warning, and no refresh waits longer than three seconds for a lock.';
`,
  },
  {
    name: 'functions/functions/_argument_types.sql',
    sql: `-- The arguments of a signature, as _read_signature takes it apart, in the wording of an identity: those that
-- tell overloads apart, by their types. One that is no type there is stays as it is written. Null for no list.

create or replace function pggit._argument_types(p_arguments text[], p_are_out boolean[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_arguments is not null then (
    select format('(%s)', string_agg(coalesce(
        format_type(pggit._type_named(a.argument), null),
        format_type(pggit._type_named(
          regexp_replace(a.argument, E'^("(?:[^"]|"")*"|[^\\\\s"]+)\\\\s+', '')), null),
        a.argument), ', ' order by a.n))
    from unnest(p_arguments, p_are_out) with ordinality as a (argument, is_out, n)
    where not a.is_out) end;
end
$pggit$;

comment on function pggit._argument_types(text[], boolean[]) is
  'The types of a signature''s arguments in parentheses, as an identity has them.';
`,
  },
  {
    name: 'functions/functions/_find_routine.sql',
    sql: `-- The one function, procedure or aggregate that a spelling of a signature means, or null when there is none;
-- an error when there are several.

create or replace function pggit._find_routine(p_signature text)
returns oid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_routines constant oid[] := pggit._routines_named(p_signature);
  v_overloads text[];
begin
  if cardinality(v_routines) > 1 then
    v_overloads := array(
      select n.identity from unnest(v_routines) as r (routine)
      cross join lateral pggit._name_of('pg_proc'::regclass, r.routine) n
      order by 1);
    perform pggit._raise('PGF02', format('%s may be any of several functions', p_signature),
      jsonb_build_object('signature', p_signature, 'overloads', to_jsonb(v_overloads)),
      format('Write one of: %s.', array_to_string(v_overloads, ', ')));
  end if;
  return v_routines[1];
end
$pggit$;

comment on function pggit._find_routine(text) is
  'The function, procedure or aggregate that a spelling of a signature means; null when there is none.';
`,
  },
  {
    name: 'functions/functions/_function_steps.sql',
    sql: `-- The steps of a function, oldest first: its changes of its own, and the versions it was given; version and
-- metadata: those in force after the step. A version in its body or comment counts from the step that
-- brings or changes it. With the function goes its version: one that comes back has none, also where a purge
-- has folded its going and coming into one step (_settle_versions).

create or replace function pggit._function_steps(p_object_id uuid)
returns table (
  n bigint, change text, identity text, previous_identity text, version text, metadata jsonb,
  attributes jsonb, directive text, commit_id uuid, deployment_id uuid, link_id bigint,
  login_name text, changed_at timestamptz, change_id bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with steps as (
    select c.change_id, 0::bigint as version_id, c.change, c.new_identity, c.old_identity,
      new_text.directive, null::text as given,
      case when new_text.directive is distinct from old_text.directive
        then new_text.directive end as version,
      null::jsonb as metadata,
      case when c.old_blob is null or c.new_blob is null then '{}'::jsonb
        else pggit._definition_difference(d.before, d.after, c.old_column_ids, c.new_column_ids)
      end as attributes,
      c.commit_id, c.deployment_id, c.link_id, c.login_name, c.changed_at,
      c.caused_by is null or c.old_identity is distinct from c.new_identity as is_listed
    from pggit.changes c
    cross join lateral (
      select pggit._definition_of(c.old_blob) as before, pggit._definition_of(c.new_blob) as after
    ) d
    cross join lateral (
      select pggit._version_directive(d.before ->> 'body', d.before ->> 'comment') as directive
    ) old_text
    cross join lateral (
      select pggit._version_directive(d.after ->> 'body', d.after ->> 'comment') as directive
    ) new_text
    where c.object_id = p_object_id
    union all
    select v.change_id, v.version_id, 'versioned', c.new_identity, null, null, v.version, v.version,
      v.metadata, '{}'::jsonb, c.commit_id, v.deployment_id, c.link_id, v.login_name, v.recorded_at,
      v.version is not null or v.metadata is not null
    from pggit.function_versions v
    -- Where its change came to nothing in a purge, the one before it holds.
    left join lateral (
      select k.* from pggit.changes k
      where k.object_id = v.object_id and k.change_id <= v.change_id
      order by k.change_id desc limit 1
    ) c on true
    where v.object_id = p_object_id
  ),
  lives as (
    select s.*,
      count(*) filter (where s.change = 'removed' or s.change = 'versioned' and not s.is_listed)
        over (order by s.change_id, s.version_id) as life
    from steps s
  )
  select s.n, s.change, s.identity, s.previous_identity,
    s.versions[cardinality(s.versions)], s.all_metadata[cardinality(s.all_metadata)],
    s.attributes, s.directive, s.commit_id, s.deployment_id, s.link_id, s.login_name, s.changed_at,
    s.change_id
  from (
    select row_number() over (order by l.change_id, l.version_id) as n, l.change, l.is_listed,
      coalesce(l.new_identity, l.old_identity) as identity,
      case when l.old_identity <> l.new_identity then l.old_identity end as previous_identity,
      array_agg(l.version) filter (where l.version is not null) over w as versions,
      array_agg(l.metadata) filter (where l.metadata is not null) over w as all_metadata,
      l.attributes, l.directive, l.commit_id, l.deployment_id, l.link_id, l.login_name, l.changed_at,
      l.change_id
    from lives l
    window w as (partition by l.life order by l.change_id, l.version_id)
  ) s
  where s.is_listed
  order by s.n
$pggit$;

comment on function pggit._function_steps(uuid) is
  'The changes of a function and the versions it was given, oldest first.';
`,
  },
  {
    name: 'functions/functions/_has_arguments.sql',
    sql: `-- Whether a routine has these arguments: those that tell overloads apart, or, as a CALL of a procedure lists
-- them, those that it only gives back as well (p_with_out). A hypothetical-set aggregate that is variadic
-- has its last type once in the catalog and on both sides of ORDER BY in writing.

create or replace function pggit._has_arguments(
  p_routine oid,
  p_arguments text[],
  p_with_out boolean
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_types oid[];
  v_arguments text[] := p_arguments;
  v_is_hypothetical boolean;
begin
  select
    case
      when p_with_out then array(
        select t.type
        from unnest(p.proallargtypes, p.proargmodes) with ordinality as t (type, mode, n)
        where t.mode <> 't'
        order by t.n)
      else array(
        select t.type from unnest(p.proargtypes::oid[]) with ordinality as t (type, n) order by t.n)
    end,
    p.provariadic <> 0 and a.aggkind = 'h'
  into v_types, v_is_hypothetical
  from pg_proc p
  left join pg_aggregate a on a.aggfnoid = p.oid
  where p.oid = p_routine;
  if v_is_hypothetical and cardinality(v_arguments) = cardinality(v_types) + 1 then
    v_arguments := trim_array(v_arguments, 1);
  end if;
  return cardinality(v_arguments) = cardinality(v_types) and not exists (
    select from unnest(v_arguments, v_types) as u (argument, type)
    where not pggit._is_argument(u.argument, u.type));
end
$pggit$;

comment on function pggit._has_arguments(oid, text[], boolean) is
  'Whether a routine has these arguments.';
`,
  },
  {
    name: 'functions/functions/_is_argument.sql',
    sql: `-- Whether an argument as it is written, with a name or without, is of a type. A type without its schema is
-- one of PostgreSQL's own if it has such, and else any of that name. One in a schema that the caller may not
-- use is found by name, too.

create or replace function pggit._is_argument(p_argument text, p_type oid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text;
  v_named oid;
  v_array text[];
  v_parts text[];
begin
  foreach v_text in array array[
    p_argument, regexp_replace(p_argument, E'^("(?:[^"]|"")*"|[^\\\\s"]+)\\\\s+', '')]
  loop
    v_named := pggit._type_named(v_text);
    if v_named = p_type then
      return true;
    elsif v_named is null then
      v_array := regexp_match(v_text, E'^(.*?)((?:\\\\s*\\\\[\\\\d*\\\\])+|\\\\s+array(?:\\\\s*\\\\[\\\\d*\\\\])?)?$', 'i');
      begin
        v_parts := parse_ident(v_array[1]);
      exception when invalid_parameter_value then
        v_parts := null;
      end;
      if cardinality(v_parts) <= 2 and exists (
        select from pg_type t
        join pg_type e
          on e.oid = case when v_array[2] is null then t.oid else t.typelem end
        join pg_namespace n on n.oid = e.typnamespace
        where t.oid = p_type and (v_array[2] is null or t.typcategory = 'A')
          and e.typname = v_parts[cardinality(v_parts)]
          and (cardinality(v_parts) = 1 or n.nspname = v_parts[1]))
      then
        return true;
      end if;
    end if;
  end loop;
  return false;
end
$pggit$;

comment on function pggit._is_argument(text, oid) is
  'Whether an argument as it is written is of a type.';
`,
  },
  {
    name: 'functions/functions/_known_routine.sql',
    sql: `-- The object that a spelling of a signature means in the history: the function of that signature now, else
-- the last one that had it, under another name or not at all any more. Null when there is none.

create or replace function pggit._known_routine(p_signature text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(p_signature);
  v_signature record;
  v_arguments text;
  v_identity text;
begin
  if v_routine is not null then
    return (
      select l.object_id from pggit.live_objects l
      where l.classid = 'pg_proc'::regclass and l.objid = v_routine);
  end if;
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  if v_signature.function_name is null then
    return null;
  elsif v_signature.arguments is not null then
    v_arguments := pggit._argument_types(v_signature.arguments, v_signature.are_out);
  end if;
  if v_signature.schema_name is null or v_arguments is null then
    -- Only a whole identity has an index.
    v_identity := concat(
      case when v_signature.schema_name is null then '%.' end,
      regexp_replace(
        concat(quote_ident(v_signature.schema_name) || '.', quote_ident(v_signature.function_name),
          coalesce(v_arguments, '(')),
        E'([\\\\\\\\%_])', E'\\\\\\\\\\\\1', 'g'),
      case when v_arguments is null then '%' end);
    return (
      select c.object_id from pggit.changes c
      where c.kind in ('function', 'procedure', 'aggregate')
        and (c.new_identity like v_identity
          or c.new_identity like replace(v_identity, '()', '(*)'))
      order by c.change_id desc limit 1);
  end if;
  v_identity := format('%I.%I%s', v_signature.schema_name, v_signature.function_name, v_arguments);
  return (
    select c.object_id from pggit.changes c
    where hashtextextended(c.new_identity, 0)
        in (hashtextextended(v_identity, 0), hashtextextended(replace(v_identity, '()', '(*)'), 0))
      and c.new_identity in (v_identity, replace(v_identity, '()', '(*)'))
      and c.kind in ('function', 'procedure', 'aggregate')
    order by c.change_id desc limit 1);
end
$pggit$;

comment on function pggit._known_routine(text) is
  'The id of the function that a spelling of a signature means, in the catalog or in the history.';
`,
  },
  {
    name: 'functions/functions/_overloads_of.sql',
    sql: `-- What may have been meant by a signature that names nothing, or too much: the overloads in its schema,
-- else those of the same name elsewhere. Of what is no signature at all its name still counts.

create or replace function pggit._overloads_of(p_signature text)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
begin
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  if v_signature.function_name is null then
    select r.* into v_signature from pggit._read_signature(split_part(p_signature, '(', 1)) r;
  end if;
  return array(
    select n.identity
    from (
      select p.oid, s.name = coalesce(v_signature.schema_name, s.name) as is_there,
        bool_or(s.name = coalesce(v_signature.schema_name, s.name)) over () as is_any_there
      from pg_proc p
      join pggit.user_schemas s on s.oid = p.pronamespace
      where p.proname = v_signature.function_name
    ) p
    cross join lateral pggit._name_of('pg_proc'::regclass, p.oid) n
    where p.is_there or not p.is_any_there
    order by 1);
end
$pggit$;

comment on function pggit._overloads_of(text) is
  'The functions that may have been meant by a signature.';
`,
  },
  {
    name: 'functions/functions/_overloads_with.sql',
    sql: `-- Those of some routines that have the arguments of a signature, as _read_signature takes it apart; all of
-- them where it lists none.

create or replace function pggit._overloads_with(
  p_routines oid[],
  p_arguments text[],
  p_are_out boolean[]
)
returns oid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_matching oid[];
begin
  if p_arguments is null then
    return p_routines;
  end if;
  v_matching := array(
    select r.routine from unnest(p_routines) as r (routine)
    where pggit._has_arguments(r.routine, array(
      select a.argument
      from unnest(p_arguments, p_are_out) with ordinality as a (argument, is_out, n)
      where not a.is_out
      order by a.n), false));
  if v_matching = '{}' then
    v_matching := array(
      select r.routine from unnest(p_routines) as r (routine)
      where pggit._has_arguments(r.routine, p_arguments, true));
  end if;
  return v_matching;
end
$pggit$;

comment on function pggit._overloads_with(oid[], text[], boolean[]) is
  'Those of some functions, procedures and aggregates that have the arguments of a signature.';
`,
  },
  {
    name: 'functions/functions/_raise_function_not_found.sql',
    sql: `-- The one wording of "there is no such function", with those that may have been meant.

create or replace function pggit._raise_function_not_found(p_signature text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_overloads constant text[] := pggit._overloads_of(p_signature);
begin
  perform pggit._raise('PGF01',
    format('there is no function %s', coalesce(p_signature, 'null')),
    jsonb_build_object('signature', p_signature, 'overloads', to_jsonb(v_overloads)),
    case when v_overloads = '{}' then
      'Write its name with the schema and its argument types, quoted where needed: '
      'app.process(uuid, jsonb).'
    else format('There is %s.', array_to_string(v_overloads, ', ')) end);
end
$pggit$;

comment on function pggit._raise_function_not_found(text) is
  'Raises that there is no function of a signature, with those that may have been meant.';
`,
  },
  {
    name: 'functions/functions/_read_signature.sql',
    sql: `-- Takes the spelling of a function's signature apart: its schema, if named, its name, and its arguments, if
-- there are parentheses. Of each argument stay its name, if any, and its type; of the modes only OUT
-- matters, because such an argument is no part of what tells overloads apart. Null for what is no
-- signature.
--
-- Read character by character, because quoted names, defaults and types may hold anything.

create or replace function pggit._read_signature(
  p_text text,
  out schema_name text,
  out function_name text,
  out arguments text[],
  out are_out boolean[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text constant text := regexp_replace(btrim(coalesce(p_text, ''), E' \\t\\r\\n;'),
    E'^(create\\\\s+)?(or\\\\s+replace\\\\s+)?(function|procedure|aggregate|routine)\\\\s+', '', 'i');
  v_name text := '';
  v_argument text := '';
  v_names text[];
  v_quote text;
  v_depth int := 0;
  v_in_default boolean := false;
  v_is_over boolean := false;
  v_char text;
begin
  for i in 1 .. length(v_text) loop
    v_char := substr(v_text, i, 1);
    if v_quote is null and v_depth = 1 and v_char in (',', ')') then
      arguments := arguments || btrim(v_argument, E' \\t\\r\\n');
      v_argument := '';
      v_in_default := false;
      v_depth := v_depth - (v_char = ')')::int;
      if v_depth = 0 then
        -- What follows is the result, if anything.
        v_is_over := substr(v_text, i + 1) ~* E'^\\\\s*(returns\\\\M.*)?$';
        exit;
      end if;
      continue;
    end if;
    if v_char = v_quote then
      v_quote := null;
    elsif v_quote is null and v_char in ('"', '''') then
      v_quote := v_char;
    elsif v_quote is null and v_char = '(' then
      v_depth := v_depth + 1;
      if v_depth = 1 then
        arguments := '{}'::text[];
        continue;
      end if;
    elsif v_quote is null and v_char = ')' then
      v_depth := v_depth - 1;
    elsif v_quote is null and v_depth = 1 then
      v_in_default := v_in_default or v_char = '='
        or substr(v_text, i) ~* E'^\\\\s+default\\\\M' or substr(v_text, i) ~ '^:=';
      -- ORDER BY parts the arguments of an aggregate as a comma does.
      if not v_in_default and substr(v_text, i) ~* E'^(\\\\s|\\\\m)order\\\\s+by\\\\M' then
        if v_argument ~ E'\\\\S' then
          arguments := arguments || btrim(v_argument, E' \\t\\r\\n');
        end if;
        v_argument := '';
      end if;
    end if;
    if v_depth = 0 then
      v_name := v_name || v_char;
    elsif not v_in_default then
      v_argument := v_argument || v_char;
    end if;
  end loop;
  if v_quote is not null or v_depth <> 0 or (arguments is not null and not v_is_over) then
    return;
  end if;
  begin
    v_names := parse_ident(v_name);
  exception when invalid_parameter_value then
    return;
  end;
  if cardinality(v_names) > 2 then
    return;
  end if;
  schema_name := case cardinality(v_names) when 2 then v_names[1] end;
  function_name := v_names[cardinality(v_names)];
  if arguments = array[''] or arguments = array['*'] then
    arguments := '{}'::text[];
  end if;
  select array_agg(a.argument ~* E'^out\\\\s' order by a.n),
    array_agg(regexp_replace(a.argument,
      E'^((order\\\\s+by|in|out|inout|in\\\\s+out|variadic)\\\\s+)+', '', 'i') order by a.n)
  into are_out, arguments
  from unnest(arguments) with ordinality as a (argument, n)
  having arguments is not null;
  arguments := coalesce(arguments, case when v_is_over then '{}'::text[] end);
end
$pggit$;

comment on function pggit._read_signature(text) is
  'The schema, name and arguments that a spelling of a signature names; a null name for what is none.';
`,
  },
  {
    name: 'functions/functions/_routines_named.sql',
    sql: `-- The functions, procedures and aggregates that a spelling of a signature may mean. Without a schema those
-- of every schema; without parentheses every overload.

create or replace function pggit._routines_named(p_signature text)
returns oid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
begin
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  return pggit._overloads_with(
    array(
      select p.oid
      from pg_proc p
      join pggit.user_schemas s on s.oid = p.pronamespace
      where p.proname = v_signature.function_name
        and s.name = coalesce(v_signature.schema_name, s.name)
      order by s.name, p.oid),
    v_signature.arguments, v_signature.are_out);
end
$pggit$;

comment on function pggit._routines_named(text) is
  'The functions, procedures and aggregates that a spelling of a signature may mean.';
`,
  },
  {
    name: 'functions/functions/_settle_versions.sql',
    sql: `-- After a purge has folded changes, gives functions the versions and metadata that were in force before. What
-- was given in between, to steps that are gone, is gone; what still held at the end is given to the step that
-- is left, or to the one before where nothing is. A version that a step named which is gone becomes a given one.
--
-- A row without version and metadata stands for the removal of a function that came back in the same step.
--
-- p_versions: from _versions_to_fold, before.

create or replace function pggit._settle_versions(p_versions jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v record;
  v_is_kept boolean;
  v_given pggit.function_versions[];
  v_later pggit.function_versions[];
  v_source pggit.function_versions;
  v_now record;
begin
  for v in
    select (e.entry ->> 'object_id')::uuid as object_id,
      coalesce((e.entry ->> 'before_id')::bigint, 0::bigint) as before_id,
      (e.entry ->> 'last_id')::bigint as last_id, (e.entry ->> 'removed_id')::bigint as removed_id,
      e.entry ->> 'version' as version, nullif(e.entry -> 'metadata', 'null') as metadata,
      e.entry ->> 'end_version' as end_version,
      nullif(e.entry -> 'end_metadata', 'null') as end_metadata
    from jsonb_array_elements(p_versions) with ordinality as e (entry, n)
    order by e.n
  loop
    v_is_kept := exists (select from pggit.changes k where k.change_id = v.last_id);
    if not v_is_kept then
      v.version := v.end_version;
      v.metadata := v.end_metadata;
    end if;
    with gone as (
      delete from pggit.function_versions f
      where f.object_id = v.object_id and f.change_id > v.before_id
        and (f.change_id < v.last_id or f.change_id = v.last_id and not v_is_kept)
        and (f.version is not null or f.metadata is not null)
      returning f as given
    )
    select array_agg(g.given) into v_given from gone g;

    select a.version, a.metadata into v_now from pggit._version_after(v.object_id, v.last_id) a;
    if v.removed_id is not null
      and (v.version is null and v_now.version is not null
        or v.metadata is null and v_now.metadata is not null)
    then
      insert into pggit.function_versions (object_id, change_id, role_name)
      values (v.object_id, v.removed_id, pggit._effective_role());
      select a.version, a.metadata into v_now from pggit._version_after(v.object_id, v.last_id) a;
    end if;
    if v.version is distinct from v_now.version or v.metadata is distinct from v_now.metadata then
      v_source := (
        select u
        from unnest(v_given) as u
        where u.version = v.version or v.version is null and u.metadata = v.metadata
        order by u.change_id desc, u.version_id desc limit 1);
      -- Behind what this settles come those that were given to the step itself.
      with later as (
        delete from pggit.function_versions f
        where f.object_id = v.object_id and f.change_id = v.last_id
        returning f as given
      )
      select array_agg(l.given) into v_later from later l;
      insert into pggit.function_versions
        (object_id, change_id, version, metadata, deployment_id, login_name, role_name,
         application_name, transaction_id, recorded_at)
      select v.object_id, v.last_id,
        case when v.version is distinct from v_now.version then v.version end,
        case when v.metadata is distinct from v_now.metadata then v.metadata end,
        v_source.deployment_id, coalesce(v_source.login_name, session_user),
        coalesce(v_source.role_name, pggit._effective_role()), v_source.application_name,
        coalesce(v_source.transaction_id, pg_current_xact_id()),
        coalesce(v_source.recorded_at, clock_timestamp());
      insert into pggit.function_versions
        (object_id, change_id, version, metadata, deployment_id, login_name, role_name,
         application_name, transaction_id, recorded_at)
      select l.object_id, l.change_id, l.version, l.metadata, l.deployment_id, l.login_name,
        l.role_name, l.application_name, l.transaction_id, l.recorded_at
      from unnest(v_later) as l
      order by l.version_id;
    end if;
  end loop;
  delete from pggit.function_versions f
  where not exists (select from pggit.changes k where k.object_id = f.object_id);
end
$pggit$;

comment on function pggit._settle_versions(jsonb) is
  'Gives functions, after a purge, the versions and metadata that were in force before.';
`,
  },
  {
    name: 'functions/functions/_type_named.sql',
    sql: `-- The type that a text names, as every spelling of PostgreSQL's own does and any with a schema; null for
-- what is no type, or in a schema that the caller may not use.

create or replace function pggit._type_named(p_text text)
returns regtype
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return to_regtype(p_text);
exception
  -- Before PostgreSQL 16 what is no type at all is an error, and what has odd modifiers still is.
  when syntax_error or invalid_name or invalid_parameter_value or feature_not_supported
    or undefined_object or undefined_function or invalid_text_representation
    or insufficient_privilege
  then
    return null;
end
$pggit$;

comment on function pggit._type_named(text) is
  'The type that a text names; null for what is no type.';
`,
  },
  {
    name: 'functions/functions/_version_after.sql',
    sql: `-- The version and metadata of a function in force after a change, before any that was given to that change
-- itself; where the change is gone, at the end of what came before it.

create or replace function pggit._version_after(
  p_object_id uuid,
  p_change_id bigint,
  out version text,
  out metadata jsonb
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select s.version, s.metadata
  from pggit._function_steps(p_object_id) s
  where s.change_id < p_change_id or s.change_id = p_change_id and s.change <> 'versioned'
  order by s.n desc
  limit 1
$pggit$;

comment on function pggit._version_after(uuid, bigint) is
  'The version and metadata of a function in force after a change.';
`,
  },
  {
    name: 'functions/functions/_version_directive.sql',
    sql: `-- The version that a function names itself, \`@pggit-version: 1.2.3\`, in its body or, where that has none,
-- in its comment. It stands on the line of the directive: what is on the next one is something else.

create or replace function pggit._version_directive(p_body text, p_comment text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := E'@pggit-version:[ \\\\t]*([0-9A-Za-z]+(?:[._+-][0-9A-Za-z]+)*)';
begin
  return coalesce(
    (regexp_match(p_body, v_pattern, 'i'))[1], (regexp_match(p_comment, v_pattern, 'i'))[1]);
end
$pggit$;

comment on function pggit._version_directive(text, text) is
  'The version that a function''s body or comment names; null for none.';
`,
  },
  {
    name: 'functions/functions/_versions_to_fold.sql',
    sql: `-- What a purge must leave as it is of the versions of functions: for each function and each commit that will
-- hold others, the version and metadata in force after its newest change there, and at the end of the
-- commit, oldest first. Functions that never had either are left out.
--
-- p_commits, p_targets: as for _fold_changes, which is about to fold them.

create or replace function pggit._versions_to_fold(p_commits uuid[], p_targets uuid[])
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with versioned as materialized (
    select v.object_id from pggit.function_versions v
    union
    select k.object_id
    from pggit.blobs b
    join pggit.changes k on k.new_blob = b.hash
    where b.kind in ('function', 'procedure', 'aggregate') and b.definition ilike '%@pggit-version:%'
  ),
  place as (
    select p.commit_id, max(p.n) over (partition by p.target_id) as target_n,
      count(*) over (partition by p.target_id) = 1 as is_alone
    from unnest(p_commits, p_targets) with ordinality as p (commit_id, target_id, n)
  ),
  reached as (
    select k.object_id, p.target_n, p.is_alone, array_agg(k.change_id order by k.change_id) as change_ids,
      array_agg(k.change_id order by k.change_id) filter (where k.change = 'removed') as removals
    from versioned v
    join pggit.changes k on k.object_id = v.object_id
    join place p on p.commit_id = k.commit_id
    group by k.object_id, p.target_n, p.is_alone
  ),
  moved as (
    select r.object_id, r.target_n, r.is_alone, r.removals,
      r.change_ids[cardinality(r.change_ids)] as last_id,
      max(r.change_ids[cardinality(r.change_ids)]) over (
        partition by r.object_id order by r.target_n
        rows between unbounded preceding and 1 preceding) as before_id
    from reached r
  )
  select jsonb_agg(jsonb_build_object(
    'object_id', m.object_id, 'before_id', m.before_id, 'last_id', m.last_id,
    'removed_id', (select max(u.id) from unnest(m.removals) as u (id) where u.id < m.last_id),
    'version', s.version, 'metadata', s.metadata, 'end_version', e.version, 'end_metadata', e.metadata)
    order by m.object_id, m.target_n)
  from moved m
  left join lateral (
    select f.version, f.metadata from pggit._function_steps(m.object_id) f
    where f.change_id <= m.last_id and f.change <> 'versioned'
    order by f.n desc limit 1
  ) s on true
  left join lateral (
    select f.version, f.metadata from pggit._function_steps(m.object_id) f
    where f.change_id <= m.last_id
    order by f.n desc limit 1
  ) e on true
  where not m.is_alone and (m.before_id is null or m.before_id < m.last_id)
$pggit$;

comment on function pggit._versions_to_fold(uuid[], uuid[]) is
  'The versions of functions that must be in force in the commits that a purge keeps.';
`,
  },
  {
    name: 'functions/functions/function_history.sql',
    sql: `-- What became of a function, newest first, through renames and across a drop.

create or replace function pggit.function_history(function_signature text)
returns table (
  change text, identity text, previous_identity text, version text, metadata jsonb, attributes jsonb,
  commit_id uuid, deployment_id uuid, migration_key text, tool_name text, author text,
  changed_at timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_object_id constant uuid := pggit._known_routine(function_history.function_signature);
begin
  if v_object_id is null and pggit._find_routine(function_history.function_signature) is null then
    perform pggit._raise_function_not_found(function_history.function_signature);
  end if;
  return query
  select s.change, s.identity, s.previous_identity, s.version, s.metadata, s.attributes, s.commit_id,
    s.deployment_id, m.migration_key, m.tool_name, s.login_name, s.changed_at
  from pggit._function_steps(v_object_id) s
  left join pggit.external_migrations m on m.link_id = s.link_id
  order by s.n desc;
end
$pggit$;

comment on function pggit.function_history(text) is
'What became of a function, procedure or aggregate, newest first, through renames and across a
drop. No row for one that is not tracked.

- \`function_signature\`: in any spelling. What nothing has any more is found by the last that had
  it.
- \`change\`: \`added\`, \`changed\`, \`renamed\`, \`removed\`, \`untracked\`, or \`versioned\` by
  pggit.track_function().
- \`previous_identity\`: the signature before a rename, else null.
- \`version\`, \`metadata\`: in force after the step; null when there is none.
- \`attributes\`: \`{path: [before, after]}\` of what was changed or renamed, else an empty object.
- \`commit_id\`: null for what is not in a commit yet. \`migration_key\`, \`tool_name\`: the migration
  that did it, if one did.
- \`author\`: the login role.';
`,
  },
  {
    name: 'functions/functions/get_function_version.sql',
    sql: `-- The version of a function as it is now: what its body or comment says if that is news, else the last it
-- was given or named.

create or replace function pggit.get_function_version(function_signature text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(get_function_version.function_signature);
  v_directive text;
  v_recorded text;
  v_version text;
begin
  if v_routine is null then
    perform pggit._raise_function_not_found(get_function_version.function_signature);
  end if;
  select pggit._version_directive(p.prosrc, pggit._comment('pg_proc'::regclass, p.oid))
  into v_directive
  from pg_proc p where p.oid = v_routine;
  -- What this transaction has just written is described at its end. Dropped and made again, it is then found
  -- to be the function of that name.
  select (array_agg(s.directive order by s.n desc) filter (where s.change <> 'versioned'))[1],
    (array_agg(s.version order by s.n desc))[1]
  into v_recorded, v_version
  from (
    select l.object_id from pggit.live_objects l
    where l.classid = 'pg_proc'::regclass and l.objid = v_routine
    union all
    select l.object_id
    from pggit._name_of('pg_proc'::regclass, v_routine) n
    join pggit.live_objects l on l.identity = n.identity and l.kind = n.kind
    where not exists (select from pg_proc p where p.oid = l.objid)
      and not exists (
        select from pggit.live_objects k
        where k.classid = 'pg_proc'::regclass and k.objid = v_routine)
  ) l
  cross join lateral pggit._function_steps(l.object_id) s;
  return case when v_directive is distinct from v_recorded and v_directive is not null
    then v_directive else v_version end;
end
$pggit$;

comment on function pggit.get_function_version(text) is
'The version of a function, procedure or aggregate; null when it has none. It is the last that its
body or comment named (\`@pggit-version: 1.2.3\`) or that pggit.track_function() gave it, whichever
came later.

- \`function_signature\`: in any spelling, with argument names and defaults or without. The schema
  may be missing where one schema has such a function, and the arguments where there is one
  overload.';
`,
  },
  {
    name: 'functions/functions/track_function.sql',
    sql: `-- Gives one overload of a function a version and metadata. What its transaction has done to it is recorded
-- first, so that the version belongs to what it is now; a function that nobody has recorded yet (in manual
-- mode, after a pause) is recorded, too.

create or replace function pggit.track_function(
  function_signature text,
  version text default null,
  metadata jsonb default null
)
returns void
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(track_function.function_signature);
  v_version constant text := btrim(track_function.version, E' \\t\\r\\n');
  v_deployment uuid;
  v_object pggit.live_objects;
  v_name record;
  v_rule text;
  v_now record;
begin
  if v_routine is null then
    perform pggit._raise_function_not_found(track_function.function_signature);
  elsif v_version = '' then
    perform pggit._raise('PGF04', format('the version of %s is empty', track_function.function_signature),
      jsonb_build_object('signature', track_function.function_signature, 'version', version),
      'Pass for example ''1.2.3'', or null to leave the version as it is.');
  end if;

  v_deployment := pggit._session_deployment(true);
  perform pggit._record_pending(v_deployment);
  select l.* into v_object
  from pggit.live_objects l where l.classid = 'pg_proc'::regclass and l.objid = v_routine;
  if not found and pggit._is_tracking() then
    perform pggit._mark('pg_proc'::regclass, v_routine);
    perform pggit._record_pending(v_deployment);
    select l.* into v_object
    from pggit.live_objects l where l.classid = 'pg_proc'::regclass and l.objid = v_routine;
  end if;
  if v_object.object_id is null then
    select n.kind, n.identity into v_name from pggit._name_of('pg_proc'::regclass, v_routine) n;
    v_rule := (pggit._ignore_rules(
      array(select d from pggit._describe(array['pg_proc'::regclass::oid], array[v_routine]) d),
      pggit._tracking_configuration()))[1];
    perform pggit._raise('PGF03', format('%s %s is not tracked', v_name.kind, v_name.identity),
      jsonb_build_object('kind', v_name.kind, 'identity', v_name.identity, 'rule', v_rule),
      case
        when not pggit._is_tracking() then 'Tracking is paused in this session: pggit.resume_tracking().'
        when v_rule is null then 'Members of extensions are tracked with their extension.'
        else format('%s. To track it all the same: comment on %s %s is ''@pggit:track''',
          v_rule, v_name.kind, v_name.identity) end);
  end if;

  select s.version, s.metadata into v_now
  from pggit._function_steps(v_object.object_id) s order by s.n desc limit 1;
  if (v_version is null or v_version = v_now.version)
    and (track_function.metadata is null or track_function.metadata = v_now.metadata)
  then
    return;
  end if;
  insert into pggit.function_versions
    (object_id, change_id, version, metadata, deployment_id, role_name, application_name)
  values
    (v_object.object_id, v_object.change_id, v_version, track_function.metadata, v_deployment,
     pggit._effective_role(), current_setting('application_name'));
end
$pggit$;

comment on function pggit.track_function(text, text, jsonb) is
'Gives one overload of a function, procedure or aggregate a version and metadata of your own.
Nothing is written when both are what they are already.

- \`function_signature\`: in any spelling, as for pggit.get_function_version(). One that is not
  there, and one that several functions have, is an error that lists the overloads.
- \`version\`: any text but an empty one; null leaves it as it is.
- \`metadata\`: replaces what there was; null leaves it as it is.

It is a step of pggit.function_history(). It is no change of the object: no commit is made for it.';
`,
  },
  {
    name: 'functions/history/_adopt_stranded_changes.sql',
    sql: `-- Changes can be left behind without a commit: outside any deployment by a transaction whose snapshot
-- was older than the branch, and in a deployment by one that ended after the deployment had. Whoever
-- commits next puts them into the history first, as a commit of their own, with what they build on
-- (_staged_before). Where a session is linking that at this moment, they wait for the next one.
--
-- p_deployment_id: the closed deployment they belong to, null for the former. p_next_commit_id: the commit
-- about to be made, whose changes may carry its id already and are not committed yet. p_or_none: makes the
-- commit also where nothing is left behind. The caller holds the branch row.

create or replace function pggit._adopt_stranded_changes(
  p_branch text,
  p_deployment_id uuid,
  p_next_commit_id uuid,
  p_or_none boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_changes bigint[];
  v_commit pggit.commits;
begin
  select array_agg(c.change_id order by c.change_id) into v_changes
  from (
    select s.change_id from pggit.changes s
    where s.commit_id is null
      and s.transaction_id <> pg_current_xact_id()
      and s.deployment_id is not distinct from p_deployment_id
    for update skip locked
  ) c;
  if v_changes is null then
    if not p_or_none then
      return;
    end if;
    v_changes := '{}';
  end if;
  begin
    v_changes := pggit._staged_before(v_changes) || v_changes;
  exception when lock_not_available then
    return;
  end;

  insert into pggit.commits
    (parent_ids, branch, message, author, deployment_id, transaction_id, state_hash, content_hash)
  select
    array_remove(array[b.commit_id], null), b.name,
    coalesce(d.message, d.name, 'adopted: ' || pggit._describe_changes(v_changes)),
    coalesce(d.opened_by, session_user), p_deployment_id, '0'::xid8,
    pggit._next_state_hash(h.state_hash, v_changes, p_next_commit_id), ''
  from pggit.branches b
  left join pggit.commits h on h.commit_id = b.commit_id
  left join pggit.deployments d on d.deployment_id = p_deployment_id
  where b.name = p_branch
  returning * into v_commit;
  update pggit.changes c set commit_id = v_commit.commit_id where c.change_id = any (v_changes);
  perform pggit._tie_links(v_commit.commit_id, p_deployment_id, v_changes);
  update pggit.commits c set content_hash = pggit._content_hash(c)
  where c.commit_id = v_commit.commit_id;
  update pggit.branches b set commit_id = v_commit.commit_id where b.name = p_branch;
  perform pggit._tag_commit(v_commit.commit_id, d.tags)
  from pggit.deployments d where d.deployment_id = p_deployment_id and d.commit_id is null;
  update pggit.deployments d set commit_id = v_commit.commit_id
  where d.deployment_id = p_deployment_id and d.commit_id is null;
  if p_deployment_id is not null then
    perform pggit._link_carried_changes(
      p_deployment_id, pggit._carried_by(p_deployment_id) || v_commit.commit_id);
    update pggit.external_migrations m set pggit_commit_id = v_commit.commit_id
    where m.pggit_commit_id is null
      and m.transaction_id <> pg_current_xact_id()
      and m.deployment_id = p_deployment_id;
  end if;
end
$pggit$;

comment on function pggit._adopt_stranded_changes(text, uuid, uuid, boolean) is
  'Commits changes that an earlier transaction had to leave without a commit.';
`,
  },
  {
    name: 'functions/history/_after_upgrade.sql',
    sql: `-- The engine's own work after an upgrade. A newer engine describes more than an older one did (another
-- kind, another attribute): what differs for that reason alone becomes a commit of its own, so that it
-- is neither drift nor blamed on the next migration. What was drift before stays drift; the installer
-- noted it in pggit.drift_before_upgrade while the older engine was still there. Without that note (an
-- engine too damaged to ask) nothing can be told apart, and all of it stays drift.
--
-- Locks: the rows of live_objects that change, in the order of their ids, before they are described;
-- the branch row last.

create or replace function pggit._after_upgrade()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_before constant jsonb := nullif(current_setting('pggit.drift_before_upgrade', true), '')::jsonb;
  v_classids oid[];
  v_objids oid[];
  v_step pggit.changes;
  v_described pggit._description[];
  v_known_ids uuid[];
  v_known_objids oid[];
  v_changes bigint[];
begin
  perform pggit._refresh_built_in_tools();
  perform pggit._attach_existing_history_tables(true);
  if v_before is null then
    return;
  end if;
  perform pggit._rebind_live_objects();
  select array_agg(d.classid), array_agg(d.objid) into v_classids, v_objids
  from pggit._drift() d
  where not v_before @> to_jsonb(d.kind || ' ' || d.identity);
  if v_objids is null then
    return;
  end if;

  select array_agg(k.object_id), array_agg(k.objid) into v_known_ids, v_known_objids
  from (
    select l.object_id, l.objid
    from pggit.live_objects l
    join unnest(v_classids, v_objids) as u (classid, objid)
      on u.objid = l.objid and u.classid = l.classid
    order by l.object_id for update of l
  ) k;
  v_step.commit_id := gen_random_uuid();
  v_step.command_tag := 'UPGRADE';
  v_step.role_name := pggit._effective_role();
  v_described := array(select d from pggit._describe(v_classids, v_objids) d);
  v_changes := pggit._write_changes(
    v_step, v_described, pggit._ignore_rules(v_described, pggit._tracking_configuration()),
    '{}', null, null, false, pggit._continued_objects(v_described));
  v_changes := v_changes || pggit._write_removals(
    v_step, v_described, v_known_ids, v_known_objids, '{}');
  if v_changes <> '{}' then
    perform pggit._append_commit(
      v_changes, 'upgrade: ' || pggit._describe_changes(v_changes), null, v_step.commit_id,
      p_extend => false);
  end if;
end
$pggit$;

comment on function pggit._after_upgrade() is
  'Records what this version describes and the one before did not; called by every upgrade.';
`,
  },
  {
    name: 'functions/history/_altered_history.sql',
    sql: `-- What was altered after pggit wrote it, one row each: definitions that do not have their hash, commits that
-- do not say what they said, states that do not follow from those before them, links that name a commit
-- with none of their changes, and a live state that is not the one which the newest commit and the
-- staged changes make.
--
-- The state hashes are computed along each branch, from the first commit on. As when they were made
-- (_next_state_hash), a change does nothing that a later one of the same object has overtaken. A commit
-- whose parent is lost has nothing to be computed from.

create or replace function pggit._altered_history()
returns table (record text, id text, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  v_recorded bytea;
begin
  return query
  select 'definition', encode(b.hash, 'hex'), (
    select min(c.kind || ' ' || c.new_identity) from pggit.changes c where c.new_blob = b.hash)
  from pggit.blobs b
  where b.hash is distinct from case
    when v_is_utf8 then sha256(convert_to(b.kind || E'\\n' || rtrim(b.definition, ' '), 'UTF8'))
    else pggit._stored_hash(b.kind, b.definition) end;

  return query
  select 'commit', c.commit_id::text, c.commit_id::text
  from pggit.commits c
  where c.content_hash <> pggit._content_hash(c)
  order by c.commit_number;

  return query
  with recursive line as (
    select b.name as branch, c.commit_id, c.parent_ids[1] as parent_id, c.state_hash, 0 as depth
    from pggit.branches b
    join pggit.commits c on c.commit_id = b.commit_id
    union all
    select l.branch, c.commit_id, c.parent_ids[1], c.state_hash, l.depth + 1
    from line l
    join pggit.commits c on c.commit_id = l.parent_id
    -- An altered parent may lead back to where the line has been.
    where l.depth < (select count(*) from pggit.commits)
  ),
  steps as (
    select distinct on (l.branch, k.object_id, l.depth)
      l.branch, l.depth, k.object_id, k.change_id, k.kind, k.new_identity, k.new_blob
    from line l
    join pggit.changes k on k.commit_id = l.commit_id
    order by l.branch, k.object_id, l.depth, k.change_id desc
  ),
  reached as (
    select s.*, max(s.change_id) over (
      partition by s.branch, s.object_id order by s.depth desc
      rows between unbounded preceding and 1 preceding) as previous_id
    from steps s
  ),
  moved as (
    select r.branch, r.depth, bit_xor(
      pggit._entry_hash(r.kind, p.new_identity, p.new_blob)
      # pggit._entry_hash(r.kind, r.new_identity, r.new_blob)) as difference
    from reached r
    left join pggit.changes p on p.change_id = r.previous_id
    where r.previous_id is null or r.previous_id < r.change_id
    group by r.branch, r.depth
  )
  select distinct 'state', l.commit_id::text, l.commit_id::text
  from line l
  left join pggit.commits p on p.commit_id = l.parent_id
  left join moved m on m.branch = l.branch and m.depth = l.depth
  where (l.parent_id is null or p.commit_id is not null)
    and pggit._bytes_to_bits(l.state_hash)
      <> pggit._bytes_to_bits(p.state_hash) # coalesce(m.difference, repeat('0', 256)::bit(256));

  return query
  select 'link', m.link_id::text, m.migration_key
  from pggit.external_migrations m
  join (
    select c.link_id, array_agg(distinct c.commit_id) as commits
    from pggit.changes c
    where c.link_id is not null and c.commit_id is not null
    group by c.link_id
  ) c on c.link_id = m.link_id
  where m.pggit_commit_id <> all (c.commits)
  order by m.link_id;

  select c.state_hash into v_recorded from pggit.commits c where c.commit_id = pggit._head();
  if v_recorded is null then
    return;
  end if;
  v_recorded := pggit._next_state_hash(
    v_recorded, array(select s.change_id from pggit.changes s where s.commit_id is null),
    gen_random_uuid());
  return query
  select 'live state', 'live', null::text
  from pggit.live_objects l
  having v_recorded <> pggit._bits_to_bytes(coalesce(
    bit_xor(pggit._entry_hash(l.kind, l.identity, l.blob)), repeat('0', 256)::bit(256)));
end
$pggit$;

comment on function pggit._altered_history() is
  'What was altered after pggit wrote it, one row each.';
`,
  },
  {
    name: 'functions/history/_altered_records.sql',
    sql: `-- What was altered after pggit wrote it, each kind once, with a count and an example.

create or replace function pggit._altered_records()
returns table (record text, altered bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select a.record, count(*), min(a.example)
  from pggit._altered_history() a
  group by a.record
  order by array_position(array['definition', 'commit', 'state', 'link', 'live state'], a.record);
end
$pggit$;

comment on function pggit._altered_records() is
  'What was altered after pggit wrote it, each kind once with a count and an example.';
`,
  },
  {
    name: 'functions/history/_append_commit.sql',
    sql: `-- Appends a commit of the given changes to the current branch. A transaction that has just made one for
-- the same deployment (constraints set to immediate) extends it instead.
--
-- Staged changes of others that these build on come along (_staged_before): every commit is a step from
-- its parent's state to one that was there. Each keeps its deployment, migration, role and time.
--
-- p_message: null for one that says what changed. p_are_staged: false when all of the changes carry the
-- commit's id already.
--
-- Locks: the branch row, last of all and until the transaction ends, which is what makes history one
-- line. Who waits, waits for other commits to finish, not for other migrations; the callers limit it.

create or replace function pggit._append_commit(
  p_changes bigint[],
  p_message text,
  p_deployment_id uuid,
  p_commit_id uuid default gen_random_uuid(),
  p_extend boolean default true,
  p_are_staged boolean default true
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id();
  v_branch constant text := pggit._current_branch();
  -- A deployment that commits as it goes may have stranded changes of its own.
  v_commits_as_it_goes boolean := false;
  v_changes bigint[] := p_changes;
  v_taken bigint[] := '{}'::bigint[];
  v_named bigint[] := p_changes;
  v_end uuid;
  v_parent pggit.commits;
  v_commit pggit.commits;
begin
  select b.commit_id into v_end
  from pggit.branches b where b.name = v_branch for update skip locked;
  if not found then
    v_end := pggit._lock_branch(v_branch);
  end if;
  if p_deployment_id is not null then
    v_commits_as_it_goes := exists (
      select from pggit.deployments d where d.deployment_id = p_deployment_id and d.auto_commit);
  end if;
  if exists (
    select from pggit.changes c
    where c.commit_id is null
      and (c.deployment_id is distinct from p_deployment_id
        or c.transaction_id <> v_xid and (c.deployment_id is null or v_commits_as_it_goes))
  ) or exists (
    select from pggit.deployments d where d.commit_id is null and d.status <> 'open'
  ) then
    perform pggit._adopt_stranded_changes(v_branch, null, p_commit_id);
    perform pggit._adopt_stragglers(v_branch, p_commit_id);
    select b.commit_id into v_end from pggit.branches b where b.name = v_branch;
    -- What those build on went along with them, also where it is ours.
    v_changes := array(
      select c.change_id from pggit.changes c
      where c.change_id = any (p_changes)
        and (c.commit_id is null or c.commit_id = p_commit_id)
      order by c.change_id);
    v_named := v_changes;
    v_taken := pggit._staged_before(v_changes);
    -- What came along new was added by this commit, not changed.
    if v_taken <> '{}' and p_message is null then
      v_named := array(
        select distinct coalesce(a.change_id, c.change_id)
        from pggit.changes c
        left join pggit.changes a on a.object_id = c.object_id and a.change_id = any (v_taken)
          and a.change = 'added' and c.change = 'changed'
        where c.change_id = any (v_changes));
    end if;
    v_changes := v_taken || v_changes;
  end if;
  select c.* into v_parent from pggit.commits c where c.commit_id = v_end;
  if v_end is not null and not found then
    perform pggit._raise('PGR01', format('branch %L ends at commit %s, which is gone', v_branch, v_end),
      jsonb_build_object('ref', v_end), 'Without it there is no history to append to.');
  end if;

  -- The time as well: after a restore another cluster counts transactions from its own beginning.
  if p_extend and v_parent.transaction_id = v_xid and v_parent.committed_at >= now()
    and v_parent.deployment_id is not distinct from p_deployment_id
  then
    v_commit := v_parent;
  else
    select p_commit_id, array_remove(array[v_end], null), v_branch,
      coalesce(p_message, pggit._describe_changes(v_named)), p_deployment_id, session_user::text,
      clock_timestamp(), v_xid, current_setting('server_version_num')::int, 1
    into v_commit.commit_id, v_commit.parent_ids, v_commit.branch, v_commit.message,
      v_commit.deployment_id, v_commit.author, v_commit.committed_at, v_commit.transaction_id,
      v_commit.server_version, v_commit.format_version;
  end if;

  v_commit.state_hash :=
    pggit._next_state_hash(v_parent.state_hash, v_changes, p_commit_id);
  if p_are_staged or v_taken <> '{}' or v_commit.commit_id <> p_commit_id then
    update pggit.changes c set commit_id = v_commit.commit_id
    where c.change_id = any (v_changes) and c.commit_id is distinct from v_commit.commit_id;
    perform pggit._tie_links(v_commit.commit_id, p_deployment_id, v_changes);
  end if;
  v_commit.content_hash := pggit._content_hash(v_commit);

  if v_commit.commit_id = v_parent.commit_id then
    update pggit.commits c
    set state_hash = v_commit.state_hash, content_hash = v_commit.content_hash
    where c.commit_id = v_commit.commit_id;
    return v_commit.commit_id;
  end if;
  insert into pggit.commits
    (commit_id, parent_ids, branch, message, author, committed_at, deployment_id, transaction_id,
     state_hash, content_hash, server_version, format_version)
  values
    (v_commit.commit_id, v_commit.parent_ids, v_commit.branch, v_commit.message, v_commit.author,
     v_commit.committed_at, v_commit.deployment_id, v_commit.transaction_id, v_commit.state_hash,
     v_commit.content_hash, v_commit.server_version, v_commit.format_version);
  update pggit.branches b set commit_id = v_commit.commit_id where b.name = v_branch;
  return v_commit.commit_id;
end
$pggit$;

comment on function pggit._append_commit(bigint[], text, uuid, uuid, boolean, boolean) is
  'Appends a commit of changes to the current branch and returns its id.';
`,
  },
  {
    name: 'functions/history/_baseline.sql',
    sql: `-- The first commit: everything that exists when pggit is installed. HEAD therefore always exists.

create or replace function pggit._baseline()
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_step pggit.changes;
  v_scanned pggit._description[];
  v_changes bigint[];
begin
  insert into pggit.branches (name) values ('main') on conflict do nothing;
  insert into pggit.settings (name, value)
  values ('current_branch', '"main"'), ('catalog', pggit._catalog_identity())
  on conflict (name) do nothing;
  perform pggit._refresh_built_in_tools();
  perform pggit._attach_existing_history_tables(true);
  perform pggit._warn_of_publications();

  v_step.commit_id := gen_random_uuid();
  v_step.command_tag := 'BASELINE';
  v_step.role_name := pggit._effective_role();
  v_scanned := array(select d from pggit._scan() d);
  v_changes := pggit._write_changes(
    v_step, v_scanned, pggit._ignore_rules(v_scanned, pggit._tracking_configuration()),
    '{}', null, null, false, null);
  return pggit._append_commit(v_changes, 'baseline', null, v_step.commit_id);
end
$pggit$;

comment on function pggit._baseline() is
  'Makes the first commit of everything that exists; called once, by the installation.';
`,
  },
  {
    name: 'functions/history/_bits_to_bytes.sql',
    sql: `-- 256 bits as 32 bytes; PostgreSQL has no cast for it.

create or replace function pggit._bits_to_bytes(p_bits bit)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return int8send(substring(p_bits from 1 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 65 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 129 for 64)::bit(64)::bigint)
    || int8send(substring(p_bits from 193 for 64)::bit(64)::bigint);
end
$pggit$;

comment on function pggit._bits_to_bytes(bit) is
  '256 bits as 32 bytes.';
`,
  },
  {
    name: 'functions/history/_blob_hash.sql',
    sql: `-- The address of a definition. jsonb prints keys in one order, so equal definitions are equal text, and
-- that text is hashed in UTF-8 whatever the encoding of the database.

create or replace function pggit._blob_hash(p_kind text, p_definition jsonb)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return sha256(case when getdatabaseencoding() = 'UTF8'
    then convert_to(p_kind || E'\\n' || p_definition::text, 'UTF8')
    else pggit._utf8_bytes(p_kind || E'\\n' || pggit._canonical_text(p_definition)) end);
end
$pggit$;

comment on function pggit._blob_hash(text, jsonb) is
  'sha256 of a kind and the canonical text of a definition.';
`,
  },
  {
    name: 'functions/history/_branch_preparer.sql',
    sql: `-- The prepared transaction that has made a commit and so holds the branch, by its name. The row itself
-- names the subtransaction that wrote it, which no view connects with its transaction; the lock on the
-- table does: whoever has it has locked the id of its transaction as well. Locks are only listed when
-- there are prepared transactions at all.

create or replace function pggit._branch_preparer()
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (select from pg_prepared_xact()) then
    return null;
  end if;
  return (
    select p.gid
    from pg_locks l
    join pg_locks t on t.virtualtransaction = l.virtualtransaction and t.pid is null
      and t.locktype = 'transactionid'
    join pg_prepared_xact() p on p.transaction = t.transactionid
    where l.pid is null and l.granted and l.mode = 'RowExclusiveLock'
      and l.relation = 'pggit.branches'::regclass
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
    limit 1);
end
$pggit$;

comment on function pggit._branch_preparer() is
  'The name of the prepared transaction that holds the branch; null when none does.';
`,
  },
  {
    name: 'functions/history/_bytes_to_bits.sql',
    sql: `-- 32 bytes as 256 bits; zero for null.

create or replace function pggit._bytes_to_bits(p_bytes bytea)
returns bit(256)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_bytes is null then repeat('0', 256)::bit(256)
    else ('x' || encode(p_bytes, 'hex'))::bit(256) end;
end
$pggit$;

comment on function pggit._bytes_to_bits(bytea) is
  '32 bytes as 256 bits; zero for null.';
`,
  },
  {
    name: 'functions/history/_canonical_text.sql',
    sql: `-- The text of a jsonb value as a database in UTF8 would write it. jsonb orders keys by their length in
-- bytes and then by those bytes, both of which depend on the encoding of the database: an e with an accent
-- comes before \`ab\` in LATIN1 and after it in UTF8.

create or replace function pggit._canonical_text(p_value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text constant text := p_value::text;
begin
  -- Text of one byte a character, or of bytes that stay as they are, is in order already.
  if getdatabaseencoding() = 'UTF8'
    or pggit._utf8_bytes(v_text) = convert_to(v_text, getdatabaseencoding())
  then
    return v_text;
  end if;
  return case jsonb_typeof(p_value)
    when 'object' then (
      select '{' || string_agg(
        to_json(e.key)::text || ': ' || pggit._canonical_text(e.value), ', '
        order by octet_length(pggit._utf8_bytes(e.key)), pggit._utf8_bytes(e.key)) || '}'
      from jsonb_each(p_value) e)
    when 'array' then (
      select '[' || string_agg(pggit._canonical_text(e.value), ', ' order by e.n) || ']'
      from jsonb_array_elements(p_value) with ordinality e (value, n))
    else v_text
  end;
end
$pggit$;

comment on function pggit._canonical_text(jsonb) is
  'The text of a jsonb value with its keys in the order they have in UTF8.';
`,
  },
  {
    name: 'functions/history/_changed_objects.sql',
    sql: `-- How many objects changes have changed, net over each commit that they are in: as many as show() lists. What
-- only follows a rename elsewhere, or was changed back within its commit, does not count. Changes that are
-- staged count as one commit.

create or replace function pggit._changed_objects(p_changes bigint[])
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select count(distinct o.object_id)::int
    from (
      select c.object_id, min(c.change_id) as first_id, max(c.change_id) as last_id
      from pggit.changes c
      where c.change_id = any (p_changes)
      group by c.object_id, c.commit_id
      having bool_or(c.caused_by is null)
    ) o
    where o.first_id = o.last_id
      or exists (
        select from pggit.changes f
        join pggit.changes l on l.change_id = o.last_id
        where f.change_id = o.first_id
          and (f.old_identity is distinct from l.new_identity
            or f.old_blob is distinct from l.new_blob
            or f.old_column_ids is distinct from l.new_column_ids)));
end
$pggit$;

comment on function pggit._changed_objects(bigint[]) is
  'How many objects changes have changed, net over each commit that they are in.';
`,
  },
  {
    name: 'functions/history/_commit_by_hand.sql',
    sql: `-- Makes a commit of what somebody inserts into pggit.commits with a message and an author: what this
-- transaction has changed and nobody has committed, and all drift. The row becomes the commit. A row that
-- brings its own hash is one of pggit's, or of a restore, and does not come here.
--
-- Inside a deployment the changes join it, and its end makes the commit. Where there is nothing to commit
-- there is no row.
--
-- _append_commit writes the row of its commit. It is taken out again, to be written by the INSERT that is
-- under way, so that RETURNING and the count of rows say what happened.

create or replace function pggit._commit_by_hand()
returns trigger
language plpgsql
volatile
security definer -- as its owner: who may insert need not be who may do all that this does
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment(true);
  v_changes bigint[];
  v_commit pggit.commits;
begin
  v_changes := pggit._record_pending(v_deployment);
  perform pggit._attach_existing_history_tables();
  perform pggit._mark_drift();
  v_changes := v_changes || pggit._record_pending(v_deployment);
  if v_deployment is not null then
    if v_changes <> '{}' then
      -- One that commits as it goes does so at the end of the transaction.
      perform pggit._queue_description(pggit._current_flush());
    end if;
    raise notice 'the changes are part of deployment %, whose end makes the commit', (
      select d.name from pggit.deployments d where d.deployment_id = v_deployment);
    return null;
  elsif v_changes = '{}' then
    raise notice 'there is nothing to commit';
    return null;
  end if;
  v_commit.commit_id := pggit._append_commit(v_changes, new.message, null, p_extend => false);
  delete from pggit.commits c where c.commit_id = v_commit.commit_id returning c.* into v_commit;
  v_commit.author := coalesce(new.author, v_commit.author);
  v_commit.content_hash := pggit._content_hash(v_commit);
  return v_commit;
end
$pggit$;

comment on function pggit._commit_by_hand() is
  'Trigger on pggit.commits: makes a row with a message and an author the commit of all that is pending.';
`,
  },
  {
    name: 'functions/history/_commit_transaction.sql',
    sql: `-- Makes the running transaction's changes a commit, or adds them to the commit it has already made
-- (constraints set to immediate). p_changes were written under p_commit_id a moment ago; changes
-- staged at an earlier boundary of the transaction come along. Links written outside a deployment get
-- the commit. One without any change belongs to the state it found, unless a stranger made that (_own_head); a
-- link that was asked for by hand always does. One whose changes another transaction has staged gets the
-- commit that takes them up (_tie_links).
--
-- lock_timeout: how long to wait for the branch.

create or replace function pggit._commit_transaction(
  p_deployment_id uuid,
  p_commit_id uuid,
  p_changes bigint[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
  v_commit_id uuid;
  v_staged bigint[];
begin
  if v_xid is null then
    return;
  end if;
  -- Changes of marks that were described once, and under p_commit_id, are all there is.
  if p_changes = '{}' or current_setting('pggit.flush', true) is distinct from v_xid || ':1' then
    select array_agg(c.change_id order by c.change_id) into v_staged
    from pggit.changes c
    where c.commit_id is null
      and c.transaction_id = v_xid
      and c.deployment_id is not distinct from p_deployment_id;
  end if;

  -- Boundaries within a transaction, and what was changed back behind one: that is no commit.
  if v_staged is not null and p_deployment_id is null
    and pggit._forget_idle_changes(v_staged || p_changes)
  then
    null;
  elsif v_staged is not null or p_changes <> '{}' then
    begin
      v_commit_id := pggit._append_commit(
        v_staged || p_changes, null, p_deployment_id, p_commit_id, p_are_staged => v_staged is not null);
    exception
      -- A snapshot older than the branch may not append to it, and nobody's DDL waits for long: the
      -- changes stay staged, and whoever commits next puts them into the history first.
      when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04'
      then
        update pggit.changes c set commit_id = null where c.change_id = any (p_changes);
        return;
    end;
  end if;

  if current_setting('pggit.linked', true) = v_xid::text then
    update pggit.external_migrations m
    set pggit_commit_id = coalesce(v_commit_id, pggit._transaction_commit(),
      case when m.source = m.tool_name then pggit._head() else pggit._own_head(m.source) end)
    where m.deployment_id is not distinct from p_deployment_id
      and m.pggit_commit_id is null
      and m.transaction_id = v_xid
      and (p_deployment_id is null or v_commit_id is not null)
      and not exists (
        select from pggit.changes c
        where c.commit_id is null
          and c.deployment_id is not distinct from p_deployment_id
          and c.link_id = m.link_id);
  end if;
end
$pggit$;

comment on function pggit._commit_transaction(uuid, uuid, bigint[]) is
  'Makes the running transaction''s changes a commit and gives it the transaction''s links.';
`,
  },
  {
    name: 'functions/history/_content_hash.sql',
    sql: `-- sha256 over everything a commit says: its own columns and its changes in order.

create or replace function pggit._content_hash(p_commit pggit.commits)
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set datestyle = 'ISO, YMD'
set timezone = 'UTC'
as $pggit$
declare
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  v_head constant jsonb := jsonb_build_array(
    p_commit.commit_id, p_commit.parent_ids, p_commit.branch, p_commit.message, p_commit.author,
    p_commit.committed_at::text, p_commit.deployment_id, encode(p_commit.state_hash, 'hex'),
    p_commit.server_version, p_commit.format_version);
  v_text constant text :=
    case when v_is_utf8 then v_head::text else pggit._canonical_text(v_head) end
    || coalesce((
      select string_agg(
        case when v_is_utf8 then c.step::text else pggit._canonical_text(c.step) end,
        E'\\n' order by c.change_id)
      -- Without the fence the planner may walk the whole journal in its order instead.
      from (
        select k.change_id, jsonb_build_array(
          k.change_id, k.object_id, k.kind, k.change, k.old_identity, k.new_identity,
          encode(k.old_blob, 'hex'), encode(k.new_blob, 'hex'), k.old_column_ids, k.new_column_ids,
          k.caused_by) as step
        from pggit.changes k where k.commit_id = p_commit.commit_id offset 0
      ) c), '');
begin
  return sha256(case when v_is_utf8
    then convert_to(v_text, 'UTF8') else pggit._utf8_bytes(v_text) end);
end
$pggit$;

comment on function pggit._content_hash(pggit.commits) is
  'sha256 over a commit''s own columns and its changes.';
`,
  },
  {
    name: 'functions/history/_definition_difference.sql',
    sql: `-- What differs between two definitions, as {path: [before, after]}. Descends into objects on both
-- sides; a part that is on one side only is shown whole. A map by name (constraints, options) that is
-- missing is an empty one, so that the path of a constraint does not depend on there being others;
-- missing privileges are not, because they mean the owner's defaults. Columns are matched by their ids, so a
-- renamed column is one entry, columns.<new name>.name, and not two.

create or replace function pggit._definition_difference(
  p_old jsonb,
  p_new jsonb,
  p_old_ids jsonb default null,
  p_new_ids jsonb default null,
  p_path text default ''
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_maps constant text[] :=
    '{constraints,options,toast_options,foreign_options,settings,tables}'::text[];
  v_result jsonb := '{}'::jsonb;
  v_path text;
  r record;
begin
  for r in
    select coalesce(o.key, n.key) as key, o.key as old_key, n.key as new_key,
      case when o.key is null and n.key = any (v_maps) then '{}' else o.value end as old_value,
      case when n.key is null and o.key = any (v_maps) then '{}' else n.value end as new_value
    from (
      select e.key, e.value,
        case when p_path = 'columns' then coalesce(p_old_ids ->> e.key, e.key) else e.key end as id
      from jsonb_each(p_old) e
    ) o
    full join (
      select e.key, e.value,
        case when p_path = 'columns' then coalesce(p_new_ids ->> e.key, e.key) else e.key end as id
      from jsonb_each(p_new) e
    ) n on n.id = o.id
    order by 1
  loop
    v_path := p_path || case when p_path = '' then '' else '.' end
      || pggit._path_step(coalesce(r.new_key, r.key));
    if r.old_key <> r.new_key then
      v_result := v_result || jsonb_build_object(
        v_path || '.name', jsonb_build_array(r.old_key, r.new_key));
    end if;
    if r.old_value is not distinct from r.new_value
      and (v_path <> 'columns' or p_old_ids is not distinct from p_new_ids)
    then
      continue;
    elsif jsonb_typeof(r.old_value) = 'object' and jsonb_typeof(r.new_value) = 'object' then
      v_result := v_result || pggit._definition_difference(
        r.old_value, r.new_value,
        case when v_path = 'columns' then p_old_ids end,
        case when v_path = 'columns' then p_new_ids end,
        v_path);
    elsif v_path = 'column_order' and (
      (p_new -> 'columns') is distinct from (p_old -> 'columns')
      or p_old_ids is distinct from p_new_ids)
    then
      -- The order follows from the columns that came, went or were renamed.
      continue;
    else
      -- A column dropped and added again is two columns of one name: one entry with both sides.
      v_result := v_result || jsonb_build_object(v_path, jsonb_build_array(
        coalesce(nullif(v_result -> v_path -> 0, 'null'), r.old_value),
        coalesce(nullif(v_result -> v_path -> 1, 'null'), r.new_value)));
    end if;
  end loop;
  return v_result;
end
$pggit$;

comment on function pggit._definition_difference(jsonb, jsonb, jsonb, jsonb, text) is
  'What differs between two definitions, as {path: [before, after]}; columns are matched by id.';
`,
  },
  {
    name: 'functions/history/_definition_of.sql',
    sql: `-- The definition stored under a hash.

create or replace function pggit._definition_of(p_blob bytea)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select b.definition::jsonb from pggit.blobs b where b.hash = p_blob limit 1
  );
end
$pggit$;

comment on function pggit._definition_of(bytea) is
  'The definition stored under a hash; null for an unknown or null hash.';
`,
  },
  {
    name: 'functions/history/_describe_changes.sql',
    sql: `-- A commit message for changes nobody gave one: what was done to the first object, and how many more. An
-- object that was changed several times counts once, with what became of it; not at all where that is nothing.

create or replace function pggit._describe_changes(p_changes bigint[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_message text;
  v_are_repeated boolean;
begin
  select format('%s %s %s%s', c.change, c.kind, coalesce(c.new_identity, c.old_identity),
      case when c.total > 1 then format(' and %s more', c.total - 1) else '' end),
    c.objects < c.rows
  into v_message, v_are_repeated
  from (
    select o.*, count(*) filter (where o.caused_by is null) over () as total,
      count(*) over () as rows,
      max(o.place) over () as objects
    from (
      select k.*, dense_rank() over (order by k.object_id) as place
      from pggit.changes k
      where k.change_id = any (p_changes)
    ) o
  ) c
  order by (c.caused_by is not null), (c.kind in ('sequence', 'index')), c.change_id
  limit 1;
  if v_are_repeated then
    v_message := pggit._describe_net_changes(p_changes);
  end if;
  return v_message;
end
$pggit$;

comment on function pggit._describe_changes(bigint[]) is
  'A commit message for changes that came without one.';
`,
  },
  {
    name: 'functions/history/_describe_net_changes.sql',
    sql: `-- As _describe_changes, where objects were changed several times: what became of each. In a function of its own,
-- because it is seldom needed, and planning it would cost every fresh session.

create or replace function pggit._describe_net_changes(p_changes bigint[])
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select coalesce((
    select format('%s %s %s%s',
      case
        when c.old_identity is null then 'added'
        when c.new_identity is null then
          case c.change when 'untracked' then 'untracked' else 'removed' end
        when c.old_identity <> c.new_identity then 'renamed'
        else 'changed' end,
      c.kind, coalesce(c.new_identity, c.old_identity),
      case when c.total > 1 then format(' and %s more', c.total - 1) else '' end)
    from (
      select f.old_identity, l.new_identity, l.change, l.kind, o.first_id, o.is_own,
        count(*) filter (where o.is_own) over () as total
      from (
        select k.object_id, min(k.change_id) as first_id, max(k.change_id) as last_id,
          bool_or(k.caused_by is null) as is_own
        from pggit.changes k
        where k.change_id = any (p_changes)
        group by k.object_id
      ) o
      join pggit.changes f on f.change_id = o.first_id
      join pggit.changes l on l.change_id = o.last_id
      where f.old_identity is distinct from l.new_identity
        or f.old_blob is distinct from l.new_blob
        or f.old_column_ids is distinct from l.new_column_ids
    ) c
    order by not c.is_own, (c.kind in ('sequence', 'index')), c.first_id
    limit 1
  ), 'no object changed')
$pggit$;

comment on function pggit._describe_net_changes(bigint[]) is
  'A commit message for changes of which several are of one object.';
`,
  },
  {
    name: 'functions/history/_entry_hash.sql',
    sql: `-- One object's part of a state hash. As bits, because exclusive or is defined on bit strings: it
-- makes the hash of a state independent of order, and lets a change take an object out and put it
-- back without touching the rest.

create or replace function pggit._entry_hash(p_kind text, p_identity text, p_blob bytea)
returns bit(256)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_blob is null then repeat('0', 256)::bit(256) else
    ('x' || encode(
      sha256(case when getdatabaseencoding() = 'UTF8'
        then convert_to(p_kind || E'\\n' || p_identity || E'\\n', 'UTF8')
        else pggit._utf8_bytes(p_kind || E'\\n' || p_identity || E'\\n') end || p_blob),
      'hex'))::bit(256)
  end;
end
$pggit$;

comment on function pggit._entry_hash(text, text, bytea) is
  'sha256 of kind, identity and blob as bits; zero for an absent object.';
`,
  },
  {
    name: 'functions/history/_forget_idle_changes.sql',
    sql: `-- Takes the changes of the running transaction out of the journal where they come to nothing and belong to no
-- migration: whether it did. They are in no commit that anybody has seen, and what is known of their objects
-- is what it was. A function that was dropped and made again keeps its changes: it has lost its version.

create or replace function pggit._forget_idle_changes(p_changes bigint[])
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
begin
  if exists (
      select from pggit.changes c where c.change_id = any (p_changes) and c.link_id is not null)
    or exists (
      select from pggit.changes c
      join pggit.live_objects l on l.object_id = c.object_id
      where c.change_id = any (p_changes) and c.change = 'removed'
        and c.kind in ('function', 'procedure', 'aggregate'))
    or pggit._describe_net_changes(p_changes) <> 'no object changed'
  then
    return false;
  end if;
  with gone as (
    delete from pggit.changes c where c.change_id = any (p_changes) returning c.object_id
  )
  update pggit.live_objects l
  set change_id = coalesce((
    select max(c.change_id) from pggit.changes c
    where c.object_id = l.object_id and c.change_id <> all (p_changes)), l.change_id)
  where l.object_id in (select g.object_id from gone g);
  delete from pggit.function_versions v
  where v.change_id = any (p_changes)
    and not exists (select from pggit.live_objects l where l.object_id = v.object_id);
  return true;
end
$pggit$;

comment on function pggit._forget_idle_changes(bigint[]) is
  'Takes changes that come to nothing out of the journal; false where they do not.';
`,
  },
  {
    name: 'functions/history/_lock_branch.sql',
    sql: `-- Locks the row of a branch that another session may hold, until the transaction ends, and gives the
-- commit it ends at.
--
-- Locks: that row, after all others. It waits as long as the caller's lock_timeout says, by looking
-- again and again and not in the queue of the lock (_await_locks says why). For a prepared transaction it
-- does not wait at all: nobody knows when that one ends, and each commit would wait in vain.

create or replace function pggit._lock_branch(p_branch text)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_limit constant interval := nullif(current_setting('lock_timeout'), '0')::interval;
  v_since constant timestamptz := clock_timestamp();
  v_pause float8 := 0.001::float8;
  v_end uuid;
  v_preparer text;
begin
  loop
    select b.commit_id into v_end
    from pggit.branches b where b.name = p_branch for update skip locked;
    exit when found;
    if not exists (select from pggit.branches b where b.name = p_branch) then
      perform pggit._require_history();
      perform pggit._raise('PGR01', format('there is no branch %L', p_branch),
        jsonb_build_object('ref', p_branch), 'Without it there is no history to append to.');
    end if;
    v_preparer := pggit._branch_preparer();
    if v_preparer is not null then
      perform pggit._raise('PGR04',
        format('branch %L is held by the prepared transaction %L', p_branch, v_preparer),
        jsonb_build_object('branch', p_branch, 'gid', v_preparer),
        format('Commit it (commit prepared %1$L) or roll it back (rollback prepared %1$L), and do this '
          'again: nothing is lost.', v_preparer));
    elsif clock_timestamp() - v_since > v_limit then
      raise lock_not_available using
        message = format('branch %L is locked by another session', p_branch);
    end if;
    perform pg_sleep(v_pause);
    v_pause := least(v_pause * 2, 0.01);
  end loop;
  return v_end;
end
$pggit$;

comment on function pggit._lock_branch(text) is
  'Locks a branch for the rest of the transaction and returns the commit it ends at.';
`,
  },
  {
    name: 'functions/history/_lost_history.sql',
    sql: `-- What the history refers to and does not have, one row each: the branch, its last commit, commits that
-- others follow or that tags, changes, deployments and links name, definitions of what exists and of the
-- journal. The tables have no foreign keys, and whoever loses rows of them (a restore of some tables, a
-- DELETE by hand) is told here. Tables without a single commit or change were restored without data:
-- nothing of that is lost.
--
-- The journal is compared as a whole, by hashes; it never costs a look-up for each of its rows.

create or replace function pggit._lost_history()
returns table (record text, id text, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_branch constant text := pggit._current_branch();
begin
  if not exists (select from pggit.commits) and not exists (select from pggit.changes) then
    return;
  end if;
  return query
  select 'branch', v_branch, v_branch
  where not exists (select from pggit.branches b where b.name = v_branch);

  return query
  select 'head', b.name, b.name
  from pggit.branches b
  where not exists (select from pggit.commits c where c.commit_id = b.commit_id);

  return query
  select 'commit', n.id::text, n.id::text
  from (
    select unnest(c.parent_ids) from pggit.commits c
    union
    select t.commit_id from pggit.tags t
    union
    select k.commit_id from pggit.changes k
    union
    select d.commit_id from pggit.deployments d
    union
    select m.pggit_commit_id from pggit.external_migrations m
  ) as n (id)
  where n.id is not null
    and not exists (select from pggit.commits c where c.commit_id = n.id);

  return query
  select 'live definition', encode(l.blob, 'hex') || l.object_id, l.kind || ' ' || l.identity
  from pggit.live_objects l
  where not exists (select from pggit.blobs b where b.hash = l.blob);

  return query
  select 'journal definition', encode(s.hash, 'hex'), min(s.kind || ' ' || s.identity)
  from (
    select c.kind, c.old_identity as identity, c.old_blob as hash
    from pggit.changes c where c.old_blob is not null
    union all
    select c.kind, c.new_identity, c.new_blob
    from pggit.changes c where c.new_blob is not null
  ) s
  where not exists (select from pggit.blobs b where b.hash = s.hash)
  group by s.hash;
end
$pggit$;

comment on function pggit._lost_history() is
  'What the history refers to and does not have, one row each.';
`,
  },
  {
    name: 'functions/history/_lost_records.sql',
    sql: `-- What the history refers to and does not have, each kind once, with a count and an example.

create or replace function pggit._lost_records()
returns table (record text, lost bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select l.record, count(*), min(l.example)
  from pggit._lost_history() l
  group by l.record
  order by array_position(
    array['branch', 'head', 'commit', 'live definition', 'journal definition'], l.record);
end
$pggit$;

comment on function pggit._lost_records() is
  'What the history refers to and does not have, each kind once with a count and an example.';
`,
  },
  {
    name: 'functions/history/_next_state_hash.sql',
    sql: `-- The hash of the state after the given changes. Exclusive or with what each object adds to it and what
-- it added before. Deployments interleave and end in any order, so the committed state is looked up,
-- not taken from the change; a change that a committed one has overtaken does nothing. p_commit_id: the
-- commit they may carry already, which is about to be made.

create or replace function pggit._next_state_hash(
  p_state_hash bytea,
  p_changes bigint[],
  p_commit_id uuid
)
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return pggit._bits_to_bytes(pggit._bytes_to_bits(p_state_hash) # (
    select coalesce(
      bit_xor(
        pggit._entry_hash(c.kind, h.new_identity, h.new_blob)
        # pggit._entry_hash(c.kind, c.new_identity, c.new_blob)),
      repeat('0', 256)::bit(256))
    from (
      select distinct on (s.object_id) s.object_id, s.change_id, s.kind, s.new_identity, s.new_blob
      from pggit.changes s
      where s.change_id = any (p_changes)
      order by s.object_id, s.change_id desc
    ) c
    left join lateral (
      select p.change_id, p.new_identity, p.new_blob
      from pggit.changes p
      where p.object_id = c.object_id and p.commit_id is not null
      and p.commit_id <> p_commit_id
      order by p.change_id desc
      limit 1
    ) h on true
    where h.change_id is null or h.change_id < c.change_id
  ));
end
$pggit$;

comment on function pggit._next_state_hash(bytea, bigint[], uuid) is
  'The hash of the state that these changes make of one with the given hash.';
`,
  },
  {
    name: 'functions/history/_own_head.sql',
    sql: `-- The newest commit, where this session has made it or a row of this history table is linked to it: the state
-- that a migration without a transaction has left, or that one without a change has found. Whoever else
-- made it has nothing to do with that.

create or replace function pggit._own_head(p_source text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_head constant uuid := pggit._head();
begin
  if exists (
    select from pggit.external_migrations e
    where e.pggit_commit_id = v_head and e.source = p_source)
  or exists (
    select from pggit.changes c
    where c.commit_id = v_head and c.backend_pid = pg_backend_pid()
      and c.changed_at >= (
        select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid()))
  then
    return v_head;
  end if;
  return null;
end
$pggit$;

comment on function pggit._own_head(text) is
  'The newest commit where this session has made it, or a history table has a row in it; null where it is a stranger''s.';
`,
  },
  {
    name: 'functions/history/_path_step.sql',
    sql: `-- One step of an attribute's path, quoted only where it could be misread. quote_ident() would also
-- quote the server's keywords, which are others on every major version.

create or replace function pggit._path_step(p_key text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_key ~ '^[a-z_][a-z0-9_$]*$' or p_key = 'PUBLIC' then
    return p_key;
  end if;
  return '"' || replace(p_key, '"', '""') || '"';
end
$pggit$;

comment on function pggit._path_step(text) is
  'One step of an attribute path, quoted where it could be misread.';
`,
  },
  {
    name: 'functions/history/_staged_before.sql',
    sql: `-- The staged changes that the given ones build on, whoever made them, so that a commit of both is a step
-- from its parent's state to one that the database has been in: earlier changes of the same objects,
-- and earlier ones that freed a name the given ones use. What comes along comes whole, with all
-- that its transaction recorded for the same migration (a table without the index of its key is no
-- state), and brings along what it builds on itself.
--
-- p_changes: in the journal already, with or without a commit. Indexes lead to each step, so that it costs
-- what the changes and their objects' histories cost, however much else is staged.
--
-- Locks: the changes it returns, without waiting. One that its session is linking at this moment is
-- an error (lock_not_available): without it there is no such commit, and the caller leaves its own staged.

create or replace function pggit._staged_before(p_changes bigint[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_new bigint[] := p_changes;
  v_found bigint[] := '{}'::bigint[];
begin
  loop
    v_new := array(
      select e.change_id
      from pggit.changes n
      join pggit.changes e on e.object_id = n.object_id and e.change_id < n.change_id
      where n.change_id = any (v_new) and e.commit_id is null
      union
      select e.change_id
      from pggit.changes n
      join pggit.changes o
        on hashtextextended(o.new_identity, 0) = hashtextextended(n.new_identity, 0)
        and o.new_identity = n.new_identity and o.object_id <> n.object_id
      join pggit.changes e on e.object_id = o.object_id and e.change_id < n.change_id
      where n.change_id = any (v_new) and n.old_identity is distinct from n.new_identity
        and e.commit_id is null and e.old_identity = n.new_identity
        and e.new_identity is distinct from e.old_identity
      union
      select e.change_id
      from pggit.changes n
      join pggit.changes e
        on e.transaction_id = n.transaction_id and e.link_id is not distinct from n.link_id
      where v_found <> '{}' and n.change_id = any (v_found) and e.commit_id is null
      except
      select u from unnest(p_changes || v_found) u);
    exit when v_new = '{}';
    perform from pggit.changes c
    where c.change_id = any (v_new) order by c.change_id for update nowait;
    v_found := v_found || v_new;
  end loop;
  return v_found;
end
$pggit$;

comment on function pggit._staged_before(bigint[]) is
  'The staged changes, whoever made them, that must be committed together with the given ones.';
`,
  },
  {
    name: 'functions/history/_stored_hash.sql',
    sql: `-- The hash that a stored definition should have; null for a text that is no definition any more.
--
-- It is the text that was hashed, with blanks behind it. In an encoding other than UTF8 other bytes were
-- (_canonical_text).

create or replace function pggit._stored_hash(p_kind text, p_definition text)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if getdatabaseencoding() = 'UTF8' then
    return sha256(convert_to(p_kind || E'\\n' || rtrim(p_definition, ' '), 'UTF8'));
  end if;
  return pggit._blob_hash(p_kind, p_definition::jsonb);
exception when data_exception then
  return null;
end
$pggit$;

comment on function pggit._stored_hash(text, text) is
  'The hash that a stored definition should have; null for what is no definition.';
`,
  },
  {
    name: 'functions/history/_transaction_commit.sql',
    sql: `-- The commit the running transaction has made outside a deployment, if it has made one.

create or replace function pggit._transaction_commit()
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select c.commit_id from pggit.commits c
    where c.transaction_id = pg_current_xact_id_if_assigned() and c.deployment_id is null
      and c.committed_at >= now()
    order by c.commit_number desc
    limit 1
  );
end
$pggit$;

comment on function pggit._transaction_commit() is
  'The commit this transaction has made outside a deployment; null when it has made none.';
`,
  },
  {
    name: 'functions/history/_utf8_bytes.sql',
    sql: `-- The bytes of a text that hashes are made of: UTF-8, whatever the encoding of the database, so that equal
-- content has equal hashes everywhere. A text that has no form in UTF-8 (SQL_ASCII stores any bytes; some
-- of WIN1252 or EUC_JP have no counterpart) is taken as it is stored.
--
-- In a UTF8 database it is convert_to, which capture calls itself there: a session need not load this.

create or replace function pggit._utf8_bytes(p_text text)
returns bytea
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return convert_to(p_text, 'UTF8');
exception
  -- The last one: for MULE_INTERNAL there is no conversion at all.
  when character_not_in_repertoire or untranslatable_character or undefined_function then
    return convert_to(p_text, getdatabaseencoding());
end
$pggit$;

comment on function pggit._utf8_bytes(text) is
  'The bytes of a text in UTF-8; as they are stored where they have no form in UTF-8.';
`,
  },
  {
    name: 'functions/history/_warn_of_publications.sql',
    sql: `-- A publication FOR ALL TABLES takes pggit's tables along, and PostgreSQL has no way to leave some out:
-- a subscriber that lacks them stops replicating.

create or replace function pggit._warn_of_publications()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_publications text;
begin
  select string_agg(quote_ident(p.pubname), ', ' order by p.pubname) into v_publications
  from pg_publication p where p.puballtables;
  if v_publications is not null then
    raise warning using
      message = format('pggit: publication %s is FOR ALL TABLES and now publishes schema pggit',
        v_publications),
      hint = 'Its subscribers need these tables, or replication stops. Publish the schemas you mean '
        'instead: create publication ... for tables in schema ...';
  end if;
end
$pggit$;

comment on function pggit._warn_of_publications() is
  'Warns of publications that would replicate pggit''s own tables.';
`,
  },
  {
    name: 'functions/history/definition.sql',
    sql: `-- The definition of an object at a ref, or as the catalog has it now.

create or replace function pggit.definition(kind text, identity text, ref text default 'live')
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit_id uuid;
begin
  if lower(definition.ref) = 'live' then
    return (
      select d.definition
      from pggit._find_object(definition.kind, definition.identity) o
      cross join lateral pggit._describe(array[o.classid], array[o.objid]) d
      where d.kind = definition.kind and d.identity = definition.identity
      limit 1);
  end if;

  v_commit_id := pggit._resolve_ref(definition.ref);
  return (
    select pggit._definition_of(l.new_blob)
    from (
      select distinct c.object_id from pggit.changes c
      -- The index is one of hashes: names have no bound.
      where hashtextextended(c.new_identity, 0) = hashtextextended(definition.identity, 0)
        and c.kind = definition.kind and c.new_identity = definition.identity
    ) o
    cross join lateral (
      select c.new_identity, c.new_blob
      from pggit.changes c
      where c.object_id = o.object_id
        and c.commit_id in (select pggit._ancestors(v_commit_id))
      order by c.change_id desc
      limit 1
    ) l
    where l.new_identity = definition.identity
    limit 1);
end
$pggit$;

comment on function pggit.definition(text, text, text) is
'The definition of an object at a ref, as structured JSON; null when it does not exist there.

- \`kind\`, \`identity\`: exactly as pggit.show() and pggit.objects() have them, for example \`table\`
  and \`app.orders\`.
- \`ref\`: \`live\`, the default, reads the catalog.

Attributes that have their usual value are left out, such as \`not_null\` of a column that may be
null. \`format_version\` says how the definition is written.';
`,
  },
  {
    name: 'functions/history/definition_difference.sql',
    sql: `-- What differs between two definitions of objects of one kind, wherever they come from.

create or replace function pggit.definition_difference(before jsonb, after jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r record;
begin
  select d.side, jsonb_typeof(d.definition) as type into r
  from (values
    ('before', definition_difference.before), ('after', definition_difference.after)
  ) as d (side, definition)
  where jsonb_typeof(d.definition) <> 'object'
  limit 1;
  if found then
    perform pggit._raise('PGR08', format('%s is no definition but a JSON %s', r.side, r.type),
      jsonb_build_object('argument', r.side, 'type', r.type),
      'Pass what pggit.definition() or pggit.objects() gave; null counts as an empty definition.');
  end if;
  return pggit._definition_difference(
    coalesce(definition_difference.before, '{}'), coalesce(definition_difference.after, '{}'));
end
$pggit$;

comment on function pggit.definition_difference(jsonb, jsonb) is
'What differs between two definitions, as \`{path: [before, after]}\`; an empty object when nothing
does.

- \`path\`: names joined by dots, for example \`columns.total.type\`.
- \`before\`, \`after\`: definitions of two objects of a kind, from pggit.definition() or
  pggit.objects(), of this database or another one. Null counts as an empty one.

Something that only one side has is one path, with null on the other side. What is no JSON object is
an error.';
`,
  },
  {
    name: 'functions/history/log.sql',
    sql: `-- The history of a ref, newest first.

create or replace function pggit.log(ref text default 'HEAD')
returns table (
  commit_id uuid, parent_ids uuid[], message text, author text, committed_at timestamptz,
  tags text[], deployment_id uuid, deployment_name text, changes int, migrations int,
  deployment_status text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select
    c.commit_id, c.parent_ids, c.message, c.author, c.committed_at,
    coalesce(
      (select array_agg(t.name order by t.name) from pggit.tags t where t.commit_id = c.commit_id),
      '{}'),
    c.deployment_id,
    d.name,
    pggit._changed_objects(array(
      select s.change_id from pggit.changes s where s.commit_id = c.commit_id)),
    (select count(*)::int from pggit.external_migrations m where m.pggit_commit_id = c.commit_id),
    d.status
  from pggit._ancestors(pggit._resolve_ref(log.ref)) a
  join pggit.commits c on c.commit_id = a
  left join pggit.deployments d on d.deployment_id = c.deployment_id
  order by c.commit_number desc
$pggit$;

comment on function pggit.log(text) is
'The commits of a ref, newest first.

- \`parent_ids\`: the commits it follows, the one on its own branch first; empty for the first.
- \`message\`: may have several lines. \`author\`: the login role. \`tags\`: the commit''s labels, an
  empty array when none.
- \`deployment_id\`, \`deployment_name\`, \`deployment_status\`: the deployment it is of; null outside
  of any.
- \`changes\`: number of changed objects, as many as pggit.show() has rows. \`migrations\`: number of links.';
`,
  },
  {
    name: 'functions/history/objects.sql',
    sql: `-- Every object of a state with its definition: of the catalog as it is now, or as recorded at a ref. What
-- another session has locked comes with the definition that pggit knows it by.

create or replace function pggit.objects(ref text default 'live')
returns table (kind text, identity text, definition jsonb)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tracking pggit._tracking;
  v_commit_id uuid;
  r_batch record;
  v_described pggit._description[];
begin
  if lower(objects.ref) is distinct from 'live' then
    v_commit_id := pggit._resolve_ref(objects.ref);
    return query
    select s.kind, s.new_identity, pggit._definition_of(s.new_blob)
    from (
      select distinct on (c.object_id) c.kind, c.new_identity, c.new_blob
      from pggit.changes c
      where c.commit_id in (select pggit._ancestors(v_commit_id))
      order by c.object_id, c.change_id desc
    ) s
    where s.new_identity is not null;
    return;
  end if;

  v_tracking := pggit._tracking_configuration();
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    v_described := array(
      select row(
        coalesce(d.kind, l.kind), d.classid, d.objid, coalesce(d.schema_name, l.schema_name),
        coalesce(d.identity, l.identity), coalesce(d.parent_objid, l.parent_objid),
        coalesce(d.column_names, l.column_names),
        coalesce(d.definition, pggit._definition_of(l.blob)))::pggit._description
      from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind) d
      left join pggit.live_objects l
        on d.definition is null and l.objid = d.objid and l.classid = d.classid);
    return query
    select d.kind, d.identity, d.definition
    from unnest(v_described) with ordinality as d
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    join unnest(pggit._ignore_rules(v_described, v_tracking)) with ordinality as r (rule, n)
      on r.n = d.n
    where r.rule is null and d.definition is not null;
  end loop;
end
$pggit$;

comment on function pggit.objects(text) is
'Every tracked object of a state, with its definition as structured JSON. In no particular order.

- \`ref\`: \`live\`, the default, reads the catalog, in which an object that another session has
  locked has the definition that pggit knows it by. Any other ref is as it was recorded.
- \`kind\`, \`identity\`: as in pggit.show(). \`definition\`: as of pggit.definition().';
`,
  },
  {
    name: 'functions/history/show.sql',
    sql: `-- What a commit changed: one row an object, net over the commit. An object that only follows a
-- rename elsewhere (the text of a foreign key, the name of a trigger) is no row of its own.

create or replace function pggit.show(ref text default 'HEAD')
returns table (
  change text, kind text, identity text, previous_identity text, attributes jsonb,
  migration_key text, tool_name text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with steps as materialized (
    select s.* from pggit.changes s where s.commit_id = pggit._resolve_ref(show.ref)
  ),
  net as (
    select distinct on (s.object_id)
      s.object_id, s.kind, s.change as last_change,
      first_value(s.old_identity) over w as old_identity, s.new_identity,
      first_value(s.old_blob) over w as old_blob, s.new_blob,
      first_value(s.old_column_ids) over w as old_column_ids, s.new_column_ids,
      bool_or(s.caused_by is null) over w as is_change_of_its_own
    from steps s
    window w as (
      partition by s.object_id order by s.change_id
      rows between unbounded preceding and unbounded following)
    order by s.object_id, s.change_id desc
  ),
  migrations as (
    select s.object_id,
      string_agg(distinct e.migration_key, ', ' order by e.migration_key) as migration_key,
      string_agg(distinct e.tool_name, ', ' order by e.tool_name) as tool_name
    from steps s
    join pggit.external_migrations e on e.link_id = s.link_id
    group by s.object_id
  )
  select
    case
      when n.old_identity is null then 'added'
      when n.new_identity is null then
        case n.last_change when 'untracked' then 'untracked' else 'removed' end
      when n.old_identity <> n.new_identity then 'renamed'
      else 'changed'
    end,
    n.kind,
    coalesce(n.new_identity, n.old_identity),
    case when n.old_identity <> n.new_identity then n.old_identity end,
    case when n.old_identity is not null and n.new_identity is not null then
      pggit._definition_difference(
        pggit._definition_of(n.old_blob), pggit._definition_of(n.new_blob),
        n.old_column_ids, n.new_column_ids)
    else '{}'::jsonb end,
    m.migration_key,
    m.tool_name
  from net n
  left join pggit.kinds k on k.kind = n.kind
  left join migrations m on m.object_id = n.object_id
  where n.is_change_of_its_own
    and (n.old_identity is distinct from n.new_identity
      or n.old_blob is distinct from n.new_blob
      or n.old_column_ids is distinct from n.new_column_ids)
  order by k.position, 3
$pggit$;

comment on function pggit.show(text) is
'What a commit changed: one row for each object, net over the commit, what others depend on first.

- \`change\`: \`added\`, \`changed\`, \`renamed\`, \`removed\`, or \`untracked\` (no longer tracked, not
  dropped).
- \`previous_identity\`: the name before a rename, else null.
- \`attributes\`: \`{path: [before, after]}\` of what was changed or renamed, else an empty object.
- \`migration_key\`, \`tool_name\`: the migrations that did it, separated by commas; null when none
  did.

What merely follows from a rename elsewhere, as the text of a foreign key does, has no row.';
`,
  },
  {
    name: 'functions/history/state_hash.sql',
    sql: `-- The hash of a state: equal for equal states, whatever the road there. \`live\` describes the catalog
-- afresh; a ref reads what its commit recorded.

create or replace function pggit.state_hash(ref text default 'live')
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if lower(state_hash.ref) = 'live' then
    return (
      select pggit._bits_to_bytes(coalesce(
        bit_xor(pggit._entry_hash(s.kind, s.identity, s.blob)), repeat('0', 256)::bit(256)))
      from pggit._scan_with_rules() s
      where s.rule is null);
  end if;
  return (
    select c.state_hash from pggit.commits c
    where c.commit_id = pggit._resolve_ref(state_hash.ref));
end
$pggit$;

comment on function pggit.state_hash(text) is
'The hash of a state, 32 bytes: equal for equal states, whatever the road there. Two databases have
equal states when the same objects have the same definitions, owners, privileges and comments.

- \`ref\`: \`live\`, the default, describes the whole catalog, which takes about as long as
  pggit.status().';
`,
  },
  {
    name: 'functions/history/status.sql',
    sql: `-- What HEAD does not have: staged changes, drift, kinds that are not modelled; what could not be read,
-- whether anything keeps capture from working, and whether records of pggit itself are gone. Writes
-- nothing.

create or replace function pggit.status()
returns table (state text, change text, kind text, identity text, deployment_id uuid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select s.state, s.change, s.kind, s.identity, s.deployment_id
  from (
    select 1, 'disabled', null, 'event trigger', t.name, null::uuid
    from (values ('pggit_ddl_trigger'), ('pggit_drop_trigger')) as t (name)
    where not exists (
      select from pg_event_trigger e where e.evtname = t.name and e.evtenabled in ('O', 'A'))
    union all
    -- A restore without data: there is nothing to record into.
    select 1, 'disabled', null, 'schema', 'pggit', null
    where not exists (select from pggit.commits)
    union all
    select 1, 'disabled', null, 'database',
      to_char(u.disabled_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), null
    from pggit._disabled_until() as u (disabled_until) where u.disabled_until is not null
    union all
    select 1, 'damaged', 'lost', l.record,
      l.example || case when l.lost > 1 then format(' and %s more', l.lost - 1) else '' end, null
    from pggit._lost_records() l
    union all
    select 2, 'paused', null, 'session', current_setting('pggit.paused_until', true), null
    where not pggit._is_tracking()
    union all
    -- The server's own ways to keep event triggers from firing.
    select 2, 'paused', null, 'setting', o.name || ' = ' || o.value, null
    from (values
      ('event_triggers', current_setting('event_triggers', true), 'off', 'OAR'),
      ('session_replication_role', current_setting('session_replication_role'), 'replica', 'O')
    ) as o (name, value, off, enabled)
    where o.value = o.off and exists (
      select from pg_event_trigger e
      where e.evtname in ('pggit_ddl_trigger', 'pggit_drop_trigger')
        and strpos(o.enabled, e.evtenabled::text) > 0)
    union all
    select 3, 'staged',
      case
        when g.old_identity is null then 'added'
        when g.new_identity is null then
          case g.last_change when 'untracked' then 'untracked' else 'removed' end
        when g.old_identity <> g.new_identity then 'renamed'
        else 'changed'
      end,
      g.kind, coalesce(g.new_identity, g.old_identity), g.deployment_id
    from (
      select distinct on (c.deployment_id, c.object_id)
        c.deployment_id, c.object_id, c.kind,
        first_value(c.old_identity) over w as old_identity,
        last_value(c.new_identity) over w as new_identity,
        last_value(c.change) over w as last_change
      from pggit.changes c
      where c.commit_id is null
      window w as (
        partition by c.deployment_id, c.object_id order by c.change_id
        rows between unbounded preceding and unbounded following)
    ) g
    where g.old_identity is not null or g.new_identity is not null
    union all
    select
      case d.change when 'unread' then 5 else 4 end,
      case
        when d.change = 'unread' then 'unread'
        when (d.classid, d.objid) in (select m.classid, m.objid from pggit._pending_marks() m)
          then 'staged'
        else 'drift'
      end,
      nullif(d.change, 'unread'), d.kind, d.identity, null
    from pggit._drift() d
    union all
    select 6, 'unmodelled', null, u.kind, u.identity, null from pggit._unmodelled() u
  ) as s (part, state, change, kind, identity, deployment_id)
  order by s.part, s.kind, s.identity
$pggit$;

comment on function pggit.status() is
'What the history does not have, and what keeps pggit from recording it. No row when there is
nothing to say. Writes nothing, and works on a standby.

- \`disabled\`: nothing is recorded. \`kind\` is \`event trigger\` (missing or off), \`schema\` (pggit''s
  tables are empty) or \`database\` (pggit.emergency_disable(); \`identity\` is when that ends).
- \`damaged\`: records that others refer to are gone. \`kind\` says of what (branch, head, commit,
  live definition, journal definition), \`identity\` is an example.
- \`paused\`: this session records nothing. \`kind\` is \`session\` (pggit.pause_tracking(); \`identity\`
  is when that ends) or \`setting\` (one of the server''s own).
- \`staged\`: recorded, and not in a commit yet; \`deployment_id\` says for which deployment.
- \`drift\`: the catalog differs from what was recorded. pggit.capture() adopts it.
- \`unread\`: another session has it locked, so it was not compared.
- \`unmodelled\`: of a kind that pggit does not know.

\`change\` is that of pggit.show(), for \`staged\` and \`drift\`.';
`,
  },
  {
    name: 'functions/history/verify_history.sql',
    sql: `-- Recomputes every hash of the history and looks for what it refers to. Writes nothing.

create or replace function pggit.verify_history()
returns table (finding text, record text, id text, detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select 'altered', a.record, a.id, case a.record
    when 'definition' then format('the definition of %s is not what was hashed',
      coalesce(a.example, 'an object that nothing mentions'))
    when 'commit' then format('commit %s, or one of its changes, does not say what was hashed', a.id)
    when 'state' then format(
      'the state hash of commit %s does not follow from its parent''s and its changes', a.id)
    when 'link' then format('the changes of migration %s are not in the commit that link %s names',
      a.example, a.id)
    else 'pggit.live_objects is not what the newest commit and the staged changes make' end
  from pggit._altered_history() a;

  return query
  select 'lost', l.record, l.id, case l.record
    when 'branch' then format('branch %s is gone', l.example)
    when 'head' then format('the last commit of branch %s is gone', l.example)
    when 'commit' then format('commit %s is gone, and others name it', l.id)
    when 'live definition' then format('the definition of %s as it is now is gone', l.example)
    else format('a definition of %s in the journal is gone', l.example) end
  from pggit._lost_history() l;
end
$pggit$;

comment on function pggit.verify_history() is
'Recomputes every hash of the history, and looks for what it refers to. One row for each thing that
is altered or lost, none when the history is sound. Writes nothing.

- \`finding\`: \`altered\` or \`lost\`. \`record\`: what it is (definition, commit, state, link, branch,
  ...). \`id\`: which one. \`detail\`: the same in words.

Verified are definitions, commits with their changes, the state that each commit leads to along
its branch, the live state, and that the commit of a link has changes of its migration. Not
hashed, and so not verified, are tags, deployments, what else links say, and who made a change
when (that of the commit is). It reads all of the history.';
`,
  },
  {
    name: 'functions/kinds/aggregate.sql',
    sql: `-- Describes aggregates. The identity is the signature that ALTER, COMMENT and DROP AGGREGATE take: \`*\`
-- for no argument, and ORDER BY before the aggregated arguments of an ordered-set aggregate.

create or replace function pggit._describe_aggregate(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'aggregate',
    'pg_proc'::regclass::oid,
    p.oid,
    s.name::text,
    format('%s.%I(%s)', s.quoted_name, p.proname,
      pggit._aggregate_signature(p.proargtypes::oid[], a.aggkind, a.aggnumdirectargs)),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.proowner),
      'comment', pggit._comment('pg_proc'::regclass, p.oid),
      'privileges', pggit._privileges(p.proacl, 'f', p.proowner),
      'arguments', pggit._routine_arguments(p.oid),
      'returns', pg_get_function_result(p.oid),
      'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
      'set', case a.aggkind when 'o' then 'ordered' when 'h' then 'hypothetical' end,
      'direct_arguments', case when a.aggkind <> 'n' then a.aggnumdirectargs end,
      'transition', pggit._aggregate_steps(
        a.aggtransfn, a.aggtranstype, a.aggtransspace, a.agginitval,
        a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify, a.aggkind),
      'combine', nullif(a.aggcombinefn::text, '-'),
      'serialize', nullif(a.aggserialfn::text, '-'),
      'deserialize', nullif(a.aggdeserialfn::text, '-'),
      'moving', case when a.aggmtransfn <> 0 then
        pggit._aggregate_steps(
          a.aggmtransfn, a.aggmtranstype, a.aggmtransspace, a.aggminitval,
          a.aggmfinalfn, a.aggmfinalextra, a.aggmfinalmodify, a.aggkind)
        || jsonb_build_object('inverse', a.aggminvtransfn::text) end,
      'sort_operator', case when a.aggsortop <> 0 then a.aggsortop::regoperator::text end
    ))
  from pg_proc p
  join pg_aggregate a on a.aggfnoid = p.oid
  join pggit.user_schemas s on s.oid = p.pronamespace
  where p.oid = any (p_oids)
    and p.prokind = 'a';
end
$pggit$;

comment on function pggit._describe_aggregate(oid[]) is
  'Describes the given aggregates: their functions, states and signature.';
`,
  },
  {
    name: 'functions/kinds/collation.sql',
    sql: `-- Describes collations. The version of the library that gives the order (ALTER COLLATION ... REFRESH
-- VERSION writes it) is left out: it is a property of the machine the server runs on, and the same
-- migrations must give the same definition on two of them. Columns of pg_collation that a server does
-- not have yet are read by name from the row as JSON.

create or replace function pggit._describe_collation(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'collation',
    'pg_collation'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.collname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.collowner),
      'comment', pggit._comment('pg_collation'::regclass, c.oid),
      'provider', case c.collprovider
        when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else 'default' end,
      'locale', coalesce(a.attributes ->> 'colllocale', a.attributes ->> 'colliculocale'),
      'lc_collate', c.collcollate,
      'lc_ctype', c.collctype,
      'rules', a.attributes ->> 'collicurules',
      'deterministic', nullif(c.collisdeterministic, true)
    ))
  from pg_collation c
  join pggit.user_schemas s on s.oid = c.collnamespace
  cross join lateral (select to_jsonb(c)) a (attributes)
  where c.oid = any (p_oids)
    -- A name may be there once for each encoding: this database uses only its own.
    and c.collencoding in (-1, pg_char_to_encoding(getdatabaseencoding()));
end
$pggit$;

comment on function pggit._describe_collation(oid[]) is
  'Describes the given collations: provider, locale, rules.';
`,
  },
  {
    name: 'functions/kinds/composite_type.sql',
    sql: `-- Describes composite types made by CREATE TYPE. The row type of a table or view is part of that.

create or replace function pggit._describe_composite_type(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'composite type',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb)
    ))
  from pg_type t
  join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
  join pggit.user_schemas s on s.oid = t.typnamespace
  left join pggit._relation_columns(array(
    select r.typrelid from pg_type r where r.oid = any (p_oids))) rc on rc.relation = c.oid
  where t.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_composite_type(oid[]) is
  'Describes the given composite types: their attributes in order.';
`,
  },
  {
    name: 'functions/kinds/default_privileges.sql',
    sql: `-- Describes default privileges: one object for each role, schema (none: the whole database) and type of
-- object. In a schema they are added to what an object gets anyway, without one they replace it, so
-- they are never compared with an owner's defaults.

create or replace function pggit._describe_default_privileges(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'default privileges',
    'pg_default_acl'::regclass::oid,
    a.oid,
    s.name::text,
    concat_ws(' ', 'of', quote_ident(o.role), 'in schema ' || s.quoted_name, 'on', o.type),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'role', o.role,
      'schema', s.name,
      'on', o.type,
      'privileges', pggit._privileges_by_grantee(a.defaclacl, a.defaclrole)
    ))
  from pg_default_acl a
  left join pggit.user_schemas s on s.oid = a.defaclnamespace
  cross join lateral (
    select pg_get_userbyid(a.defaclrole) as role, case a.defaclobjtype
      when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' when 'n' then 'schemas' when 'L' then 'large objects'
      else a.defaclobjtype::text end as type
  ) o
  where a.oid = any (p_oids)
    and (a.defaclnamespace = 0 or s.oid is not null);
end
$pggit$;

comment on function pggit._describe_default_privileges(oid[]) is
  'Describes the given default privileges: who gets what on future objects of a role.';
`,
  },
  {
    name: 'functions/kinds/domain.sql',
    sql: `-- Describes domains: base type, default and constraints.

create or replace function pggit._describe_domain(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'domain',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'type', format_type(t.typbasetype, t.typtypmod),
      'collation', case when t.typcollation <> b.typcollation then 
        t.typcollation::regcollation::text end,
      'not_null', nullif(t.typnotnull, false),
      'default', pg_get_expr(t.typdefaultbin, 0),
      'constraints', k.constraints
    ))
  from pg_type t
  join pg_type b on b.oid = t.typbasetype
  join pggit.user_schemas s on s.oid = t.typnamespace
  left join pggit._constraints('{0}', p_oids) k on k.domain = t.oid
  where t.oid = any (p_oids)
    and t.typtype = 'd';
end
$pggit$;

comment on function pggit._describe_domain(oid[]) is
  'Describes the given domains: base type, default, constraints.';
`,
  },
  {
    name: 'functions/kinds/enum.sql',
    sql: `-- Describes enum types: the labels in their order.

create or replace function pggit._describe_enum(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'enum',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'labels', coalesce((
        select jsonb_agg(e.enumlabel order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid), '[]'::jsonb)
    ))
  from pg_type t
  join pggit.user_schemas s on s.oid = t.typnamespace
  where t.oid = any (p_oids)
    and t.typtype = 'e';
end
$pggit$;

comment on function pggit._describe_enum(oid[]) is
  'Describes the given enum types: labels in order.';
`,
  },
  {
    name: 'functions/kinds/event_trigger.sql',
    sql: `-- Describes event triggers, pggit's own two aside. No event tells of them: a comparison with the catalog
-- finds them.

create or replace function pggit._describe_event_trigger(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'event trigger',
    'pg_event_trigger'::regclass::oid,
    t.oid,
    null::text,
    quote_ident(t.evtname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.evtowner),
      'comment', pggit._comment('pg_event_trigger'::regclass, t.oid),
      'event', t.evtevent,
      'tags', (select jsonb_agg(e.tag order by e.tag) from unnest(t.evttags) as e (tag)),
      'function', t.evtfoid::regproc::text,
      'enabled', case t.evtenabled when 'D' then 'disabled' when 'R' then 'replica'
        when 'A' then 'always' end
    ))
  from pg_event_trigger t
  where t.oid = any (p_oids)
    and t.evtname not in ('pggit_ddl_trigger', 'pggit_drop_trigger');
end
$pggit$;

comment on function pggit._describe_event_trigger(oid[]) is
  'Describes the given event triggers of users: event, tags, function.';
`,
  },
  {
    name: 'functions/kinds/extension.sql',
    sql: `-- Describes extensions: which one, where, at what version. Their members are not objects of ours.

create or replace function pggit._describe_extension(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'extension',
    'pg_extension'::regclass::oid,
    e.oid,
    null::text,
    quote_ident(e.extname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(e.extowner),
      'schema', n.nspname,
      'version', e.extversion,
      'comment', pggit._comment('pg_extension'::regclass, e.oid)
    ))
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.oid = any (p_oids)
    and e.extname <> 'plpgsql';
end
$pggit$;

comment on function pggit._describe_extension(oid[]) is
  'Describes the given extensions: schema and version.';
`,
  },
  {
    name: 'functions/kinds/foreign_data_wrapper.sql',
    sql: `-- Describes foreign data wrappers. Their options are what the catalog shows to everybody.

create or replace function pggit._describe_foreign_data_wrapper(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign data wrapper',
    'pg_foreign_data_wrapper'::regclass::oid,
    w.oid,
    null::text,
    quote_ident(w.fdwname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(w.fdwowner),
      'comment', pggit._comment('pg_foreign_data_wrapper'::regclass, w.oid),
      'privileges', pggit._privileges(w.fdwacl, 'F', w.fdwowner),
      'handler', case when w.fdwhandler <> 0 then w.fdwhandler::regproc::text end,
      'validator', case when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text end,
      'options', pggit._options(w.fdwoptions)
    ))
  from pg_foreign_data_wrapper w
  where w.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_data_wrapper(oid[]) is
  'Describes the given foreign data wrappers: handler, validator, options.';
`,
  },
  {
    name: 'functions/kinds/foreign_server.sql',
    sql: `-- Describes foreign servers. Their options are what the catalog shows to everybody; what it hides, the
-- options of user mappings, stays hidden.

create or replace function pggit._describe_foreign_server(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign server',
    'pg_foreign_server'::regclass::oid,
    f.oid,
    null::text,
    quote_ident(f.srvname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(f.srvowner),
      'comment', pggit._comment('pg_foreign_server'::regclass, f.oid),
      'privileges', pggit._privileges(f.srvacl, 'S', f.srvowner),
      'wrapper', (select w.fdwname from pg_foreign_data_wrapper w where w.oid = f.srvfdw),
      'type', f.srvtype,
      'version', f.srvversion,
      'options', pggit._options(f.srvoptions)
    ))
  from pg_foreign_server f
  where f.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_server(oid[]) is
  'Describes the given foreign servers: wrapper, type, version, options.';
`,
  },
  {
    name: 'functions/kinds/foreign_table.sql',
    sql: `-- Describes foreign tables, partitions among them, with their columns, constraints and options. They
-- have no indexes, storage or row security; triggers and owned sequences are objects of their own.

create or replace function pggit._describe_foreign_table(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'foreign table',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    case when c.relispartition then
      (select i.inhparent from pg_inherits i where i.inhrelid = c.oid) end,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'server', (select f.srvname from pg_foreign_server f where f.oid = t.ftserver),
      'options', pggit._options(t.ftoptions),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb),
      'constraints', k.constraints,
      'partition_of', case when c.relispartition then (
        select jsonb_build_object(
          'table', i.inhparent::regclass::text,
          'bounds', pg_get_expr(c.relpartbound, c.oid),
          'detaching', nullif(i.inhdetachpending, false))
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherits', case when not c.relispartition then (
        select jsonb_agg(i.inhparent::regclass::text order by i.inhseqno)
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherited_triggers', case when c.relispartition and c.relhastriggers then
        pggit._inherited_triggers(c.oid) end
    ))
  from pg_class c
  join pg_foreign_table t on t.ftrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  left join pggit._constraints(p_oids) k on k.relation = c.oid
  where c.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_foreign_table(oid[]) is
  'Describes the given foreign tables, with their columns, constraints and options.';
`,
  },
  {
    name: 'functions/kinds/function.sql',
    sql: `-- Describes functions, window functions included; each overload is an object of its own.

create or replace function pggit._describe_function(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query select * from pggit._describe_routines('function', '{f,w}', p_oids);
end
$pggit$;

comment on function pggit._describe_function(oid[]) is
  'Describes the given functions, one object per signature.';
`,
  },
  {
    name: 'functions/kinds/index.sql',
    sql: `-- Describes indexes, those behind constraints included (their name and storage are theirs alone).
-- Keys are structured: a column or expression with its collation, operator class and order; defaults
-- (the column's collation, the default operator class, ascending with nulls last) are left out. What few
-- keys have is built only for those, as in _relation_columns, and what few indexes have is looked up only
-- for those (_index_particulars).
--
-- An index that depends on an extension is looked for by its key while there are few indexes, and among
-- what depends on extensions when there are many. The operator class is looked up by key, not joined: the
-- planner would hash all of pg_opclass for the sake of one row.

create or replace function pggit._describe_index(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'index',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    s.quoted_name || '.' || quote_ident(c.relname),
    i.indrelid,
    null::text[],
    jsonb_build_object(
      'format_version', 1,
      'table', i.indrelid::regclass::text,
      'method', am.amname,
      'keys', coalesce(k.keys, '[]'))
    || case
         when i.indisprimary and not i.indnullsnotdistinct
           then jsonb '{"unique": true, "constraint": "primary key"}'
         when i.indisunique or i.indisexclusion
           then case when i.indisunique then jsonb '{"unique": true}' else '{}' end
             || case when i.indnullsnotdistinct then jsonb '{"nulls_not_distinct": true}' else '{}' end
             || case when i.indisprimary then jsonb '{"constraint": "primary key"}' else coalesce((
                  select jsonb_build_object(
                    'constraint', case o.contype when 'u' then 'unique' else 'exclude' end)
                  from pg_constraint o
                  where o.conindid = c.oid and o.contype in ('u', 'x') and o.conrelid = i.indrelid
                  limit 1), '{}') end
         else '{}' end
    || case when i.indnatts > i.indnkeyatts or i.indpred is not null or c.reloptions is not null
           or c.reltablespace <> 0 or not i.indisvalid or c.relispartition or m.description is not null
           or case when cardinality(p_oids) < 50
             -- Not EXISTS, which the planner may answer by hashing the whole catalog.
             then (
               select true from pg_depend d
               where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'x' limit 1)
             else c.oid in (
               select d.objid from pg_depend d
               where d.refclassid = 'pg_extension'::regclass and d.classid = 'pg_class'::regclass
                 and d.deptype = 'x') end
         then pggit._index_particulars(c.oid) else '{}' end
  from pg_class c
  join pg_index i on i.indexrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pg_am am on am.oid = c.relam
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  cross join lateral (
    select jsonb_agg(
      case when a.attname is null
        then jsonb_build_object('expression', pg_get_indexdef(i.indexrelid, e.attnum, false))
        else jsonb_object(array['column', a.attname::text]) end
      || case when i.indoption[e.attnum - 1] <> 0 or o.operator_class is not null
             or e.attoptions is not null or e.attstattarget <> -1
             or i.indcollation[e.attnum - 1] not in (0, o.collation)
           then jsonb_strip_nulls(jsonb_build_object(
             'collation', case when i.indcollation[e.attnum - 1] not in (0, o.collation) then
               i.indcollation[e.attnum - 1]::regcollation::text end,
             'operator_class', o.operator_class,
             'operator_class_options', pggit._options(e.attoptions),
             'order', case when i.indoption[e.attnum - 1] & 1 = 1 then 'desc' end,
             'nulls', case i.indoption[e.attnum - 1] & 3 when 1 then 'last' when 2 then 'first' end,
             'statistics_target', nullif(e.attstattarget, -1)))
           else '{}' end
      order by e.attnum) as keys
    from pg_attribute e
    left join pg_attribute a
      on a.attrelid = i.indrelid and a.attnum = nullif(i.indkey[e.attnum - 1], 0)
    cross join lateral (
      select
        -- An expression has no column whose collation would be its default: its type's is.
        coalesce(a.attcollation, (select y.typcollation from pg_type y where y.oid = e.atttypid))
          as collation,
        (select format('%s.%I', o.opcnamespace::regnamespace, o.opcname) from pg_opclass o
         where o.oid = i.indclass[e.attnum - 1] and not o.opcdefault) as operator_class
    ) o
    where e.attrelid = i.indexrelid and e.attnum between 1 and i.indnkeyatts
  ) k
  where c.oid = any (p_oids)
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_index(oid[]) is
  'Describes the given indexes, key by key.';
`,
  },
  {
    name: 'functions/kinds/materialized_view.sql',
    sql: `-- Describes materialized views: the query and the storage, never whether or when they were filled,
-- so that a REFRESH is no change.

create or replace function pggit._describe_materialized_view(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'materialized view',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    null::oid,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'options', pggit._options(c.reloptions),
      'access_method', (select nullif(am.amname, 'heap') from pg_am am where am.oid = c.relam),
      'tablespace', (select ts.spcname from pg_tablespace ts where ts.oid = c.reltablespace),
      'query', pg_get_viewdef(c.oid),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb),
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'cluster_on', case when c.relhasindex then (
        select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered) end
    ))
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  where c.oid = any (p_oids)
    and c.relkind = 'm';
end
$pggit$;

comment on function pggit._describe_materialized_view(oid[]) is
  'Describes the given materialized views: query, storage, columns; not their contents.';
`,
  },
  {
    name: 'functions/kinds/policy.sql',
    sql: `-- Describes row security policies. No roles means everybody, as it does in CREATE POLICY. Whether a
-- table's policies are in force is an attribute of the table.

create or replace function pggit._describe_policy(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'policy',
    'pg_policy'::regclass::oid,
    p.oid,
    s.name::text,
    format('%I on %s.%I', p.polname, s.quoted_name, c.relname),
    p.polrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert'
        when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'restrictive', nullif(not p.polpermissive, false),
      'roles', case when p.polroles <> '{0}' then (
        select jsonb_agg(distinct r.name order by r.name)
        from (select pg_get_userbyid(o.oid) from unnest(p.polroles) as o (oid)) r (name)) end,
      'using', pg_get_expr(p.polqual, p.polrelid),
      'check', pg_get_expr(p.polwithcheck, p.polrelid),
      'comment', pggit._comment('pg_policy'::regclass, p.oid)
    ))
  from pg_policy p
  join pg_class c on c.oid = p.polrelid and c.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  where p.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_policy(oid[]) is
  'Describes the given row security policies: command, roles, expressions.';
`,
  },
  {
    name: 'functions/kinds/procedure.sql',
    sql: `-- Describes procedures; each overload is an object of its own.

create or replace function pggit._describe_procedure(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query select * from pggit._describe_routines('procedure', '{p}', p_oids);
end
$pggit$;

comment on function pggit._describe_procedure(oid[]) is
  'Describes the given procedures, one object per signature.';
`,
  },
  {
    name: 'functions/kinds/publication.sql',
    sql: `-- Describes publications: what they publish, of which tables or schemas. Columns of the catalog that a
-- server does not have yet are read by name from the row as JSON.

create or replace function pggit._describe_publication(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'publication',
    'pg_publication'::regclass::oid,
    p.oid,
    null::text,
    quote_ident(p.pubname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.pubowner),
      'comment', pggit._comment('pg_publication'::regclass, p.oid),
      'all_tables', nullif(p.puballtables, false),
      'publish', case when not (p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate) then
        to_jsonb(array_remove(array[
          case when p.pubinsert then 'insert' end,
          case when p.pubupdate then 'update' end,
          case when p.pubdelete then 'delete' end,
          case when p.pubtruncate then 'truncate' end], null)) end,
      'via_partition_root', nullif(p.pubviaroot, false),
      'generated_columns', case to_jsonb(p) ->> 'pubgencols' when 's' then 'stored' end,
      'tables', (
        select jsonb_object_agg(pggit._relation_identity(r.prrelid), jsonb_build_object(
          'columns', pggit._column_names(r.prrelid, r.prattrs),
          'where', pg_get_expr(r.prqual, r.prrelid)))
        from pg_publication_rel r where r.prpubid = p.oid),
      'schemas', (
        select jsonb_agg(n.nspname order by n.nspname)
        from pg_publication_namespace s
        join pg_namespace n on n.oid = s.pnnspid
        where s.pnpubid = p.oid)
    ))
  from pg_publication p
  where p.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_publication(oid[]) is
  'Describes the given publications: operations, tables with columns and row filters, schemas.';
`,
  },
  {
    name: 'functions/kinds/range_type.sql',
    sql: `-- Describes range types, each with the multirange type that comes with it. The constructors belong to
-- the types and are no objects.

create or replace function pggit._describe_range_type(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'range type',
    'pg_type'::regclass::oid,
    t.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, t.typname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(t.typowner),
      'comment', pggit._comment('pg_type'::regclass, t.oid),
      'privileges', pggit._privileges(t.typacl, 'T', t.typowner),
      'subtype', format_type(r.rngsubtype, null),
      'collation', case when r.rngcollation <> b.typcollation then
        r.rngcollation::regcollation::text end,
      'operator_class', (
        select format('%s.%I', c.opcnamespace::regnamespace, c.opcname)
        from pg_opclass c where c.oid = r.rngsubopc and not c.opcdefault),
      'canonical', nullif(r.rngcanonical::text, '-'),
      'subtype_diff', nullif(r.rngsubdiff::text, '-'),
      'multirange', jsonb_build_object(
        'name', format('%s.%I', m.typnamespace::regnamespace, m.typname),
        'comment', pggit._comment('pg_type'::regclass, m.oid),
        -- Servers before 17 let the two differ.
        'owner', case when m.typowner <> t.typowner then pg_get_userbyid(m.typowner) end,
        'privileges', pggit._privileges(m.typacl, 'T', m.typowner))
    ))
  from pg_type t
  join pg_range r on r.rngtypid = t.oid
  join pg_type b on b.oid = r.rngsubtype
  join pg_type m on m.oid = r.rngmultitypid
  join pggit.user_schemas s on s.oid = t.typnamespace
  where t.oid = any (p_oids)
    and t.typtype = 'r';
end
$pggit$;

comment on function pggit._describe_range_type(oid[]) is
  'Describes the given range types: subtype, functions, multirange type.';
`,
  },
  {
    name: 'functions/kinds/rule.sql',
    sql: `-- Describes rules, except the one that makes a view a view: that is the view's query.

create or replace function pggit._describe_rule(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'rule',
    'pg_rewrite'::regclass::oid,
    w.oid,
    s.name::text,
    format('%I on %s.%I', w.rulename, s.quoted_name, c.relname),
    w.ev_class,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'event', case w.ev_type when '2' then 'update' when '3' then 'insert' else 'delete' end,
      'condition', t.condition,
      'instead', nullif(w.is_instead, false),
      'action', t.action,
      'enabled', case w.ev_enabled when 'D' then 'disabled' when 'R' then 'replica'
        when 'A' then 'always' end,
      'comment', pggit._comment('pg_rewrite'::regclass, w.oid)
    ))
  from pg_rewrite w
  join pg_class c on c.oid = w.ev_class and c.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  cross join lateral pggit._rule_text(w.oid) t
  where w.oid = any (p_oids)
    and w.rulename <> '_RETURN';
end
$pggit$;

comment on function pggit._describe_rule(oid[]) is
  'Describes the given rules: event, condition, action, whether they are enabled.';
`,
  },
  {
    name: 'functions/kinds/schema.sql',
    sql: `-- Describes schemas: owner, privileges, comment. What they hold are objects of their own.

create or replace function pggit._describe_schema(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'schema',
    'pg_namespace'::regclass::oid,
    n.oid,
    s.name::text,
    s.quoted_name,
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(n.nspowner),
      'privileges', pggit._privileges(n.nspacl, 'n', n.nspowner),
      'comment', pggit._comment('pg_namespace'::regclass, n.oid)
    ))
  from pg_namespace n
  join pggit.user_schemas s on s.oid = n.oid
  where n.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_schema(oid[]) is
  'Describes the given schemas: owner, privileges, comment.';
`,
  },
  {
    name: 'functions/kinds/sequence.sql',
    sql: `-- Describes sequences: their parameters, never their current value, which is data. Numbers are text,
-- because a bigint does not survive a JSON number in most languages. The sequence of
-- an identity column is an object too (it has its own comment and privileges) and says so.

create or replace function pggit._describe_sequence(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'sequence',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    d.refobjid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', (
        select m.description from pg_description m
        where m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0),
      'privileges', case when c.relacl is not null then
        pggit._privileges(c.relacl, 's', c.relowner) end,
      'persistence', case c.relpersistence when 'u' then 'unlogged' end,
      'type', format_type(q.seqtypid, null),
      'start', q.seqstart::text,
      'increment', q.seqincrement::text,
      'minimum', q.seqmin::text,
      'maximum', q.seqmax::text,
      'cache', q.seqcache::text,
      'cycle', nullif(q.seqcycle, false),
      'owned_by', case when d.refobjid is not null then
        format('%s.%I', d.refobjid::regclass, a.attname) end,
      'identity', nullif(d.deptype = 'i', false)
    ))
  from pg_class c
  join pg_sequence q on q.seqrelid = c.oid
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where c.oid = any (p_oids)
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_sequence(oid[]) is
  'Describes the given sequences: parameters and owner column, not the current value.';
`,
  },
  {
    name: 'functions/kinds/statistics.sql',
    sql: `-- Describes extended statistics: what is computed over which columns and expressions, in the order
-- given, never what was computed. The kind that expressions bring with them is not listed.

create or replace function pggit._describe_statistics(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'statistics',
    'pg_statistic_ext'::regclass::oid,
    x.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, x.stxname),
    x.stxrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(x.stxowner),
      'comment', pggit._comment('pg_statistic_ext'::regclass, x.oid),
      'table', x.stxrelid::regclass::text,
      'kinds', nullif(to_jsonb(array_remove(array[
        case when 'd' = any (x.stxkind) then 'ndistinct' end,
        case when 'f' = any (x.stxkind) then 'dependencies' end,
        case when 'm' = any (x.stxkind) then 'mcv' end], null)), '[]'),
      'columns', pggit._column_names(x.stxrelid, x.stxkeys),
      'expressions', to_jsonb(pg_get_statisticsobjdef_expressions(x.oid)),
      'target', nullif(x.stxstattarget, -1)
    ))
  from pg_statistic_ext x
  join pggit.user_schemas s on s.oid = x.stxnamespace
  where x.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_statistics(oid[]) is
  'Describes the given extended statistics: kinds, columns, expressions, target.';
`,
  },
  {
    name: 'functions/kinds/table.sql',
    sql: `-- Describes tables, partitioned ones and partitions included, with all their columns and
-- constraints. Indexes, triggers and sequences are objects of their own. What few tables have is looked
-- up only for those (_table_particulars): 2 is the heap, the access method that goes without saying.
-- enable_hashjoin: what the functions return for a batch of tables is not searched once for each of them.

create or replace function pggit._describe_table(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = on
as $pggit$
begin
  return query
  select
    'table',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    s.quoted_name || '.' || quote_ident(c.relname),
    case when c.relispartition then
      (select i.inhparent from pg_inherits i where i.inhrelid = c.oid) end,
    rc.column_names,
    case
      when k.constraints is null then jsonb_build_object(
        'format_version', 1,
        'owner', pg_get_userbyid(c.relowner),
        'columns', coalesce(rc.columns, '{}'::jsonb),
        'column_order', coalesce(rc.column_order, '[]'::jsonb))
      else jsonb_build_object(
        'format_version', 1,
        'owner', pg_get_userbyid(c.relowner),
        'columns', coalesce(rc.columns, '{}'::jsonb),
        'column_order', coalesce(rc.column_order, '[]'::jsonb),
        'constraints', k.constraints)
    end
    || case when c.relacl is not null or c.relpersistence = 'u'
           or c.reltablespace <> 0 or c.reloptions is not null or c.reloftype <> 0
           or c.relkind = 'p' or c.relispartition or c.relrowsecurity or c.relforcerowsecurity
           or c.relreplident <> 'd' or c.relam <> 2
           -- Not EXISTS, which the planner may answer by hashing a whole catalog.
           or c.reltoastrelid <> 0 and (
             select tc.reloptions is not null from pg_class tc where tc.oid = c.reltoastrelid)
           or (select true from pg_inherits i where i.inhrelid = c.oid limit 1)
           or (
             select true from pg_index i where i.indrelid = c.oid and i.indisclustered limit 1)
         then pggit._table_particulars(c.oid)
         when m.description is not null then jsonb_build_object('comment', m.description)
         else '{}' end
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  left join pggit._constraints(p_oids) k on k.relation = c.oid
  left join pg_description m
    on m.objoid = c.oid and m.classoid = 'pg_class'::regclass and m.objsubid = 0
  where c.oid = any (p_oids)
    and c.relkind in ('r', 'p')
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_table(oid[]) is
  'Describes the given tables, with their columns and constraints.';
`,
  },
  {
    name: 'functions/kinds/trigger.sql',
    sql: `-- Describes triggers. Left out: internal ones (a foreign key's), the copies on partitions that come
-- and go with the trigger they are copies of, and pggit's own link triggers on history tables.

create or replace function pggit._describe_trigger(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'trigger',
    'pg_trigger'::regclass::oid,
    t.oid,
    s.name::text,
    format('%I on %s.%I', t.tgname, s.quoted_name, c.relname),
    t.tgrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'timing', case when t.tgtype & 2 <> 0 then 'before' when t.tgtype & 64 <> 0 then 'instead of'
        else 'after' end,
      'events', to_jsonb(array_remove(array[
        case when t.tgtype & 4 <> 0 then 'insert' end,
        case when t.tgtype & 16 <> 0 then 'update' end,
        case when t.tgtype & 8 <> 0 then 'delete' end,
        case when t.tgtype & 32 <> 0 then 'truncate' end], null)),
      'update_columns', case when cardinality(t.tgattr) > 0 then
        pggit._column_names(t.tgrelid, t.tgattr) end,
      'level', case when t.tgtype & 1 <> 0 then 'row' else 'statement' end,
      'condition', case when t.tgqual is not null then pggit._trigger_condition(t.oid) end,
      'function', t.tgfoid::regproc::text,
      'arguments', case when t.tgnargs > 0 then
        to_jsonb(pggit._trigger_arguments(t.tgargs)) end,
      'enabled', case t.tgenabled when 'D' then 'disabled' when 'R' then 'replica'
        when 'A' then 'always' end,
      'constraint', nullif(t.tgconstraint <> 0, false),
      'constraint_table', case when t.tgconstrrelid <> 0 then
        t.tgconstrrelid::regclass::text end,
      'deferrable', nullif(t.tgdeferrable, false),
      'initially_deferred', nullif(t.tginitdeferred, false),
      'old_table', t.tgoldtable,
      'new_table', t.tgnewtable,
      'depends_on_extensions', (
        select jsonb_agg(e.extname order by e.extname)
        from pg_depend d
        join pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_trigger'::regclass and d.objid = t.oid
          and d.refclassid = 'pg_extension'::regclass and d.deptype = 'x'),
      'comment', pggit._comment('pg_trigger'::regclass, t.oid)
    ))
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid and c.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  join pg_proc f on f.oid = t.tgfoid and f.pronamespace <> 'pggit'::regnamespace
  where t.oid = any (p_oids)
    and not t.tgisinternal
    and t.tgparentid = 0;
end
$pggit$;

comment on function pggit._describe_trigger(oid[]) is
  'Describes the given triggers: timing, events, condition, function, whether they are enabled.';
`,
  },
  {
    name: 'functions/kinds/user_mapping.sql',
    sql: `-- Describes user mappings: for whom, on which server, and the names of the options. Their values are
-- passwords as often as not: none is read, so that one changed value for another is no change.
--
-- Runs as its owner: the catalog shows an option to its user and the server's owner alone, and a
-- definition must not depend on who reads it. What it tells beyond that are the names.

create or replace function pggit._describe_user_mapping(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'user mapping',
    'pg_user_mapping'::regclass::oid,
    m.umid,
    null::text,
    format('%s on %I', case when m.umuser = 0 then 'public'
      else quote_ident(pg_get_userbyid(m.umuser)) end, m.srvname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'server', m.srvname,
      'user', case when m.umuser = 0 then 'PUBLIC' else pg_get_userbyid(m.umuser) end,
      'option_names', (
        select jsonb_agg(o.name order by o.name)
        from (select split_part(u.pair, '=', 1) from unnest(m.umoptions) as u (pair)) o (name))
    ))
  from pg_user_mappings m
  where m.umid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_user_mapping(oid[]) is
  'Describes the given user mappings: user, server, names of options; never their values.';
`,
  },
  {
    name: 'functions/kinds/view.sql',
    sql: `-- Describes views. The query is the server's own rendering with every name qualified, because
-- search_path is pinned; defaults, comments and privileges of columns are attributes of the columns.

create or replace function pggit._describe_view(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'view',
    'pg_class'::regclass::oid,
    c.oid,
    s.name::text,
    format('%s.%I', s.quoted_name, c.relname),
    null::oid,
    rc.column_names,
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(c.relowner),
      'comment', pggit._comment('pg_class'::regclass, c.oid),
      'privileges', pggit._privileges(c.relacl, 'r', c.relowner),
      'options', pggit._options(c.reloptions),
      'query', pg_get_viewdef(c.oid),
      'columns', coalesce(rc.columns, '{}'::jsonb),
      'column_order', coalesce(rc.column_order, '[]'::jsonb)
    ))
  from pg_class c
  join pggit.user_schemas s on s.oid = c.relnamespace
  left join pggit._relation_columns(p_oids) rc on rc.relation = c.oid
  where c.oid = any (p_oids)
    and c.relkind = 'v'
    and c.relpersistence <> 't';
end
$pggit$;

comment on function pggit._describe_view(oid[]) is
  'Describes the given views: query, options, columns.';
`,
  },
  {
    name: 'functions/links/_announced_link.sql',
    sql: `-- The link to come of the migration that this session has announced, where it belongs to the deployment. With
-- null, that of a migration whose deployment is closed: it was at work when somebody else closed it, and what
-- it changes is its own all the same.
--
-- Anybody may set the setting to anything: only what this session announced itself counts. RESET ALL and
-- DISCARD ALL leave it empty, and the migration goes on until it is over: then it is the last one this backend
-- has announced and not ended. A session that never announced anything has no setting.

create or replace function pggit._announced_link(p_deployment_id uuid)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_setting constant text := current_setting('pggit.announced', true);
begin
  if v_setting = '' then
    return (
      select max(a.link_id) from pggit.announced_migrations a
      where (a.deployment_id = p_deployment_id
          or p_deployment_id is null and not exists (
            select from pggit.deployments d
            where d.deployment_id = a.deployment_id and d.status = 'open'))
        and a.backend_pid = pg_backend_pid()
        and a.ended_at is null
        and a.announced_at >= (
          select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid()));
  end if;
  if v_setting is null or v_setting !~ '^[0-9]{1,18}$' then
    return null;
  end if;
  return (
    select a.link_id from pggit.announced_migrations a
    where a.link_id = v_setting::bigint
      and (a.deployment_id = p_deployment_id
        or p_deployment_id is null and not exists (
          select from pggit.deployments d
          where d.deployment_id = a.deployment_id and d.status = 'open'))
      and a.backend_pid = pg_backend_pid());
end
$pggit$;

comment on function pggit._announced_link(uuid) is
  'The link_id of the migration that this session has announced in a deployment, with null in a closed one; null when there is none.';
`,
  },
  {
    name: 'functions/links/_attach_existing_history_tables.sql',
    sql: `-- Attaches the link trigger to every history table that is there already. Tables that this role may
-- not put a trigger on are left as they are; _unlinked_history_tables() has them.
--
-- One that others are using is a history table all the same, and no change of the schema: it gets its
-- trigger at the next look, which p_is_quiet says is soon.
--
-- p_must_lock: whether a table that others are using is an error; otherwise it is left for another time.
-- Locks: those of CREATE TRIGGER, for which it does not queue, because others would queue behind it.

create or replace function pggit._attach_existing_history_tables(
  p_must_lock boolean default false,
  p_is_quiet boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '10ms'
as $pggit$
declare
  r record;
begin
  perform pggit._follow_history_tables();
  for r in select t.relation, t.source, t.tool_name from pggit._existing_history_tables() t loop
    begin
      perform pggit._attach_history_table(r.relation, r.tool_name);
    exception when insufficient_privilege or lock_not_available then
      if p_must_lock and sqlstate = '55P03' then
        raise;
      end if;
      if sqlstate in ('55P03', '55006') then
        insert into pggit.watched_tables as w
          (source, tool_name, attached, relation, is_bookkeeping)
        values (r.source, r.tool_name, true, r.relation,
          coalesce((pggit._history_entry(r.relation)).row_stands_for = 'nothing', false))
        on conflict (source) do update set attached = true, relation = excluded.relation;
      end if;
      if not p_is_quiet then
        raise warning using
          message = format('pggit: no link trigger on %s: %s', r.source, sqlerrm),
          hint = case when sqlstate = '42501'
            then 'Grant the table''s owner to the owner of pggit; then pggit.backfill_links() links its rows.'
            else 'It gets its trigger with the next comparison, or by pggit.attach_history_tables().' end;
      end if;
    end;
  end loop;
end
$pggit$;

comment on function pggit._attach_existing_history_tables(boolean, boolean) is
  'Attaches the link trigger to all history tables that exist.';
`,
  },
  {
    name: 'functions/links/_attach_history_table.sql',
    sql: `-- Puts the link trigger on a history table. Its name sorts last, after the tool's own triggers.
-- The trigger is DDL of ours, so capture is off while it is created. A table that a tool has
-- beside its history gets none: it is only not tracked. One that is a lock gets the trigger
-- that makes a deployment of its holding.
--
-- Where a tool writes the row in another session than the migration's, that migration (one that
-- installs pggit) must not put the trigger there: the tool's other session, which has the table
-- open, would wait for it with the row, and the migration for that session. That is no circle
-- that the server could see. The table is not tracked then, and has no trigger until the run
-- ends (_attach_late) or the next upgrade.
--
-- Locks: those of CREATE TRIGGER until the transaction ends.

create or replace function pggit._attach_history_table(p_relation oid, p_tool_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
  v_entry constant pggit.migration_tools := pggit._history_entry(p_relation);
  v_is_bookkeeping boolean := coalesce(v_entry.row_stands_for = 'nothing', false);
begin
  -- Another table may have had the name until a moment ago.
  if exists (
    select from pggit.watched_tables w where w.source = v_source and w.relation <> p_relation
  ) then
    perform pggit._follow_history_tables();
  end if;
  insert into pggit.watched_tables as w (source, tool_name, attached, relation, is_bookkeeping)
  values (v_source, p_tool_name, true, p_relation, v_is_bookkeeping)
  on conflict (source) do update
  set tool_name = excluded.tool_name, attached = true, relation = excluded.relation,
      is_bookkeeping = excluded.is_bookkeeping and not w.by_request
  where (w.tool_name, w.attached, w.relation, w.is_bookkeeping) is distinct from (
    excluded.tool_name, true, excluded.relation, excluded.is_bookkeeping and not w.by_request);
  select w.is_bookkeeping into v_is_bookkeeping
  from pggit.watched_tables w where w.source = v_source;
  if v_is_bookkeeping then
    perform pggit._tell_tools_apart(p_relation);
    if v_entry.lock_column is null then
      return;
    end if;
  end if;

  if exists (
    select from pg_trigger t
    where t.tgrelid = p_relation
      and t.tgname = case when v_is_bookkeeping then 'zz_pggit_lock' else 'zz_pggit_link' end
  ) then
    return;
  end if;
  if not v_is_bookkeeping
    and (pggit._source_tool(v_source, p_tool_name => p_tool_name, p_table_name => (
      select c.relname from pg_class c where c.oid = p_relation))).linked_at_end
    and exists (
      select from pg_locks l
      join pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
      where l.locktype = 'relation' and l.relation = p_relation and l.database = a.datid
        and a.pid <> pg_backend_pid()
        and coalesce(a.state, 'idle in transaction') like 'idle in transaction%')
  then
    raise warning 'pggit: no link trigger on %: a transaction of somebody else has it open', v_source;
    return;
  end if;
  perform set_config('pggit.tracking', 'off', true);
  if v_is_bookkeeping then
    execute format(
      'create trigger zz_pggit_lock after update on %1$s for each row '
      'when (old.%2$I is distinct from new.%2$I) execute function pggit._follow_tool_lock(%3$L, %2$L)',
      v_source, v_entry.lock_column, p_tool_name);
  else
    execute format(
      'create trigger zz_pggit_link after insert or update or delete on %s '
      'for each row execute function pggit._link_history_row(%L)', v_source, p_tool_name);
  end if;
  perform set_config('pggit.tracking', v_tracking, true);
end
$pggit$;

comment on function pggit._attach_history_table(oid, text) is
  'Puts pggit''s link trigger on a migration tool''s history table.';
`,
  },
  {
    name: 'functions/links/_backfill_table.sql',
    sql: `-- Links those rows of a history table that have no link, and returns how many rows there are and how many
-- got one. A row whose transaction is in the journal gets the commit of that transaction, and its changes
-- where it is alone; one that another session than the migration's wrote, the commit between the rows around
-- it (_commit_behind_row); any other row the commit of its time (_commit_at). An older link of the same
-- migration under another number is of a row that has gone unseen: it is reverted.
--
-- Locks: it appends; the journal rows of the transactions it attributes.

create or replace function pggit._backfill_table(
  p_relation oid,
  p_source text,
  p_tool pggit.migration_tools,
  p_dry_run boolean,
  out p_found int,
  out p_linked int
)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_rows jsonb[];
  v_transactions xid8[];
  v_times timestamptz[];
  v_commits jsonb;
  v_commit pggit.commits;
  v_link_id bigint;
  v_reverting pggit.migration_tools := p_tool;
  r record;
begin
  select array_agg(h.history_row), array_agg(h.transaction_id),
    array_agg(pggit._history_row_time(p_tool, h.history_row))
  into v_rows, v_transactions, v_times
  from pggit._history_rows(p_relation, p_tool) h;
  p_found := coalesce(cardinality(v_rows), 0);
  p_linked := 0;
  select jsonb_object_agg(c.transaction_id::text, c.commit_id) into v_commits
  from pggit.changes c
  where c.transaction_id = any (v_transactions) and c.commit_id is not null;

  for r in
    select u.r, u.xid, pggit._history_row_key(p_tool, u.r) as key,
      pggit._history_row_number(p_tool, u.r) as number,
      count(*) over (partition by u.xid) = 1 as is_alone, u.at,
      min(u.at) over (order by u.at groups between 1 following and unbounded following) as until,
      max(u.xid) over (order by u.position rows between unbounded preceding and 1 preceding)
        as xid_before
    from unnest(v_rows, v_transactions, v_times) with ordinality as u (r, xid, at, position)
    order by u.position
  loop
    continue when exists (
      select from pggit.external_migrations m
      where m.source = p_source and m.migration_key = r.key and m.migration_id = r.number
        and m.direction = 'up' and m.reverted_at is null);
    p_linked := p_linked + 1;
    continue when p_dry_run;
    update pggit.external_migrations m set reverted_at = clock_timestamp()
    where m.source = p_source and m.migration_key = r.key and m.direction = 'up'
      and m.reverted_at is null
      and not exists (
        select from unnest(v_rows) as o (r)
        where pggit._history_row_key(p_tool, o.r) = r.key
          and pggit._history_row_number(p_tool, o.r) = m.migration_id);
    select c.* into v_commit
    from pggit.commits c where c.commit_id = (v_commits ->> r.xid::text)::uuid;
    if v_commit.commit_id is null and p_tool.linked_at_end and not pggit._is_manual_mode() then
      v_commit := pggit._commit_behind_row(r.at, r.until, r.xid_before, r.xid);
    end if;
    if v_commit.commit_id is null then
      v_commit := pggit._commit_at(r.at);
    end if;
    v_link_id := pggit._insert_link(
      p_tool, p_source, r.r, 'up', v_commit.deployment_id, v_commit.commit_id,
      coalesce(r.at, v_commit.committed_at));
    if r.is_alone then
      update pggit.changes c set link_id = v_link_id
      where c.commit_id = v_commit.commit_id and c.transaction_id = r.xid and c.link_id is null;
    end if;
  end loop;
  if p_tool.reverted_when is not null and not p_dry_run then
    v_reverting.applied_when := p_tool.reverted_when;
    update pggit.external_migrations m
    set reverted_at = coalesce(pggit._history_row_time(p_tool, h.history_row), clock_timestamp())
    from pggit._history_rows(p_relation, v_reverting) h
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_key = pggit._history_row_key(p_tool, h.history_row)
      and m.migration_id < pggit._history_row_number(p_tool, h.history_row);
  end if;
end
$pggit$;

comment on function pggit._backfill_table(oid, text, pggit.migration_tools, boolean) is
  'Links the rows of a history table that have no link; returns how many rows there are and how many got one.';
`,
  },
  {
    name: 'functions/links/_built_in_tools.sql',
    sql: `-- The tools pggit knows by itself, as their latest versions write their tables. Facts of each,
-- and what to do about a table with another name: docs/how-to/migration-tools.md.
--
-- Three tools call theirs \`migrations\`, their columns tell them apart. A table
-- schema_migrations with nothing but a version is Rails' where Rails' other table is beside it,
-- else dbmate's. Rails makes that one, since version 5, before it writes the first row.
-- Liquibase lets teams name its tables, and many do: they are known by a column that no other
-- table has.

create or replace function pggit._built_in_tools()
returns table (
  tool_name text,
  table_pattern text,
  required_columns text[],
  column_types text[],
  number_column text,
  key_columns text[],
  description_column text,
  checksum_column text,
  applied_at_column text,
  row_stands_for text,
  applied_when jsonpath,
  beside_table text,
  rerun_columns text[],
  telltale_column text,
  lock_column text,
  exec_type_column text,
  unnamed_key_column text,
  reverted_when jsonpath,
  linked_at_end boolean,
  script_column text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select
    t.tool_name, t.table_pattern, t.required_columns::text[], t.column_types::text[],
    t.number_column, t.key_columns::text[], t.description_column, t.checksum_column,
    t.applied_at_column, t.row_stands_for, t.applied_when::jsonpath, t.beside_table,
    m.rerun_columns::text[], m.telltale_column, m.lock_column, m.exec_type_column,
    m.unnamed_key_column, m.reverted_when::jsonpath, m.linked_at_end, m.script_column
  from (values
    ('node-pg-migrate', 'pgmigrations', '{id,name,run_on}', '{number,text,time}',
      'id', '{name}', 'name', null, 'run_on', 'migration', '$', null),
    ('umzug', 'SequelizeMeta', '{name}', '{text}',
      null, '{name}', null, null, null, 'migration', '$', null),
    ('slonik-migrator', 'migration', '{name,hash,date}', '{text,text,time}',
      null, '{name}', null, 'hash', 'date', 'migration', '$', null),
    ('pgkit', 'pgkit_migrations', '{name,content,status,date}', '{text,text,text,time}',
      null, '{name}', null, null, 'date', 'migration', '$', null),
    ('mikro-orm', 'mikro_orm_migrations', '{id,name,executed_at}', '{number,text,time}',
      'id', '{name}', null, null, 'executed_at', 'migration', '$', null),
    ('knex', 'knex_migrations', '{id,name,batch,migration_time}', '{number,text,number,time}',
      'id', '{name}', null, null, 'migration_time', 'migration', '$', null),
    ('kysely', 'kysely_migration', '{name,timestamp}', '{text,text}',
      null, '{name}', null, null, 'timestamp', 'migration', '$', null),
    -- Its rows hold no name: created_at is the \`when\` of the entry in drizzle's journal.
    ('drizzle', '__drizzle_migrations', '{id,hash,created_at}', '{number,text,number}',
      'id', '{hash}', 'created_at', 'hash', null, 'migration', '$', null),
    ('typeorm', 'migrations', '{id,timestamp,name}', '{number,number,text}',
      'id', '{name}', null, null, null, 'migration', '$', null),
    ('db-migrate', 'migrations', '{id,name,run_on}', '{number,text,time}',
      'id', '{name}', null, null, 'run_on', 'migration', '$', null),
    ('postgres-migrations', 'migrations', '{id,name,hash,executed_at}', '{number,text,text,time}',
      'id', '{name}', null, 'hash', 'executed_at', 'migration', '$', null),
    ('graphile-migrate', 'migrations', '{hash,previous_hash,filename,date}', '{text,text,text,time}',
      null, '{filename}', null, 'hash', 'date', 'migration', '$', null),
    -- The row is there from the start of the migration on.
    ('prisma', '_prisma_migrations',
      '{id,checksum,finished_at,migration_name,rolled_back_at,started_at}',
      '{text,text,time,text,time,time}',
      null, '{migration_name}', null, 'checksum', 'finished_at', 'migration',
      '$ ? (@.finished_at != null && @.rolled_back_at == null)', null),
    ('dbmate', 'schema_migrations', '{version}', '{text}',
      'version', '{version}', null, null, null, 'migration', '$', null),
    ('rails', 'schema_migrations', '{version}', '{text}',
      'version', '{version}', null, null, null, 'migration', '$', 'ar_internal_metadata'),
    -- One row, which is truncated away and written anew around each migration.
    ('golang-migrate', 'schema_migrations', '{version,dirty}', '{number,boolean}',
      'version', '{version}', null, null, null, 'position', '$ ? (@.dirty == false)', null),
    -- A change may come twice under its name (a rework), never under its id.
    ('sqitch', 'changes', '{change_id,script_hash,change,project,note,committed_at,planned_at}',
      '{text,text,text,text,text,time,time}',
      'change_id', '{project,change}', 'note', 'script_hash', 'committed_at', 'migration', '$',
      null),
    -- The row counts the statements applied so far.
    ('atlas', 'atlas_schema_revisions',
      '{version,description,type,applied,total,executed_at,hash}',
      '{text,text,number,number,number,time,text}',
      'version', '{version}', 'description', 'hash', 'executed_at', 'migration',
      '$ ? (@.applied == @.total && (@.error == null || @.error == "") && !(@.version starts with "."))',
      null),
    -- A row for each head.
    ('alembic', 'alembic_version', '{version_num}', '{text}',
      null, '{version_num}', null, null, null, 'position', '$', null),
    ('django', 'django_migrations', '{id,app,name,applied}', '{number,text,text,time}',
      'id', '{app,name}', null, null, 'applied', 'migration', '$', null),
    -- Its row is updated when the changeset runs again, and for a tag, which is no run. The row that
    -- changelog-sync writes for the marker (pggit-success.xml) stands for no migration.
    ('liquibase', 'databasechangelog',
      '{id,author,filename,dateexecuted,orderexecuted,exectype,md5sum,liquibase}',
      '{text,text,text,time,number,text,text,text}',
      null, '{filename,id,author}', 'description', 'md5sum', 'dateexecuted', 'migration',
      '$ ? (!(@.filename == "pggit/liquibase" && @.author == "pggit"))', null),
    -- A baseline, the mark of a schema it made and one of a migration that is missing have run nothing.
    ('flyway', 'flyway_schema_history',
      '{installed_rank,version,description,type,script,checksum,installed_by,installed_on,execution_time,success}',
      '{number,text,text,text,text,number,text,time,number,boolean}',
      'installed_rank', '{version}', 'description', 'checksum', 'installed_on', 'migration',
      '$ ? (@.success == true && @.type != "BASELINE" && @.type != "SCHEMA" && @.type != "DELETE" && !(@.type starts with "UNDO"))',
      null),
    -- Tables that tools keep beside their history: locks and the like.
    ('liquibase', 'databasechangeloglock', '{id,locked,lockgranted,lockedby}',
      '{number,boolean,time,text}',
      null, '{id}', 'lockedby', null, null, 'nothing', '$', null),
    ('knex', 'knex_migrations_lock', '{index,is_locked}', '{number,number}',
      null, '{index}', null, null, null, 'nothing', '$', null),
    ('kysely', 'kysely_migration_lock', '{id,is_locked}', '{text,number}',
      null, '{id}', null, null, null, 'nothing', '$', null),
    ('rails', 'ar_internal_metadata', '{key,value,created_at,updated_at}', '{text,text,time,time}',
      null, '{key}', null, null, null, 'nothing', '$', null),
    ('graphile-migrate', 'current', '{filename,content,date}', '{text,text,time}',
      null, '{filename}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'releases', '{version,installed_at,installer_name,installer_email}',
      '{any,time,text,text}', null, '{version}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'projects', '{project,uri,created_at,creator_name,creator_email}',
      '{text,text,time,text,text}', null, '{project}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'tags', '{tag_id,tag,project,change_id,committed_at,planned_at,planner_email}',
      '{text,text,text,text,time,time,text}',
      null, '{tag_id}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'dependencies', '{change_id,type,dependency,dependency_id}',
      '{text,text,text,text}', null, '{change_id}', null, null, null, 'nothing', '$', null),
    ('sqitch', 'events', '{event,change_id,change,project,requires,conflicts,committed_at,planned_at}',
      '{text,text,text,text,any,any,time,time}',
      null, '{change_id}', null, null, null, 'nothing', '$', null)
  ) as t (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
    description_column, checksum_column, applied_at_column, row_stands_for, applied_when,
    beside_table)
  left join (values
    ('databasechangelog', '{orderexecuted,deployment_id}', 'orderexecuted', null, 'exectype',
      null, null, null, null),
    ('databasechangeloglock', null, 'locked', 'locked', null, null, null, null, null),
    ('flyway_schema_history', null, 'installed_rank', null, null,
      'script', '$ ? (@.success == true && @.type starts with "UNDO")', true, 'script')
  ) as m (table_pattern, rerun_columns, telltale_column, lock_column, exec_type_column,
    unnamed_key_column, reverted_when, linked_at_end, script_column)
    on m.table_pattern = t.table_pattern;
end
$pggit$;

comment on function pggit._built_in_tools() is
  'The migration tools that pggit knows by itself.';
`,
  },
  {
    name: 'functions/links/_check_migration_tool.sql',
    sql: `-- Refuses an entry for the registry that could not work, with the parameter that is wrong.

create or replace function pggit._check_migration_tool(p_tool pggit.migration_tools)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_wrong record;
begin
  select w.parameter, w.problem, w.hint into v_wrong
  from (values
    ('tool_name', p_tool.tool_name is null,
      'has no name', 'Pass the name that links shall carry, for example ''acme-migrate''.'),
    ('table_pattern', coalesce(btrim(p_tool.table_pattern, E'% \\t\\r\\n'), '') = '',
      'needs the name of its history table',
      'Pass the name without schema; % stands for any characters, beside others.'),
    ('table_pattern', p_tool.table_pattern like '%.%',
      format('has the table name %s with a schema', p_tool.table_pattern),
      'Pass the name alone; pggit.watch_history_table() names one table of one schema.'),
    ('key_columns', coalesce(cardinality(p_tool.key_columns), 0) = 0,
      'needs the columns that name a migration', 'Pass for example ARRAY[''name''].'),
    ('required_columns',
      exists (select from unnest(p_tool.required_columns) as c (name)
              where nullif(btrim(c.name), '') is null),
      'has a column without a name', 'Leave a column that the tool does not have out, or pass NULL.'),
    ('column_types',
      p_tool.column_types is not null
        and cardinality(p_tool.column_types) is distinct from cardinality(p_tool.required_columns),
      'has another number of column types than of required columns',
      'Pass required_columns and column_types together, one type for each column.'),
    ('column_types',
      exists (select from unnest(p_tool.column_types) as c (wanted)
              where c.wanted is null or c.wanted not in ('number', 'text', 'time',
                'boolean', 'json', 'any')),
      'has a column type that pggit does not know',
      'Types are number, text, time, boolean, json and any.'),
    ('row_stands_for', p_tool.row_stands_for not in ('migration', 'position', 'nothing'),
      format('has rows that stand for %s', p_tool.row_stands_for),
      'Pass migration; position for a tool that overwrites its row; nothing for a table beside it.'),
    ('key_columns', p_tool.row_stands_for = 'position' and cardinality(p_tool.key_columns) > 1,
      'keeps a position and has more than one key column', 'A position has one key column.')
  ) as w (parameter, is_wrong, problem, hint)
  where w.is_wrong or w.is_wrong is null
  limit 1;
  if found then
    perform pggit._raise('PGX04',
      format('migration tool %s %s', coalesce(quote_literal(p_tool.tool_name), 'null'), v_wrong.problem),
      jsonb_build_object('tool_name', p_tool.tool_name, 'parameter', v_wrong.parameter),
      v_wrong.hint);
  end if;
end
$pggit$;

comment on function pggit._check_migration_tool(pggit.migration_tools) is
  'Raises when an entry for the registry of migration tools could not work.';
`,
  },
  {
    name: 'functions/links/_check_tool_columns.sql',
    sql: `-- Refuses an entry for the registry that fits none of the tables that have its name already: a column is
-- misspelt, or of a type that pggit does not read (one that a user defined: _history_row_reading).

create or replace function pggit._check_tool_columns(p_tool pggit.migration_tools)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_table record;
begin
  select t.source, t.missing into v_table
  from (
    select format('%s.%I', s.quoted_name, c.relname) as source,
      array(
        select r.name from unnest(p_tool.required_columns, p_tool.column_types) as r (name, wanted)
        where not exists (
          select from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attname = r.name and a.atttypid < 16384
            and pggit._has_column_type(a.atttypid, coalesce(r.wanted, 'any')))
      ) as missing
    from pg_class c
    join pggit.user_schemas s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and lower(c.relname) like (pggit._like_pattern(array[lower(p_tool.table_pattern)]))[1]
  ) t
  order by t.missing <> '{}', t.source
  limit 1;
  if v_table.missing <> '{}' then
    perform pggit._raise('PGX04',
      format('table %s has no column %s that migration tool %L could be read from', v_table.source,
        array_to_string(v_table.missing, ', '), p_tool.tool_name),
      jsonb_build_object('tool_name', p_tool.tool_name, 'parameter', 'required_columns',
        'history_table', v_table.source, 'missing', to_jsonb(v_table.missing)),
      'Check the names and types of the columns; pggit reads columns of PostgreSQL''s own types.');
  end if;
end
$pggit$;

comment on function pggit._check_tool_columns(pggit.migration_tools) is
  'Raises when the tables that have the name of a tool''s history table lack its columns.';
`,
  },
  {
    name: 'functions/links/_commit_at.sql',
    sql: `-- The commit that a migration applied at a certain time belongs to, when nothing but the time is known:
-- the first one, of all there was, for a time before it and for no time at all; else the newest there was
-- then. In manual mode changes are captured after they were made: the first commit since.

create or replace function pggit._commit_at(p_time timestamptz)
returns pggit.commits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit pggit.commits;
begin
  if p_time is not null and pggit._is_manual_mode() then
    select c.* into v_commit
    from pggit.commits c where c.committed_at >= p_time
    order by c.commit_number limit 1;
  elsif p_time is not null then
    select c.* into v_commit
    from pggit.commits c where c.committed_at <= p_time
    order by c.commit_number desc limit 1;
  end if;
  if v_commit.commit_id is null then
    select c.* into v_commit
    from pggit.commits c
    where c.parent_ids = '{}'
    order by c.commit_number limit 1;
  end if;
  return v_commit;
end
$pggit$;

comment on function pggit._commit_at(timestamptz) is
  'The commit that a migration applied at that time belongs to; the first one where the time is not known.';
`,
  },
  {
    name: 'functions/links/_commit_behind_row.sql',
    sql: `-- The commit of a migration whose row was written in another session than the one that ran it, which is all
-- that is known of it (Flyway). The row's time is that of the beginning of its transaction, before the
-- migration, so the newest commit of that time is the one before; and its transaction got its id behind the
-- migration's. So it is the first commit since that time of a transaction between the row before and this one,
-- and where the same session made more of them (no transaction around them), the last of those.
--
-- Null where there is none: the migration changed nothing, or the row was written anew since, as by a restore.
--
-- p_until: the time of the next row, where that is later. p_after, p_through: the transactions of the rows
-- before, and of this one; where those are later, they were updated since.

create or replace function pggit._commit_behind_row(
  p_time timestamptz,
  p_until timestamptz,
  p_after xid8,
  p_through xid8
)
returns pggit.commits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit pggit.commits;
begin
  with made as materialized (
    select distinct k.commit_number, c.backend_pid
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.committed_at >= p_time
      and (p_until is null or k.committed_at < p_until)
      and k.parent_ids <> '{}'
      and c.transaction_id <= p_through
      and (p_after is null or p_after >= p_through or c.transaction_id > p_after)
  ),
  first as (select m.backend_pid from made m order by m.commit_number limit 1)
  select k.* into v_commit
  from pggit.commits k
  where k.commit_number = (
    select max(m.commit_number) from made m join first f on f.backend_pid = m.backend_pid);
  return v_commit;
end
$pggit$;

comment on function pggit._commit_behind_row(timestamptz, timestamptz, xid8, xid8) is
  'The commit of a migration whose row another session wrote, by the row''s time and transaction; null where there is none.';
`,
  },
  {
    name: 'functions/links/_detach_history_table.sql',
    sql: `-- Takes pggit's trigger off a table that is a history table no longer; it is tracked like any other from
-- here on. Its links stay.
--
-- Locks: DROP TRIGGER locks the table exclusively.

create or replace function pggit._detach_history_table(p_source text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_relation constant oid := pggit._relation_named(p_source);
  v_trigger name;
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
begin
  for v_trigger in
    select t.tgname from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid and p.pronamespace = 'pggit'::regnamespace
    where t.tgrelid = v_relation and t.tgname in ('zz_pggit_link', 'zz_pggit_lock')
  loop
    perform set_config('pggit.tracking', 'off', true);
    execute format('drop trigger %I on %s', v_trigger, pggit._relation_identity(v_relation));
    perform set_config('pggit.tracking', v_tracking, true);
  end loop;
  if v_relation is not null then
    perform pggit._mark('pg_class'::regclass, v_relation);
  end if;
end
$pggit$;

comment on function pggit._detach_history_table(text) is
  'Takes pggit''s link trigger off a table, which is tracked like any other from here on.';
`,
  },
  {
    name: 'functions/links/_existing_history_tables.sql',
    sql: `-- The history tables that exist, each with its tool: those that look like one and those that are
-- watched, unless a person said that they are none, or asked for one that is not theirs to read. One that
-- has been attached stays its tool's, whatever has become of its columns and of who asked.

create or replace function pggit._existing_history_tables()
returns table (relation oid, source text, tool_name text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return query
  select t.oid, t.source, t.tool_name
  from (
    select c.oid, k.source,
      case
        when w.by_request and pggit._may_watch(w.requested_by, c.oid) then w.tool_name
        when w.source is not null or exists (
          select from pggit.migration_tools m where k.name like m.like_pattern)
          or c.oid in (
            select a.attrelid from pg_attribute a
            where a.attnotnull
              and a.attname in (select m.telltale_column from pggit.migration_tools m))
        then coalesce(pggit._history_tool(c.oid), case when w.relation = c.oid then w.tool_name end)
      end as tool_name
    from pg_class c
    join pggit.user_schemas s on s.oid = c.relnamespace
    cross join lateral (
      select format('%s.%I', s.quoted_name, c.relname) as source, lower(c.relname) as name offset 0
    ) k
    left join pggit.watched_tables w on w.source = k.source
    where c.relkind in ('r', 'p')
      and c.relpersistence <> 't'
      and w.is_declined is not true
  ) t
  where t.tool_name is not null
  order by t.source;
end
$pggit$;

comment on function pggit._existing_history_tables() is
  'The history tables that exist, each with its tool.';
`,
  },
  {
    name: 'functions/links/_follow_history_tables.sql',
    sql: `-- Gives watched history tables, and their links, the names that the tables have now: a renamed or moved
-- one is the same source. Called where a table may have another name than pggit thinks: a marked ALTER of
-- a table that is not tracked, or of a schema, a row of a table that nobody watches by that name, a
-- comparison with the catalog.
--
-- By way of the oid as a name, because two tables may have swapped theirs. Where an earlier table of the
-- new name has left links, the runs count on from those. Returns whether any had another name.
--
-- Locks: the rows of the links, of tables that somebody has just locked for the rename.

create or replace function pggit._follow_history_tables()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_sources text[];
  v_relations oid[];
begin
  select array_agg(w.source), array_agg(w.relation) into v_sources, v_relations
  from pggit.watched_tables w
  join pg_class c on c.oid = w.relation
  join pg_namespace n on n.oid = c.relnamespace
  where w.source <> format('%I.%I', n.nspname, c.relname)
    and exists (
      select from pg_trigger t
      where t.tgrelid = w.relation and t.tgname in ('zz_pggit_link', 'zz_pggit_lock'));
  if v_sources is null then
    return false;
  end if;

  update pggit.external_migrations m set source = o.relation::text
  from unnest(v_sources, v_relations) as o (source, relation)
  where m.source = o.source;
  update pggit.watched_tables w set source = o.relation::text
  from unnest(v_sources, v_relations) as o (source, relation)
  where w.source = o.source;

  delete from pggit.watched_tables w
  where w.source in (select pggit._relation_identity(u.oid) from unnest(v_relations) as u (oid));
  update pggit.watched_tables w set source = pggit._relation_identity(w.relation)
  where w.relation = any (v_relations);
  update pggit.external_migrations m
  set source = pggit._relation_identity(u.oid),
      run = m.run + coalesce((
        select max(e.run) from pggit.external_migrations e
        where e.source = pggit._relation_identity(u.oid)
          and e.migration_key = m.migration_key and e.direction = m.direction), 0)
  from unnest(v_relations) as u (oid)
  where m.source = u.oid::text;
  return true;
end
$pggit$;

comment on function pggit._follow_history_tables() is
  'Gives watched history tables and their links the names that the tables have now; false when they have them.';
`,
  },
  {
    name: 'functions/links/_has_column_type.sql',
    sql: `-- Whether a column holds what the registry says. Families of types, not types: tools differ in int and
-- bigint, varchar and text, from version to version. What pggit cannot read (_history_row_reading) is
-- of no family but \`any\`.

create or replace function pggit._has_column_type(p_type oid, p_wanted text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case p_wanted
    when 'number' then p_type in (20, 21, 23, 1700)
    when 'text' then p_type in (25, 1042, 1043)
    when 'time' then p_type in (1082, 1114, 1184)
    when 'boolean' then p_type = 16
    when 'json' then p_type in (114, 3802)
    when 'any' then true
    else false
  end;
end
$pggit$;

comment on function pggit._has_column_type(oid, text) is
  'Whether a column type belongs to one of the families that pggit.migration_tools names.';
`,
  },
  {
    name: 'functions/links/_has_history_columns.sql',
    sql: `-- Whether a relation is a table with the columns that a tool's history table has. Only names count: who
-- names the table by hand knows better than a list of types.

create or replace function pggit._has_history_columns(p_relation oid, p_tool_name text)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return exists (
    select from pggit.migration_tools t
    join pg_class c on c.oid = p_relation and c.relkind in ('r', 'p')
    where t.tool_name = p_tool_name and t.row_stands_for <> 'nothing'
      and t.required_columns <@ array(
        select a.attname::text from pg_attribute a
        where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped)
  );
end
$pggit$;

comment on function pggit._has_history_columns(oid, text) is
  'Whether a table has the columns that a migration tool''s history table has.';
`,
  },
  {
    name: 'functions/links/_history_entry.sql',
    sql: `-- The entry of the registry that a table fits, by its name and the names and types of its
-- columns; null when it is nobody's. The name comes first: it rules out nearly every table. A
-- telltale column does as well, which is never null: in a copy of the rows for safekeeping
-- (CREATE TABLE AS) it may be. A tool that somebody registered has no table that they may not read.

create or replace function pggit._history_entry(p_relation oid)
returns pggit.migration_tools
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_entry pggit.migration_tools;
begin
  select t.* into v_entry
  from pg_class c
  join pggit.migration_tools t
    on lower(c.relname) like t.like_pattern
    or exists (
      select from pg_attribute a
      where a.attrelid = c.oid and a.attname = t.telltale_column and a.attnotnull)
  where c.oid = p_relation
    and c.relkind in ('r', 'p')
    and not exists (
      select from unnest(t.required_columns, t.column_types) as r (name, wanted)
      where not exists (
        select from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attname = r.name
          and pggit._has_column_type(a.atttypid, coalesce(r.wanted, 'any'))))
    and (t.beside_table is null or exists (
      select from pg_class b
      where b.relname = t.beside_table and b.relnamespace = c.relnamespace))
    and pggit._may_watch(t.registered_by, c.oid)
  -- A team's own entry first. Then: the more a tool asks of a table, the surer it is.
  order by t.is_built_in, cardinality(t.required_columns) desc, t.beside_table is null, t.tool_name
  limit 1;
  return v_entry;
end
$pggit$;

comment on function pggit._history_entry(oid) is
  'The entry of pggit.migration_tools that a table fits, by name and columns; null when there is none.';
`,
  },
  {
    name: 'functions/links/_history_row_key.sql',
    sql: `-- What names the migration of a history row: its key columns, joined with two colons; where they are all
-- null (Flyway's repeatable migrations have no version) the column that the tool has for those.

create or replace function pggit._history_row_key(p_tool pggit.migration_tools, p_row jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(
      case when p_tool.unnamed_key_column is not null and count(p_row ->> k.name) = 0
        then p_row ->> p_tool.unnamed_key_column end,
      string_agg(coalesce(p_row ->> k.name, ''), '::' order by k.n))
    from unnest(p_tool.key_columns) with ordinality as k (name, n)
  );
end
$pggit$;

comment on function pggit._history_row_key(pggit.migration_tools, jsonb) is
  'The key of the migration a history row stands for.';
`,
  },
  {
    name: 'functions/links/_history_row_number.sql',
    sql: `-- The number of a history row: the tool's own, or a stable hash where it has none: of what stands where
-- the number would (an id in letters), else of the key.

create or replace function pggit._history_row_number(p_tool pggit.migration_tools, p_row jsonb)
returns bigint
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_number constant text := p_row ->> p_tool.number_column;
begin
  if v_number ~ '^-?[0-9]{1,19}$'
    and v_number::numeric between -9223372036854775808 and 9223372036854775807
  then
    return v_number::bigint;
  end if;
  return hashtextextended(coalesce(v_number, pggit._history_row_key(p_tool, p_row)), 0);
end
$pggit$;

comment on function pggit._history_row_number(pggit.migration_tools, jsonb) is
  'The tool''s own number of a history row, or a stable hash.';
`,
  },
  {
    name: 'functions/links/_history_row_reading.sql',
    sql: `-- The query that turns a row of a history table (p_row, an expression) into JSON, columns of built-in types only: oids
-- below 16384 are the server's own. The type is asked again when the row is read, because a column may have got
-- another one meanwhile; nothing is cast before that.

create or replace function pggit._history_row_reading(p_relation oid, p_row text default '$1')
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select 'select jsonb_build_object('
      || string_agg(
        format('%1$L, case when pg_typeof((%2$s).%3$I)::oid < 16384 then to_jsonb((%2$s).%3$I) end',
          a.attname, p_row, a.attname),
        ', ' order by a.attnum) || ')'
    from pg_attribute a
    where a.attrelid = p_relation
      and a.attnum between 1 and 40
      and not a.attisdropped
      and a.atttypid < 16384
  );
end
$pggit$;

comment on function pggit._history_row_reading(oid, text) is
  'The query that turns a history row into JSON without running anybody''s casts.';
`,
  },
  {
    name: 'functions/links/_history_row_time.sql',
    sql: `-- When a history row says that its migration was applied; null where it does not say. A time without a
-- zone is read in the session's.

create or replace function pggit._history_row_time(p_tool pggit.migration_tools, p_row jsonb)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (p_row ->> p_tool.applied_at_column)::timestamptz;
exception when invalid_datetime_format or datetime_field_overflow then
  return null;
end
$pggit$;

comment on function pggit._history_row_time(pggit.migration_tools, jsonb) is
  'When a history row says that its migration was applied; null where it does not say.';
`,
  },
  {
    name: 'functions/links/_history_rows.sql',
    sql: `-- The rows that a history table has, those that count as applied, each with the transaction that wrote it
-- last (the upper half of its id is that of now: a table keeps only the lower). In the order in which the
-- tool numbered or applied them.
--
-- Rights: row security is off, because a policy's functions must not run with the rights of pggit's
-- owner; where the owner is subject to it, the table cannot be read.
--
-- Locks: that of a reader on the table, until the transaction ends (_lock_history_table).

create or replace function pggit._history_rows(
  p_relation oid,
  p_tool pggit.migration_tools
)
returns table (history_row jsonb, transaction_id xid8)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set row_security = off
as $pggit$
declare
  v_identity constant text := pggit._lock_history_table(p_relation);
  -- Of what changes with a run, the first is the order in which a tool without numbers ran (Liquibase).
  v_order_column constant text := coalesce(p_tool.number_column, p_tool.rerun_columns[1]);
  v_next constant bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  v_rows jsonb[];
  v_xmins bigint[];
begin
  execute format(
    'select array_agg(x.r), array_agg(t.xmin::text::bigint) from %s t cross join lateral (%s) x (r)',
    v_identity, pggit._history_row_reading(p_relation, 't'))
  into v_rows, v_xmins;
  return query
  select u.r, greatest(v_next - ((v_next - u.xmin) & 4294967295), 0)::text::xid8
  from unnest(v_rows, v_xmins) with ordinality as u (r, xmin, position)
  where jsonb_path_exists(u.r, p_tool.applied_when, '{}', true)
  order by
    case when u.r ->> v_order_column ~ '^[0-9]{1,18}$' then (u.r ->> v_order_column)::bigint end,
    pggit._history_row_time(p_tool, u.r), u.position;
end
$pggit$;

comment on function pggit._history_rows(oid, pggit.migration_tools) is
  'The rows of a history table that count as applied, each with the transaction that wrote it.';
`,
  },
  {
    name: 'functions/links/_history_tool.sql',
    sql: `-- The migration tool that a table belongs to; null when it is nobody's.

create or replace function pggit._history_tool(p_relation oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (pggit._history_entry(p_relation)).tool_name;
end
$pggit$;

comment on function pggit._history_tool(oid) is
  'The migration tool that a table belongs to, by name and columns; null when it is none''s.';
`,
  },
  {
    name: 'functions/links/_insert_link.sql',
    sql: `-- Appends the link of a history row: the run counts how often the migration went that direction.
-- p_commit_id, p_applied_at: of a migration that ran earlier; else it is running now, and its commit is
-- found when the transaction or the deployment ends. p_link_id: of a migration that was announced.

create or replace function pggit._insert_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_direction text,
  p_deployment_id uuid,
  p_commit_id uuid default null,
  p_applied_at timestamptz default null,
  p_link_id bigint default null
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_row);
  v_link_id bigint;
begin
  insert into pggit.external_migrations
    (link_id, migration_id, migration_key, tool_name, source, deployment_id, run, direction,
     description, checksum, exec_type, script, pggit_commit_id, applied_at)
  overriding system value
  select
    coalesce(p_link_id, nextval('pggit.external_migrations_link_id_seq')),
    pggit._history_row_number(p_tool, p_row), v_key, p_tool.tool_name, p_source, p_deployment_id,
    count(m.link_id) + 1, p_direction, p_row ->> p_tool.description_column,
    p_row ->> p_tool.checksum_column,
    case when p_direction = 'up' then p_row ->> p_tool.exec_type_column end,
    p_row ->> p_tool.script_column,
    p_commit_id, coalesce(p_applied_at, clock_timestamp())
  from (select) as one
  left join pggit.external_migrations m
    on m.source = p_source and m.migration_key = v_key and m.direction = p_direction
  returning link_id into v_link_id;
  if p_commit_id is null then
    perform set_config('pggit.linked', pg_current_xact_id()::text, true);
  end if;
  return v_link_id;
end
$pggit$;

comment on function pggit._insert_link(
  pggit.migration_tools, text, jsonb, text, uuid, uuid, timestamptz, bigint) is
  'Appends the link of a history row and returns its id.';
`,
  },
  {
    name: 'functions/links/_link_announced.sql',
    sql: `-- Writes the link of a history row whose migration was announced, under the number that its changes carry
-- already; null when none was. Of several under one number the last one counts: those before failed
-- outside of a transaction, and the tool gave their number again.
--
-- A deployment that was closed while the migration was at work has not what it changed: the link is where
-- that is, and in the deployment where there is nothing else to go by. Its end has forgotten what it could see
-- of what was announced, so the rest is forgotten here.
--
-- Locks: it appends; that of an announcement whose session has done with it.

create or replace function pggit._link_announced(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_announced pggit.announced_migrations;
  v_deployment pggit.deployments;
  v_commit_id uuid;
  v_change record;
begin
  select a.* into v_announced
  from pggit.announced_migrations a
  where a.source = p_source
    and a.migration_id = pggit._history_row_number(p_tool, p_row)
    and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  order by a.link_id desc
  limit 1;
  if v_announced.link_id is null then
    return null;
  end if;
  select d.* into v_deployment
  from pggit.deployments d where d.deployment_id = v_announced.deployment_id;
  v_commit_id := v_deployment.commit_id;
  if v_deployment.status is distinct from 'open' then
    delete from pggit.announced_migrations a where a.link_id = v_announced.link_id;
    v_announced.deployment_id := v_deployment.deployment_id;
    -- What has no commit yet comes last: whoever makes one gives it to the link.
    select c.commit_id, c.deployment_id into v_change
    from (
      select s.change_id, s.commit_id, s.deployment_id, null::bigint as commit_number
      from pggit.changes s
      where s.commit_id is null and s.link_id = v_announced.link_id
      union all
      select s.change_id, s.commit_id, s.deployment_id, k.commit_number
      from pggit.commits k
      join pggit.changes s on s.commit_id = k.commit_id
      where k.commit_number > coalesce((
          select b.commit_number from pggit.commits b
          where b.committed_at < v_announced.announced_at
          order by b.commit_number desc limit 1), 0)
        and s.link_id = v_announced.link_id
    ) c
    order by c.commit_number desc nulls first
    limit 1;
    if found then
      v_commit_id := v_change.commit_id;
      v_announced.deployment_id := v_change.deployment_id;
    end if;
  elsif v_deployment.auto_commit then
    select k.commit_id into v_commit_id
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.deployment_id = v_announced.deployment_id and c.link_id = v_announced.link_id
    order by k.commit_number desc
    limit 1;
  end if;
  return pggit._insert_link(
    p_tool, p_source, p_row, 'up', v_announced.deployment_id, v_commit_id,
    p_link_id => v_announced.link_id);
end
$pggit$;

comment on function pggit._link_announced(pggit.migration_tools, text, jsonb) is
  'Writes the link of a history row whose migration was announced, and returns its id; null when none was.';
`,
  },
  {
    name: 'functions/links/_link_changes_elsewhere.sql',
    sql: `-- A row whose migration nobody announced: Flyway without pggit's callbacks. Its transaction has committed
-- in another session a moment ago, or in this one (postgresql.transactional.lock = false). Either is only
-- believed where nothing else is possible, for a wrong link is worse than one without changes:
--
-- * this transaction's own changes, committed already because it is at its end;
-- * else what the tool's other session has just committed. That session is certain where it is the only
--   one of the same login, address and application that came after this one and is done with a COMMIT
--   since this transaction began, which the tool's always is.
--
-- Where the transaction wrote several rows (group = true) the commit is known, but not whose the changes are.
--
-- Locks: the journal rows it attributes, of transactions that have ended.

create or replace function pggit._link_changes_elsewhere(
  p_link_id bigint,
  p_deployment_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_self pg_stat_activity;
  v_pids int[];
  v_changes bigint[];
  v_commit_id uuid;
  v_is_staged boolean;
begin
  if exists (select from pggit.changes c where c.commit_id is null
      and c.deployment_id is not distinct from p_deployment_id
      and c.backend_pid = pg_backend_pid() and c.link_id = p_link_id)
  then
    return;
  end if;
  v_commit_id := pggit._transaction_commit();
  if v_commit_id is not null then
    v_pids := array[pg_backend_pid()];
  else
    select a.* into v_self from pg_stat_activity a where a.pid = pg_backend_pid();
    v_pids := array(
      select a.pid
      from pg_stat_activity a
      where a.pid <> v_self.pid and a.datid = v_self.datid and a.usesysid = v_self.usesysid
        and a.backend_type = 'client backend'
        and a.client_addr is not distinct from v_self.client_addr
        and a.application_name = v_self.application_name
        and coalesce(a.state_change >= v_self.xact_start, true));
    if cardinality(v_pids) <> 1 or not exists (
      select from pg_stat_activity a
      where a.pid = v_pids[1] and a.state = 'idle' and upper(a.query) = 'COMMIT'
        and a.backend_start > v_self.backend_start
    ) then
      return;
    end if;
  end if;

  select array_agg(c.change_id), (array_agg(k.commit_id order by k.commit_number desc))[1],
    bool_or(c.commit_id is null)
  into v_changes, v_commit_id, v_is_staged
  from (
    select c.change_id, c.commit_id
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < now()
        order by b.commit_number desc limit 1), 0)
      and c.backend_pid = v_pids[1] and c.changed_at >= now() and c.link_id is null
      and c.deployment_id is not distinct from p_deployment_id
    union all
    select c.change_id, null
    from pggit.changes c
    where c.commit_id is null and c.deployment_id is not distinct from p_deployment_id
      and c.backend_pid = v_pids[1] and c.changed_at >= now() and c.link_id is null
  ) c
  left join pggit.commits k on k.commit_id = c.commit_id;
  if v_changes is null then
    return;
  end if;
  if current_setting('pggit.rows', true) = pg_current_xact_id()::text || ':1' then
    update pggit.changes c set link_id = p_link_id where c.change_id = any (v_changes);
  end if;
  if not v_is_staged then
    update pggit.external_migrations m set pggit_commit_id = v_commit_id
    where m.link_id = p_link_id and m.pggit_commit_id is null;
  end if;
end
$pggit$;

comment on function pggit._link_changes_elsewhere(bigint, uuid) is
  'Gives a link the changes that the tool''s other session has just committed, where those are certain.';
`,
  },
  {
    name: 'functions/links/_link_committed_changes.sql',
    sql: `-- In a deployment that commits as it goes, a migration without a transaction has its changes in commits
-- already when its history row is written: the link goes to the newest of them. So it does where commits
-- of others took all of its changes along; where they took some, the end of the deployment decides.

create or replace function pggit._link_committed_changes(p_link_id bigint, p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commits constant uuid[] := pggit._carried_by(p_deployment_id) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = p_deployment_id);
  v_commit_id uuid;
begin
  select k.commit_id into v_commit_id
  from pggit.commits k
  join pggit.changes c on c.commit_id = k.commit_id
  where k.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid()
  order by k.commit_number desc
  limit 1;
  if v_commit_id is null then
    return;
  end if;
  update pggit.changes c set link_id = p_link_id
  where c.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid();
  update pggit.external_migrations m set pggit_commit_id = v_commit_id
  where m.link_id = p_link_id
    and not exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = p_deployment_id
        and c.backend_pid = pg_backend_pid() and c.link_id = p_link_id);
end
$pggit$;

comment on function pggit._link_committed_changes(bigint, uuid) is
  'Ties a link to the commits its session has just made in a deployment that commits as it goes.';
`,
  },
  {
    name: 'functions/links/_link_existing_rows.sql',
    sql: `-- Links the rows a history table has already, for a table that came to be while nothing could watch it
-- (manual mode). Which change belongs to which of them cannot be known.
--
-- A tool that names its steps (link_migration_key) has links for them already: those become the rows'.

create or replace function pggit._link_existing_rows(
  p_relation oid,
  p_tool_name text,
  p_deployment_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tool constant pggit.migration_tools := pggit._source_tool(
    v_source, (select c.relname from pg_class c where c.oid = p_relation), p_tool_name);
  v_rows constant jsonb[] := array(
    select h.history_row from pggit._history_rows(p_relation, v_tool) h);
begin
  update pggit.external_migrations m
  set source = v_source,
      migration_id = pggit._history_row_number(v_tool, h.r),
      description = h.r ->> v_tool.description_column,
      checksum = h.r ->> v_tool.checksum_column
  from unnest(v_rows) as h (r)
  where m.migration_key = pggit._history_row_key(v_tool, h.r)
    and m.deployment_id = p_deployment_id
    and m.source = v_tool.tool_name
    and m.direction = 'up'
    and m.reverted_at is null;
  perform pggit._insert_link(v_tool, v_source, h.r, 'up', p_deployment_id)
  from unnest(v_rows) as h (r)
  where not exists (
    select from pggit.external_migrations m
    where m.migration_key = pggit._history_row_key(v_tool, h.r)
      and m.deployment_id = p_deployment_id
      and m.source = v_source
      and m.direction = 'up'
      and m.reverted_at is null);
end
$pggit$;

comment on function pggit._link_existing_rows(oid, text, uuid) is
  'Links the rows that a history table had before it could be watched.';
`,
  },
  {
    name: 'functions/links/_link_history_row.sql',
    sql: `-- The row trigger on a migration tool's history table: the link is written in the tool's own
-- transaction, so it is there exactly when the history row is.
--
-- Runs as its owner: the migrating role needs no right on pggit. \`when others\`, and a statement timeout
-- that runs out in here: a failure may cost a link, never the migration. All that depends on the rest of
-- the engine, types included, is inside the block or in _link_row. Takes no lock that another session of
-- the tool may hold.
--
-- What the transaction changed so far is described in here, so transaction_timeout stands still as it
-- does in _finish_transaction.
--
-- Only columns of built-in types are read: turning a value into JSON runs the cast its type defines,
-- and a cast somebody defined must not run with the rights of pggit's owner.
--
-- v_table_name: a name is compared as in C. Passed on as it is, it would hand that down to every comparison
-- in the functions it is given to, and no index of ours is ordered so.

create or replace function pggit._link_history_row()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_source constant text := format('%I.%I', tg_table_schema, tg_table_name);
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_table_name constant text := tg_table_name::text;
  v_may_describe boolean := true;
  v_reading text;
  v_old jsonb;
  v_new jsonb;
  v_sqlstate text;
  v_message text;
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return null;
  end if;
  -- Flyway's main session would conflict with its other one, which is about to commit; the end of the run
  -- links the row.
  if current_setting('transaction_isolation') = 'serializable' and tg_argv[0] = 'flyway' then
    return null;
  end if;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_describe := pggit._describe_alone();
  end if;
  begin
    if not v_may_describe then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    if pggit._disabled_until() is null then
      v_reading := pggit._history_row_reading(tg_relid);
      if tg_op <> 'INSERT' then
        execute v_reading into v_old using old;
      end if;
      if tg_op <> 'DELETE' then
        execute v_reading into v_new using new;
      end if;
      perform pggit._link_row(v_source, v_table_name, tg_argv[0], v_old, v_new);
    end if;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('link', v_sqlstate, v_message, null, array[v_source]);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
  end;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', v_transaction_timeout, true);
  end if;
  return null;
end
$pggit$;

comment on function pggit._link_history_row() is
  'Row trigger on migration tools'' history tables: writes, refreshes or reverts the link of the row.';
`,
  },
  {
    name: 'functions/links/_link_merge.sql',
    sql: `-- Two heads become one (an Alembic merge): the tool deletes all heads but one, which looked like steps
-- back, and then moves the last one to the merge. So the steps back that this transaction has just
-- written are taken out again, and the first of them, which has the changes, becomes the merge's link.
-- False when there is nothing to take out: the move is an ordinary one.

create or replace function pggit._link_merge(
  p_tool pggit.migration_tools,
  p_source text,
  p_from text,
  p_new jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_new);
  v_steps_back constant bigint[] := array(
    select m.link_id from pggit.external_migrations m
    where m.source = p_source and m.direction = 'down'
      and m.transaction_id = pg_current_xact_id()
      and m.link_id > coalesce((
        select max(u.link_id) from pggit.external_migrations u
        where u.source = p_source and u.direction = 'up'), 0)
    order by m.link_id);
begin
  if v_steps_back = '{}' then
    return false;
  end if;
  update pggit.external_migrations m set reverted_at = null
  where m.link_id in (
    select max(u.link_id)
    from pggit.external_migrations u
    join pggit.external_migrations d
      on d.source = u.source and d.migration_key = u.migration_key
    where d.link_id = any (v_steps_back) and u.direction = 'up'
    group by u.migration_key);
  delete from pggit.external_migrations m where m.link_id = any (v_steps_back[2:]);
  update pggit.external_migrations m
  set migration_key = v_key,
      migration_id = pggit._history_row_number(p_tool, p_new),
      direction = 'up',
      previous_key = p_from,
      run = (
        select count(*) + 1 from pggit.external_migrations u
        where u.source = p_source and u.migration_key = v_key and u.direction = 'up')
  where m.link_id = v_steps_back[1];
  return true;
end
$pggit$;

comment on function pggit._link_merge(pggit.migration_tools, text, text, jsonb) is
  'Turns the steps back that a merge of heads looked like into the link of the merge.';
`,
  },
  {
    name: 'functions/links/_link_numbered_position.sql',
    sql: `-- A move of a position that is a number (golang-migrate): on to a greater one it is a link up; back to
-- a smaller one, each applied version above it is taken back, the newest first, which is the one whose
-- changes these are. Tools that write the same position again have done nothing.
--
-- A row that goes, or stops to count, is no move: golang-migrate empties its table before each row.

create or replace function pggit._link_numbered_position(
  p_tool pggit.migration_tools,
  p_source text,
  p_old jsonb,
  p_new jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_number constant bigint := case when p_new is not null
    then pggit._history_row_number(p_tool, p_new) end;
  v_above pggit.external_migrations;
  v_steps_back int := 0;
begin
  if p_new is null then
    return;
  end if;
  for v_above in
    select m.* from pggit.external_migrations m
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_id > v_number
    order by m.migration_id desc
  loop
    v_steps_back := v_steps_back + 1;
    perform pggit._revert_link(
      p_tool, p_source,
      jsonb_build_object(
        p_tool.key_columns[1], v_above.migration_key, p_tool.number_column, v_above.migration_id),
      true);
  end loop;
  if v_steps_back = 0 and p_old is not null
    and pggit._history_row_number(p_tool, p_old) > v_number
  then
    -- Back from a version that was reached before pggit came.
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif v_steps_back = 0
    and (pggit._standing_link(p_source, pggit._history_row_key(p_tool, p_new))).link_id is null
  then
    perform pggit._write_link(p_tool, p_source, p_new, 'up');
  end if;
end
$pggit$;

comment on function pggit._link_numbered_position(pggit.migration_tools, text, jsonb, jsonb) is
  'Writes the links of a move of a position that is a number.';
`,
  },
  {
    name: 'functions/links/_link_position.sql',
    sql: `-- A tool whose row is a position keeps no row for each migration: the row moves. Each move is one link:
-- up for a version the database was never at, down for the version it steps back from. What it came
-- past stays applied.
--
-- Where versions are numbers, they say which way the move goes. Where they are not (Alembic's), a
-- move to a version that is applied already is a step back, and so is one to where this version came
-- from. Heads that merge are deleted first: _link_merge.
--
-- p_old, p_new: the row before and after where it counted as applied, else null.

create or replace function pggit._link_position(
  p_tool pggit.migration_tools,
  p_source text,
  p_old jsonb,
  p_new jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_from constant text := case when p_old is not null
    then pggit._history_row_key(p_tool, p_old) end;
  v_to constant text := case when p_new is not null
    then pggit._history_row_key(p_tool, p_new) end;
  v_is_applied constant boolean := (pggit._standing_link(p_source, v_to)).link_id is not null;
  v_link_id bigint;
begin
  if v_to is not distinct from v_from then
    return;
  end if;
  if p_tool.number_column is not null then
    perform pggit._link_numbered_position(p_tool, p_source, p_old, p_new);
  elsif v_to is null then
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif v_from is not null
    and (v_is_applied or (pggit._standing_link(p_source, v_from)).previous_key = v_to)
  then
    perform pggit._revert_link(p_tool, p_source, p_old, true);
  elsif not v_is_applied
    and (v_from is null or not pggit._link_merge(p_tool, p_source, v_from, p_new))
  then
    v_link_id := pggit._write_link(p_tool, p_source, p_new, 'up');
    update pggit.external_migrations m set previous_key = v_from where m.link_id = v_link_id;
  end if;
end
$pggit$;

comment on function pggit._link_position(pggit.migration_tools, text, jsonb, jsonb) is
  'Writes the link of a move of a tool that keeps a position instead of a row for each migration.';
`,
  },
  {
    name: 'functions/links/_link_row.sql',
    sql: `-- What a changed row of a history table means: a new link, a refreshed or a reverted one. p_tool_name:
-- the tool as the trigger has it, for a table that nobody watches by its name: it may have been renamed.
-- p_old is null for an insert, p_new for a delete. p_is_end: whether the transaction is at its end, which some
-- tools' rows wait for. A row that does not say which migration it is of is an error, which the trigger turns
-- into a warning: a link without a name would be nobody's.
--
-- Locks: it appends, and updates only links of its own history table.

create or replace function pggit._link_row(
  p_source text,
  p_table_name text,
  p_tool_name text,
  p_old jsonb,
  p_new jsonb,
  p_is_end boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_missing text[];
  v_was boolean;
  v_is boolean;
begin
  if not exists (select from pggit.watched_tables w where w.source = p_source) then
    perform pggit._follow_history_tables();
  end if;
  v_tool := pggit._source_tool(p_source, p_table_name, p_tool_name);
  if v_tool.tool_name is null then
    return;
  end if;
  v_missing := array(
    select k.name from unnest(v_tool.key_columns) with ordinality as k (name, n)
    where not coalesce(p_new, p_old) ? k.name
    order by k.n);
  if v_missing <> '{}' then
    perform pggit._raise('PGX03',
      format('history table %s has no readable column %s, which names the migrations of %s',
        p_source, array_to_string(v_missing, ', '), v_tool.tool_name),
      jsonb_build_object('history_table', p_source, 'tool_name', v_tool.tool_name,
        'columns', to_jsonb(v_missing)),
      'Give the column its name and type back, then call pggit.backfill_links().');
  end if;
  if v_tool.linked_at_end and not p_is_end then
    insert into pggit.unlinked_rows (source, table_name, tool_name, old_row, new_row)
    values (p_source, p_table_name, v_tool.tool_name, p_old, p_new);
    return;
  end if;
  v_was := coalesce(jsonb_path_exists(p_old, v_tool.applied_when, '{}', true), false);
  v_is := coalesce(jsonb_path_exists(p_new, v_tool.applied_when, '{}', true), false);
  if v_tool.row_stands_for = 'position' then
    if v_tool.number_column is not null and p_old is null and not v_is then
      perform pggit._revert_unseen_step(v_tool, p_source, p_new);
    end if;
    perform pggit._link_position(
      v_tool, p_source, case when v_was then p_old end, case when v_is then p_new end);
    return;
  end if;

  if p_old is null and v_tool.reverted_when is not null
    and coalesce(jsonb_path_exists(p_new, v_tool.reverted_when, '{}', true), false)
  then
    perform pggit._revert_link(v_tool, p_source, p_new, true);
    return;
  end if;
  if v_is and v_was and pggit._history_row_key(v_tool, p_old) = pggit._history_row_key(v_tool, p_new)
    and p_old -> v_tool.number_column is not distinct from p_new -> v_tool.number_column
  then
    if exists (
      select from unnest(v_tool.rerun_columns) as c (name)
      where p_old -> c.name is distinct from p_new -> c.name
    ) then
      perform pggit._write_link(v_tool, p_source, p_new, 'up');
    else
      perform pggit._refresh_link(v_tool, p_source, p_new);
    end if;
    return;
  end if;
  if v_was then
    perform pggit._revert_link(v_tool, p_source, p_old, not v_is);
  end if;
  if v_is then
    perform pggit._write_link(v_tool, p_source, p_new, 'up');
  end if;
end
$pggit$;

comment on function pggit._link_row(text, text, text, jsonb, jsonb, boolean) is
  'Writes, refreshes or reverts the link of a changed row of a history table.';
`,
  },
  {
    name: 'functions/links/_link_waiting_row.sql',
    sql: `-- The deferred trigger that links a history row at the end of the transaction that wrote it: the tool's
-- other session has committed the migration by then.
--
-- \`when others\`, and a statement timeout that runs out in here: a failure may cost a link, never what the
-- transaction did. Other functions are looked up before they are used, because the engine may be damaged.

create or replace function pggit._link_waiting_row()
returns trigger
language plpgsql
volatile
security definer -- writes links for whoever migrates, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_sqlstate text;
  v_message text;
begin
  begin
    -- How many there are, before the first of them is gone.
    if split_part(coalesce(current_setting('pggit.rows', true), ''), ':', 1)
      <> pg_current_xact_id()::text
    then
      perform set_config('pggit.rows',
        format('%s:%s', pg_current_xact_id(), (select count(*) from pggit.unlinked_rows)), true);
    end if;
    perform pggit._link_row(
      new.source, new.table_name, new.tool_name, new.old_row, new.new_row, p_is_end => true);
    delete from pggit.unlinked_rows u where u.row_id = new.row_id;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('link', v_sqlstate, v_message, null, array[new.source]);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
    begin
      delete from pggit.unlinked_rows u where u.row_id = new.row_id;
    exception when others then
      null;
    end;
  end;
  return null;
end
$pggit$;

comment on function pggit._link_waiting_row() is
  'Deferred trigger: links a history row at the end of its transaction.';
`,
  },
  {
    name: 'functions/links/_lock_history_table.sql',
    sql: `-- The name under which a history table can be read with the rights of pggit's owner, locked so that it stays
-- that table until the transaction ends.
--
-- Whoever owns the table may replace it by a view in the moment between the look at it and the reading, and
-- a view runs their code as the reader. So the lock comes first, and then the server is asked what it was
-- given for: the name of an oid is looked up in the catalog as it is, not in this transaction's snapshot
-- of it. A view has no file; before PostgreSQL 16 a rule made one of a table.
--
-- Locks: that of a reader on the table, for which it waits.

create or replace function pggit._lock_history_table(p_relation oid)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_identity constant text := pggit._relation_identity(p_relation);
begin
  execute format('lock table only %s in access share mode', v_identity);
  if p_relation::regclass::text <> v_identity
    or pg_relation_filepath(p_relation) is null
      and exists (select from pg_class c where c.oid = p_relation and c.relkind <> 'p')
  then
    perform pggit._raise('PGX03',
      format('%s is another table than it was when pggit began to wait for it', v_identity),
      jsonb_build_object('history_table', v_identity),
      'Run it again, once whoever replaces the table is done.');
  end if;
  return v_identity;
end
$pggit$;

comment on function pggit._lock_history_table(oid) is
  'Locks a history table against being replaced and returns the name to read it by.';
`,
  },
  {
    name: 'functions/links/_may_watch.sql',
    sql: `-- Whether a role may have the rows of a table linked: every reader of pggit sees what links say of them, so
-- it needs what a trigger of its own would need that copies them. A role that can become the table's owner
-- may; null stands for nobody in particular, who may.

create or replace function pggit._may_watch(p_role name, p_relation oid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return p_role is null or exists (
    select from pg_roles r
    join pg_class c on c.oid = p_relation
    where r.rolname = p_role
      and (pg_has_role(r.oid, c.relowner, 'member')
        or has_schema_privilege(r.oid, c.relnamespace, 'usage')
          and has_table_privilege(r.oid, c.oid, 'select')
          and has_table_privilege(r.oid, c.oid, 'trigger')
          and (r.rolbypassrls or not c.relrowsecurity)));
end
$pggit$;

comment on function pggit._may_watch(name, oid) is
  'Whether a role could put a trigger on a table that copies all its rows; true for null.';
`,
  },
  {
    name: 'functions/links/_move_changes.sql',
    sql: `-- Gives changes of a deployment that carry one of some links to another link, or to none. They are found
-- by the deployment, staged or in whichever commits, and never by reading the whole journal.

create or replace function pggit._move_changes(
  p_deployment_id uuid,
  p_from bigint[],
  p_to bigint
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $pggit$
declare
  v_commits constant uuid[] := pggit._carried_by(p_deployment_id) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = p_deployment_id);
begin
  update pggit.changes c set link_id = p_to
  where c.commit_id is null and c.deployment_id = p_deployment_id and c.link_id = any (p_from);
  update pggit.changes c set link_id = p_to
  where c.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id = any (p_from);
end
$pggit$;

comment on function pggit._move_changes(uuid, bigint[], bigint) is
  'Gives a deployment''s changes of some links to another link, or to none.';
`,
  },
  {
    name: 'functions/links/_recognise_history_tables.sql',
    sql: `-- Looks at all tables again after the registry changed: new history tables get the link trigger and leave
-- the live state; one that is no tool's any more loses it and comes back.

create or replace function pggit._recognise_history_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_attached constant oid[] := array(
    select w.relation from pggit.watched_tables w where w.attached and w.relation is not null);
begin
  delete from pggit.watched_tables w
  where not w.is_declined
    and (not exists (select from pggit.migration_tools t where t.tool_name = w.tool_name)
      or not w.by_request and pggit._relation_named(w.source) is not null
        and pggit._history_tool(pggit._relation_named(w.source)) is null);
  perform pggit._attach_existing_history_tables();
  perform pggit._mark('pg_class'::regclass, w.relation)
  from pggit.watched_tables w
  where w.attached and w.relation <> all (v_attached);
  perform pggit._detach_history_table(a.source)
  from (select pggit._relation_identity(u.oid) as source from unnest(v_attached) as u (oid)) a
  where not exists (
    select from pggit.watched_tables w where w.source = a.source and not w.is_declined);
end
$pggit$;

comment on function pggit._recognise_history_tables() is
  'Attaches and detaches link triggers after the registry of migration tools changed.';
`,
  },
  {
    name: 'functions/links/_refresh_built_in_tools.sql',
    sql: `-- Brings pggit's own entries of the registry up to date; called by every installation and upgrade. An
-- entry that a team made itself is left alone, also where pggit has one for the same name meanwhile.
--
-- Locks: the rows of migration_tools that change.

create or replace function pggit._refresh_built_in_tools()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.migration_tools t
  where t.is_built_in
    and (t.tool_name, t.table_pattern) not in (
      select b.tool_name, b.table_pattern from pggit._built_in_tools() b);
  insert into pggit.migration_tools as t
    (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
     description_column, checksum_column, applied_at_column, row_stands_for, applied_when,
     beside_table, rerun_columns, telltale_column, lock_column, exec_type_column,
     unnamed_key_column, reverted_when, linked_at_end, script_column,
     is_built_in)
  select b.*, true from pggit._built_in_tools() b
  on conflict (tool_name, table_pattern) do update set
    required_columns = excluded.required_columns,
    column_types = excluded.column_types,
    number_column = excluded.number_column,
    key_columns = excluded.key_columns,
    description_column = excluded.description_column,
    checksum_column = excluded.checksum_column,
    applied_at_column = excluded.applied_at_column,
    row_stands_for = excluded.row_stands_for,
    applied_when = excluded.applied_when,
    beside_table = excluded.beside_table,
    rerun_columns = excluded.rerun_columns,
    telltale_column = excluded.telltale_column,
    lock_column = excluded.lock_column,
    exec_type_column = excluded.exec_type_column,
    unnamed_key_column = excluded.unnamed_key_column,
    reverted_when = excluded.reverted_when,
    linked_at_end = excluded.linked_at_end,
    script_column = excluded.script_column
  where t.is_built_in;
end
$pggit$;

comment on function pggit._refresh_built_in_tools() is
  'Brings the built-in entries of pggit.migration_tools up to date.';
`,
  },
  {
    name: 'functions/links/_refresh_link.sql',
    sql: `-- A history row was edited without the migration running again (a repair, a new checksum).

create or replace function pggit._refresh_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m
  set description = p_row ->> p_tool.description_column,
      checksum = p_row ->> p_tool.checksum_column
  where m.source = p_source
    and m.migration_key = pggit._history_row_key(p_tool, p_row)
    and m.direction = 'up'
    and m.reverted_at is null
    and (m.description is distinct from p_row ->> p_tool.description_column
      or m.checksum is distinct from p_row ->> p_tool.checksum_column);
end
$pggit$;

comment on function pggit._refresh_link(pggit.migration_tools, text, jsonb) is
  'Takes over the description and checksum of an edited history row.';
`,
  },
  {
    name: 'functions/links/_revert_link.sql',
    sql: `-- A history row is gone or no longer applied: its links say since when, and a link of the other
-- direction records the step back with the changes it made (unless the row is merely replaced).
-- All that stand, for a row may have been truncated away before; but where the tool gives each row an id
-- in letters (Sqitch, which may deploy a change twice under its name), those with the row's own.

create or replace function pggit._revert_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_is_step boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_row);
  v_id constant text := p_row ->> p_tool.number_column;
begin
  update pggit.external_migrations m
  set reverted_at = clock_timestamp()
  where m.source = p_source
    and m.migration_key = v_key
    and m.direction = 'up'
    and m.reverted_at is null
    and (v_id is null or v_id ~ '^-?[0-9]+$'
      or m.migration_id = pggit._history_row_number(p_tool, p_row));
  if p_is_step then
    perform pggit._write_link(p_tool, p_source, p_row, 'down');
  end if;
end
$pggit$;

comment on function pggit._revert_link(pggit.migration_tools, text, jsonb, boolean) is
  'Marks the link of a history row as reverted and records the step back.';
`,
  },
  {
    name: 'functions/links/_revert_unseen_step.sql',
    sql: `-- golang-migrate empties its table when the first version is taken back, which no row tells of. It shows
-- when that version is marked as about to run, although it is applied and none above it is, from which a
-- step back could come: so it had been taken back. When that was is not known, nor which changes were its.

create or replace function pggit._revert_unseen_step(
  p_tool pggit.migration_tools,
  p_source text,
  p_started jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (
    select from pggit.external_migrations m
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_id > pggit._history_row_number(p_tool, p_started)
  ) then
    perform pggit._revert_link(p_tool, p_source, p_started, false);
  end if;
end
$pggit$;

comment on function pggit._revert_unseen_step(pggit.migration_tools, text, jsonb) is
  'Marks a version as taken back that is about to run again.';
`,
  },
  {
    name: 'functions/links/_settle_announced.sql',
    sql: `-- Called when a deployment is closed: what was announced in it either has its link, or its row is in the
-- history table and the trigger could not write it (there was no trigger yet; an older snapshot did not
-- show what was announced), or it never came to be, and what it left behind is the deployment's alone.
--
-- \`when others\`: a history table that cannot be read just now costs links, not the end of the deployment.
-- Locks: those of a reader on the history table, for which it waits no longer than the caller says.

create or replace function pggit._settle_announced(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_link_id bigint;
  t record;
  r record;
begin
  for t in
    select distinct a.source, pggit._relation_named(a.source) as relation
    from pggit.announced_migrations a
    where a.deployment_id = p_deployment_id
      and pggit._relation_named(a.source) is not null
      and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  loop
    begin
      v_tool := pggit._source_tool(
        t.source, (select c.relname from pg_class c where c.oid = t.relation),
        pggit._history_tool(t.relation));
      for r in
        select a.link_id, h.history_row
        from pggit._history_rows(t.relation, v_tool) h
        join pggit.announced_migrations a
          on a.migration_id = pggit._history_row_number(v_tool, h.history_row)
        where a.deployment_id = p_deployment_id and a.source = t.source
          and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
          -- One that failed outside of a transaction may be announced again, by the next run.
          and a.link_id = (
            select max(n.link_id) from pggit.announced_migrations n
            where n.source = a.source and n.migration_id = a.migration_id)
        order by a.link_id
      loop
        select m.link_id into v_link_id
        from pggit.external_migrations m
        where m.source = t.source
          and m.migration_key = pggit._history_row_key(v_tool, r.history_row)
          and m.migration_id = pggit._history_row_number(v_tool, r.history_row)
          and m.direction = 'up' and m.reverted_at is null and m.link_id > r.link_id
        order by m.run desc limit 1;
        if v_link_id is null then
          perform pggit._insert_link(
            v_tool, t.source, r.history_row, 'up', p_deployment_id, p_link_id => r.link_id);
        else
          perform pggit._move_changes(p_deployment_id, array[r.link_id], v_link_id);
          update pggit.external_migrations m
          set deployment_id = p_deployment_id, pggit_commit_id = null
          where m.link_id = v_link_id and m.deployment_id is null;
        end if;
      end loop;
    exception when others then
      perform pggit._keep_failure('link', sqlstate, sqlerrm, null, array[t.source]);
    end;
  end loop;

  perform pggit._move_changes(p_deployment_id, array_agg(a.link_id), null)
  from pggit.announced_migrations a
  where a.deployment_id = p_deployment_id
    and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  having count(*) > 0;
  delete from pggit.announced_migrations a where a.deployment_id = p_deployment_id;
end
$pggit$;

comment on function pggit._settle_announced(uuid) is
  'Links what was announced in a deployment and has no link yet, and forgets what never came to be.';
`,
  },
  {
    name: 'functions/links/_source_tool.sql',
    sql: `-- How to read the rows of a history table: the entry of the tool that the table is watched for, the one
-- with its name's pattern where the tool has several, else one whose columns it has. p_tool_name: the
-- tool as the table's trigger has it, for a table that is known under another name.

create or replace function pggit._source_tool(
  p_source text,
  p_table_name text,
  p_tool_name text default null
)
returns pggit.migration_tools
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tools pggit.migration_tools[];
  v_tool pggit.migration_tools;
begin
  v_tools := array(
    select t
    from pggit.migration_tools t
    where t.row_stands_for <> 'nothing' and t.tool_name = coalesce(
      (select w.tool_name from pggit.watched_tables w
       where w.source = p_source and not w.is_declined),
      p_tool_name));
  if cardinality(v_tools) < 2 then
    return v_tools[1];
  end if;
  select t.* into v_tool
  from unnest(v_tools) t
  order by
    (lower(p_table_name) like t.like_pattern) desc,
    exists (
      select from unnest(t.required_columns) as r (name)
      where not exists (
        select from pg_attribute a
        where a.attrelid = pggit._relation_named(p_source) and a.attname = r.name and a.attnum > 0)),
    t.is_built_in,
    t.table_pattern
  limit 1;
  return v_tool;
end
$pggit$;

comment on function pggit._source_tool(text, text, text) is
  'The entry of pggit.migration_tools that says how to read the rows of a history table.';
`,
  },
  {
    name: 'functions/links/_standing_link.sql',
    sql: `-- The newest link of a migration that was applied and not taken back; null when there is none.

create or replace function pggit._standing_link(p_source text, p_key text)
returns pggit.external_migrations
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_link pggit.external_migrations;
begin
  select m.* into v_link
  from pggit.external_migrations m
  where m.source = p_source and m.migration_key = p_key and m.direction = 'up'
    and m.reverted_at is null
  order by m.run desc
  limit 1;
  return v_link;
end
$pggit$;

comment on function pggit._standing_link(text, text) is
  'The link of a migration that is applied; null when there is none.';
`,
  },
  {
    name: 'functions/links/_table_name.sql',
    sql: `-- The name of a table as pggit writes it, quoted where needed, from any spelling with its schema. The
-- table need not exist.

create or replace function pggit._table_name(p_name text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_names text[];
begin
  begin
    v_names := parse_ident(p_name);
  exception when invalid_parameter_value then
    v_names := null;
  end;
  if v_names is null or cardinality(v_names) <> 2 then
    perform pggit._raise('PGX03',
      format('%s is not a schema-qualified table name', coalesce(quote_literal(p_name), 'null')),
      jsonb_build_object('history_table', p_name),
      'Write it as schema.table, quoted where needed.');
  end if;
  return format('%I.%I', v_names[1], v_names[2]);
end
$pggit$;

comment on function pggit._table_name(text) is
  'The name of a table as pggit writes it, from any spelling with its schema.';
`,
  },
  {
    name: 'functions/links/_tell_tools_apart.sql',
    sql: `-- A tool has made a table of its own beside its history table: that one may be another tool's than it
-- looked like alone (Rails' and dbmate's are the same).

create or replace function pggit._tell_tools_apart(p_beside oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.watched_tables w set tool_name = t.tool_name
  from pg_class b
  join pg_class c on c.relnamespace = b.relnamespace
  cross join lateral (select pggit._history_tool(c.oid) as tool_name) t
  where b.oid = p_beside
    and c.oid in (select k.relation from pggit.watched_tables k)
    and w.relation = c.oid
    and not w.by_request and not w.is_declined and not w.is_bookkeeping
    and w.tool_name <> t.tool_name;
end
$pggit$;

comment on function pggit._tell_tools_apart(oid) is
  'Looks again whose the history tables of a schema are, after a tool''s table beside them was made.';
`,
  },
  {
    name: 'functions/links/_tie_links.sql',
    sql: `-- Gives the links of changes that have just become part of a commit to that commit. Whoever puts changes
-- into a commit that an earlier transaction wrote calls this: a stranger that builds on them, the end of
-- their deployment, whoever adopts what was left behind. So a link is where the newest of its changes is,
-- because commits are made one after another.
--
-- Links of another deployment that is open are left to its end (_link_carried_changes), which waits for
-- nobody: a transaction that has made its commit may stay open for long.
--
-- p_deployment_id: that of the commit.
--
-- Locks: the links of the changes.

create or replace function pggit._tie_links(p_commit_id uuid, p_deployment_id uuid, p_changes bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m set pggit_commit_id = p_commit_id
  from (
    select distinct c.link_id
    from pggit.changes c
    where c.change_id = any (p_changes) and c.link_id is not null
  ) l
  where m.link_id = l.link_id and m.pggit_commit_id is distinct from p_commit_id
    and not exists (
      select from pggit.deployments d
      where d.deployment_id = m.deployment_id and d.status = 'open'
        and d.deployment_id is distinct from p_deployment_id);
end
$pggit$;

comment on function pggit._tie_links(uuid, uuid, bigint[]) is
  'Gives the links of changes to the commit that has just taken them up.';
`,
  },
  {
    name: 'functions/links/_unlinked_history_tables.sql',
    sql: `-- For verify and verify_consistency: the history tables whose link trigger is missing or does not fire,
-- those included that pggit's owner never could put one on.

create or replace function pggit._unlinked_history_tables()
returns table (source text, tool_name text, is_disabled boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select t.source, t.tool_name, g.tgname is not null
  from pggit._existing_history_tables() t
  left join pg_trigger g on g.tgrelid = t.relation and g.tgname = 'zz_pggit_link'
  left join pggit.watched_tables w on w.source = t.source
  where (g.tgname is null or g.tgenabled not in ('O', 'A'))
    and not coalesce(
      w.is_bookkeeping, (pggit._history_entry(t.relation)).row_stands_for = 'nothing', false)
  order by t.source;
end
$pggit$;

comment on function pggit._unlinked_history_tables() is
  'History tables of migration tools that lack pggit''s link trigger, or whose trigger is disabled.';
`,
  },
  {
    name: 'functions/links/_watch_created_tables.sql',
    sql: `-- Called by the event trigger after CREATE TABLE with the tables it made and their names: gives
-- a tool's history table its link trigger before the tool writes the first row, which may be in
-- the same transaction. Almost no table is one, so the names alone are looked at first, and the
-- columns that only such a table has.
--
-- \`when others\`: a failure may cost links, never the user's CREATE TABLE. The inner block,
-- whose subtransaction writes, runs only for a table that looks like a history table.

create or replace function pggit._watch_created_tables(p_relations oid[], p_tables text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_names constant text := lower(array_to_string(p_tables, ' '));
  v_telltales oid[];
  r record;
  v_tool_name text;
begin
  v_telltales := array(
    select a.attrelid
    from pg_attribute a
    where a.attrelid = any (p_relations) and a.attnotnull and a.attname = any (array(
      select m.telltale_column from pggit.migration_tools m where m.telltale_column is not null)));
  if v_telltales = '{}'
    and not exists (
      select from pggit.migration_tools t where v_names like '%' || t.like_pattern || '%')
    and not exists (
      select from pggit.watched_tables w
      where w.by_request
        and parse_ident(w.source) in (select parse_ident(t.name) from unnest(p_tables) as t (name)))
  then
    return;
  end if;
  for r in
    select c.oid, w.requested_by, w.by_request and not pggit._may_watch(w.requested_by, c.oid) as is_refused,
      case when w.by_request then w.tool_name end as tool_name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    -- In lower case once, and not once for each tool.
    cross join lateral (select lower(c.relname) as name offset 0) l
    left join pggit.watched_tables w on w.source = format('%I.%I', n.nspname, c.relname)
    where c.oid = any (p_relations)
      and c.relkind in ('r', 'p')
      and w.is_declined is not true
      and (w.by_request or exists (
        select from pggit.migration_tools t where l.name like t.like_pattern)
        or c.oid = any (v_telltales))
  loop
    if r.is_refused then
      raise warning 'pggit: rows of % are not linked: role %, who asked for it, may not read them',
        pggit._relation_identity(r.oid), quote_ident(r.requested_by);
    end if;
    v_tool_name := case when r.tool_name is null or r.is_refused then pggit._history_tool(r.oid)
      when pggit._has_history_columns(r.oid, r.tool_name) then r.tool_name end;
    continue when v_tool_name is null;
    begin
      perform pggit._attach_history_table(r.oid, v_tool_name);
    exception when others then
      perform pggit._keep_failure('attach', sqlstate, sqlerrm, null,
        array[pggit._relation_identity(r.oid)]);
    end;
  end loop;
exception when undefined_table or undefined_column or undefined_function then
  raise warning 'pggit: no history table is recognised: %', sqlerrm;
end
$pggit$;

comment on function pggit._watch_created_tables(oid[], text[]) is
  'Attaches the link trigger to those of the tables just created that are a migration tool''s history table.';
`,
  },
  {
    name: 'functions/links/_write_link.sql',
    sql: `-- Writes the link of a history row, and gives it the changes that came before it: what this
-- transaction has marked is described now, so that several migrations in one transaction each keep
-- their own; and what this session staged in earlier transactions of the deployment since the last
-- link, for tools that write the row in a transaction of its own. For those that write it in another session
-- it is what was announced there, or what else is known of that session.
--
-- pggit.linked_through remembers up to which change this session has nothing without a link, or a
-- deployment of thousands of migrations would look through all it has staged at each of them. What a
-- transaction takes back it takes back with the setting, and without it everything is looked at.
--
-- pggit.outcome says that a run has come to its end (_end_tool_run). It has not, where it writes a link.

create or replace function pggit._write_link(
  p_tool pggit.migration_tools,
  p_source text,
  p_row jsonb,
  p_direction text
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_deployment uuid;
  v_link_id bigint;
  v_linked_through text;
  v_written bigint[];
begin
  if p_tool.linked_at_end and p_direction = 'up' then
    v_link_id := pggit._link_announced(p_tool, p_source, p_row);
    if v_link_id is not null then
      return v_link_id;
    end if;
  end if;
  if current_setting('pggit.outcome', true) <> '' then
    perform set_config('pggit.outcome', '', false);
  end if;
  v_deployment := pggit._session_deployment(true);
  v_link_id := pggit._insert_link(p_tool, p_source, p_row, p_direction, v_deployment);
  v_written := pggit._record_pending(v_deployment, v_link_id);
  if v_deployment is null then
    perform pggit._link_cqrs_changes(v_link_id);
  else
    -- The deployment and the number of a change; anything else says nothing.
    v_linked_through := substring(
      current_setting('pggit.linked_through', true) from '^' || v_deployment || ':([0-9]{1,18})$');
    update pggit.changes c set link_id = v_link_id
    where c.commit_id is null
      and c.deployment_id = v_deployment
      and c.link_id is null
      and c.backend_pid = pg_backend_pid()
      -- As a row: the index of staged changes is the only one that has such a key.
      and (c.deployment_id, c.backend_pid, c.change_id)
        > (v_deployment, pg_backend_pid(), coalesce(v_linked_through::bigint, 0));
    perform set_config('pggit.linked_through', format('%s:%s', v_deployment,
      coalesce(pg_sequence_last_value('pggit.changes_change_id_seq'), 0)), false);
    -- Only commits made since the deployment began can have any of its changes.
    if v_written = '{}' and (
        select k.committed_at from pggit.commits k order by k.commit_number desc limit 1
      ) >= (
        select d.started_at from pggit.deployments d where d.deployment_id = v_deployment)
    then
      perform pggit._link_committed_changes(v_link_id, v_deployment);
    end if;
  end if;
  if p_tool.linked_at_end then
    perform pggit._link_changes_elsewhere(v_link_id, v_deployment);
  end if;
  return v_link_id;
end
$pggit$;

comment on function pggit._write_link(pggit.migration_tools, text, jsonb, text) is
  'Writes the link of a history row and attributes the changes since the last one to it.';
`,
  },
  {
    name: 'functions/links/attach_history_tables.sql',
    sql: `-- Puts the triggers on history tables, and on the locks of tools that have one, where they are
-- missing. It is done when a tool creates its tables and at every installation; this is for
-- those that were in use then, or that the role which installed pggit may not touch.
--
-- Locks: those of CREATE TRIGGER, for which it does not queue.

create or replace function pggit.attach_history_tables(tool text default null)
returns table (source text, tool_name text, is_lock boolean, attached boolean)
language plpgsql
volatile
security definer -- puts triggers on tools' tables and remembers it, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._recognise_history_tables();
  return query
  select e.source, e.tool_name, n.lock_column is not null,
    exists (
      select from pg_trigger t
      where t.tgrelid = e.relation and t.tgname in ('zz_pggit_link', 'zz_pggit_lock'))
  from pggit._existing_history_tables() e
  cross join lateral pggit._history_entry(e.relation) n
  where e.tool_name = coalesce(attach_history_tables.tool, e.tool_name)
    and (n.row_stands_for is distinct from 'nothing' or n.lock_column is not null)
  order by e.source;
end
$pggit$;

comment on function pggit.attach_history_tables(text) is
'Puts pggit''s triggers on history tables and locks of migration tools that have none yet. Returns
all of them, those that had one before included. It happens by itself when a tool creates its
tables and at an installation; this is for tables that were in use then, or not pggit''s to touch.

- \`tool\` null: of every tool.
- \`source\`: the table, with its schema. \`tool_name\`: the tool that it is of.
- \`is_lock\`: a table with which a tool keeps others out, as Liquibase has it.
- \`attached\`: false where the trigger could not be made, because the table is in use or belongs to
  somebody else.';
`,
  },
  {
    name: 'functions/links/backfill_links.sql',
    sql: `-- Links what migration tools wrote before pggit watched: rows that were there when pggit was installed, or
-- from before it knew the tool. Such a link has the commit of what was there at the installation, or the
-- commit of its own transaction where pggit recorded it, and the time that the tool's row says (that of
-- the commit where it says none). A row is linked once, however often this runs.
--
-- Locks: an advisory lock keeps two of it from linking the same row; it takes none on the history tables
-- but that of a reader.

create or replace function pggit.backfill_links(
  history_table text default null,
  dry_run boolean default false
)
returns table (source text, tool_name text, rows_found int, rows_linked int)
language plpgsql
volatile
security definer -- reads the tools' tables and writes links, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := case when backfill_links.history_table is not null
    then pggit._table_name(backfill_links.history_table) end;
  v_tool pggit.migration_tools;
  t record;
begin
  if not coalesce(backfill_links.dry_run, false) then
    perform pg_advisory_xact_lock(hashtextextended('pggit.backfill_links', 0));
    perform pggit._follow_history_tables();
  end if;
  for t in
    select e.relation, e.source, e.tool_name, c.relname
    from pggit._existing_history_tables() e
    join pg_class c on c.oid = e.relation
    where (v_source is null or e.source = v_source)
      and not exists (
        select from pggit.watched_tables w where w.source = e.source and w.is_bookkeeping)
      -- A lock, say, of tables that came while nothing was tracked, so that nobody watches it yet.
      and (exists (select from pggit.watched_tables w where w.source = e.source)
        or (pggit._history_entry(e.relation)).row_stands_for is distinct from 'nothing')
  loop
    v_tool := pggit._source_tool(t.source, t.relname, t.tool_name);
    source := t.source;
    tool_name := v_tool.tool_name;
    begin
      select b.p_found, b.p_linked into rows_found, rows_linked
      from pggit._backfill_table(
        t.relation, t.source, v_tool, coalesce(backfill_links.dry_run, false)) b;
    exception when insufficient_privilege or sqlstate 'PGX03' then
      if v_source is not null then
        raise;
      end if;
      raise warning 'pggit: % cannot be read: %', t.source, sqlerrm;
      continue;
    end;
    return next;
  end loop;
  if v_source is not null and source is null then
    perform pggit._raise('PGX03',
      format('%s is not a history table that pggit knows', v_source),
      jsonb_build_object('history_table', v_source,
        'known', (select jsonb_agg(e.source) from pggit._existing_history_tables() e)),
      'pggit.watch_history_table() says which tool''s table it is; pggit.history_tables lists those known.');
  end if;
end
$pggit$;

comment on function pggit.backfill_links(text, boolean) is
'Links the rows of history tables that were written before pggit watched. Returns one row for each
table. A row is linked once, however often this runs.

- \`history_table\`: \`schema.table\`; null for all that pggit knows.
- \`dry_run\` true: nothing is written.
- \`rows_found\`: how many rows count as applied migrations. \`rows_linked\`: how many of them were
  linked now; with \`dry_run\` how many would be.

A link gets the first commit, which holds what was there at the installation, or the commit of the
transaction that wrote the row where pggit recorded that. Its time is that of the tool''s row.';
`,
  },
  {
    name: 'functions/links/link_migration.sql',
    sql: `-- Links a migration by hand: to the session's deployment, else to the commit of this transaction's
-- changes, else to HEAD. Twice is once.

create or replace function pggit.link_migration(
  migration_id bigint,
  tool_name text default 'flyway'
)
returns void
language plpgsql
volatile
security definer -- writes links, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool constant text := nullif(btrim(link_migration.tool_name, E' \\t\\r\\n'), '');
  v_row pggit.migration_tools;
begin
  if link_migration.migration_id is null then
    perform pggit._raise('PGX02', 'a link needs the number of a migration',
      jsonb_build_object('tool_name', v_tool),
      'Pass the number the tool gave the migration in its history table.');
  elsif v_tool is null then
    perform pggit._raise('PGX01', 'a link needs the name of a migration tool',
      jsonb_build_object('migration_id', link_migration.migration_id),
      'Pass for example ''flyway'' or ''node-pg-migrate''.');
  end if;
  if exists (
    select from pggit.external_migrations m
    where m.migration_id = link_migration.migration_id and m.tool_name = v_tool
      and m.direction = 'up' and m.reverted_at is null
  ) then
    return;
  end if;
  v_row.tool_name := v_tool;
  v_row.number_column := 'id';
  v_row.key_columns := '{id}';
  perform pggit._write_link(
    v_row, v_tool, jsonb_build_object('id', link_migration.migration_id), 'up');
exception
  -- Another session has linked it a moment ago: once is enough.
  when unique_violation then
    return;
end
$pggit$;

comment on function pggit.link_migration(bigint, text) is
'Links a migration by hand: to the session''s deployment, else to the commit of this transaction''s
changes, else to HEAD. What the transaction has changed so far belongs to the migration. Linking
the same number of the same tool twice is linking it once.

- \`migration_id\`: the tool''s number for it, not null.
- \`tool_name\`: any name, for example of scripts of your own.

Migrations of tools that pggit knows are linked by themselves.';
`,
  },
  {
    name: 'functions/links/link_migration_key.sql',
    sql: `-- Links a step of a tool that says by itself what it ran: it runs one migration after another, over
-- several sessions of one deployment, and names each when it is done. What the deployment captured since
-- the last step, in whichever session, belongs to this one.
--
-- Where a history table's trigger has linked the step already, that link takes the changes and no second
-- one is written; not even where the tool wrote the row over a session that had not joined. That link
-- joins the deployment, unless it has changes of its own.
--
-- Returns whether that table's link had everything already, so that nothing was left to do.
--
-- only_with_changes: for a step whose transaction may have been rolled back after it was named. Then it
-- left neither a link nor a change.
--
-- Locks: waits for nobody. Changes that another session of the tool is linking at this moment are
-- left to it.

create or replace function pggit.link_migration_key(
  migration_key text,
  tool_name text,
  direction text default 'up',
  captured_until timestamptz default null,
  only_with_changes boolean default false
)
returns boolean
language plpgsql
volatile
security definer -- writes links, which no role but the owner may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_deployment constant uuid := pggit._require_session_deployment('link_migration_key');
  -- That have changes of the deployment already: its own, where it commits as it goes, and those of
  -- others that took some along.
  v_commits constant uuid[] := pggit._carried_by(v_deployment) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = v_deployment);
  v_row constant jsonb := jsonb_build_object('key', link_migration_key.migration_key);
  v_link record;
  v_was_linked boolean;
  v_taken bigint;
  v_commit_id uuid;
begin
  v_tool.tool_name := nullif(btrim(link_migration_key.tool_name, E' \\t\\r\\n'), '');
  v_tool.key_columns := '{key}';
  if link_migration_key.migration_key !~ E'\\\\S' is not false
    or link_migration_key.direction in ('up', 'down') is not true
  then
    perform pggit._raise('PGX02', 'a link needs the key of a migration and a direction',
      v_row || jsonb_build_object('migration_id', link_migration_key.migration_key,
        'direction', link_migration_key.direction),
      'Pass the name the tool has for the migration, and ''up'' or ''down''.');
  elsif v_tool.tool_name is null then
    perform pggit._raise('PGX01', 'a link needs the name of a migration tool', v_row,
      'Pass for example ''umzug''.');
  end if;

  select m.link_id, m.direction, m.reverted_at, m.deployment_id into v_link
  from pggit.external_migrations m
  where m.migration_key = link_migration_key.migration_key
    and (m.deployment_id = v_deployment or (m.deployment_id is null and m.applied_at >= (
      select d.started_at from pggit.deployments d where d.deployment_id = v_deployment)))
    and (m.source = v_tool.tool_name
      or exists (select from pggit.watched_tables w where w.source = m.source))
  order by m.link_id desc
  limit 1;
  v_was_linked := v_link.reverted_at is null
    and v_link.direction is not distinct from link_migration_key.direction;
  if not v_was_linked then
    if link_migration_key.only_with_changes
      and not exists (
        select from pggit.changes c
        where c.commit_id is null and c.deployment_id = v_deployment and c.link_id is null
          and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at))
      and not exists (
        select from pggit.changes c
        where c.commit_id = any (v_commits) and c.deployment_id = v_deployment and c.link_id is null
          and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at))
    then
      return false;
    end if;
    if link_migration_key.direction = 'down' then
      perform pggit._revert_link(v_tool, v_tool.tool_name, v_row, false);
    end if;
    v_link.link_id := pggit._insert_link(
      v_tool, v_tool.tool_name, v_row, link_migration_key.direction, v_deployment);
  end if;

  -- The row came over a session that had not joined: its link belongs here all the same.
  update pggit.external_migrations m set deployment_id = v_deployment, pggit_commit_id = null
  where m.link_id = v_link.link_id and m.deployment_id is null
    and not exists (select from pggit.changes c where c.link_id = m.link_id);

  perform pggit._record_pending(v_deployment, v_link.link_id);
  update pggit.changes c set link_id = v_link.link_id
  where c.change_id in (
    select s.change_id from pggit.changes s
    where s.commit_id is null and s.deployment_id = v_deployment and s.link_id is null
      and s.changed_at <= coalesce(link_migration_key.captured_until, s.changed_at)
    for update skip locked);
  get diagnostics v_taken = row_count;
  with linked as (
    update pggit.changes c set link_id = v_link.link_id
    from pggit.commits k
    where k.commit_id = any (v_commits) and c.commit_id = k.commit_id
      and c.deployment_id = v_deployment and c.link_id is null
      and c.changed_at <= coalesce(link_migration_key.captured_until, c.changed_at)
    returning k.commit_id, k.commit_number
  )
  select l.commit_id into v_commit_id from linked l order by l.commit_number desc limit 1;
  if v_commit_id is not null and v_taken = 0 then
    update pggit.external_migrations m set pggit_commit_id = v_commit_id
    where m.link_id = v_link.link_id and m.pggit_commit_id is null;
  end if;
  return v_was_linked and v_taken = 0 and v_commit_id is null
    and v_link.deployment_id is not distinct from v_deployment;
end
$pggit$;

comment on function pggit.link_migration_key(text, text, text, timestamptz, boolean) is
'Links a step that a tool ran under a name, for tools that have no history table pggit could watch.
The step gets all that the session''s deployment captured since the last one, in whichever of its
sessions. Returns true when the trigger of a history table had linked it already and nothing was
left to do.

- \`migration_key\`, \`tool_name\`: the step''s name, and any name for the tool.
- \`direction\`: \`up\`, or \`down\` for a step taken back, which ends the link of the way up.
- \`captured_until\`: leaves what was captured later to the next step; null for everything.
- \`only_with_changes\` true: no link for a step without any, whose transaction may have been rolled
  back.';
`,
  },
  {
    name: 'functions/links/register_migration_tool.sql',
    sql: `-- Teaches pggit a migration tool of a team's own: how to recognise its history table, now and when it is
-- created, and how to read a row. What is stored is data: names of columns, and a path (jsonpath) that
-- is evaluated over the row and can run no SQL. Tables that exist already are found and attached; rows in
-- them are for backfill_links.
--
-- It runs as its owner, who may read every table: the tool has no table that its registrar may not read.
--
-- Calling it again with the same arguments changes nothing.

create or replace function pggit.register_migration_tool(
  tool_name text,
  table_pattern text,
  key_columns text[],
  number_column text default null,
  description_column text default null,
  checksum_column text default null,
  applied_at_column text default null,
  applied_when text default '$',
  rerun_columns text[] default null,
  row_stands_for text default 'migration',
  required_columns text[] default null,
  column_types text[] default null
)
returns void
language plpgsql
volatile
security definer -- writes the registry, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_known pggit.migration_tools;
begin
  v_tool.tool_name := nullif(btrim(register_migration_tool.tool_name, E' \\t\\r\\n'), '');
  v_tool.table_pattern := btrim(register_migration_tool.table_pattern, E' \\t\\r\\n');
  v_tool.key_columns := register_migration_tool.key_columns;
  v_tool.number_column := register_migration_tool.number_column;
  v_tool.description_column := register_migration_tool.description_column;
  v_tool.checksum_column := register_migration_tool.checksum_column;
  v_tool.applied_at_column := register_migration_tool.applied_at_column;
  v_tool.rerun_columns := register_migration_tool.rerun_columns;
  v_tool.row_stands_for := register_migration_tool.row_stands_for;
  v_tool.column_types := register_migration_tool.column_types;
  v_tool.is_built_in := false;
  v_tool.registered_by := pggit._effective_role()::name;
  v_tool.required_columns := coalesce(register_migration_tool.required_columns, '{}') || array(
    select distinct c.name
    from unnest(
      register_migration_tool.key_columns || register_migration_tool.rerun_columns
      || array_remove(array[
        register_migration_tool.number_column, register_migration_tool.description_column,
        register_migration_tool.checksum_column, register_migration_tool.applied_at_column], null)
    ) as c (name)
    where c.name <> all (coalesce(register_migration_tool.required_columns, '{}'))
      or c.name is null
    order by c.name);
  if v_tool.column_types is not null then
    -- Columns that were not listed are of any type.
    v_tool.column_types := v_tool.column_types || array_fill('any'::text, array[
      cardinality(v_tool.required_columns)
      - cardinality(coalesce(register_migration_tool.required_columns, '{}'))]);
  end if;
  begin
    v_tool.applied_when := register_migration_tool.applied_when::jsonpath;
  exception when syntax_error or invalid_text_representation then
    perform pggit._raise('PGX04',
      format('migration tool %L has %L as its path: %s', v_tool.tool_name,
        register_migration_tool.applied_when, sqlerrm),
      jsonb_build_object('tool_name', v_tool.tool_name, 'parameter', 'applied_when'),
      'Write a jsonpath over the row, for example $ ? (@.finished_at != null).');
  end;
  v_tool.applied_when := coalesce(v_tool.applied_when, '$');
  perform pggit._check_migration_tool(v_tool);
  perform pggit._check_tool_columns(v_tool);

  select t.* into v_known
  from pggit.migration_tools t
  where t.tool_name = v_tool.tool_name and t.table_pattern = v_tool.table_pattern;
  if v_known.tool_name is null then
    insert into pggit.migration_tools
      (tool_name, table_pattern, required_columns, column_types, number_column, key_columns,
       description_column, checksum_column, applied_at_column, applied_when, rerun_columns,
       row_stands_for, registered_by)
    values
      (v_tool.tool_name, v_tool.table_pattern, v_tool.required_columns, v_tool.column_types,
       v_tool.number_column, v_tool.key_columns, v_tool.description_column, v_tool.checksum_column,
       v_tool.applied_at_column, v_tool.applied_when, v_tool.rerun_columns, v_tool.row_stands_for,
       v_tool.registered_by);
    perform pggit._recognise_history_tables();
  elsif to_jsonb(v_known) - array['like_pattern', 'registered_by']
    <> to_jsonb(v_tool) - array['like_pattern', 'registered_by']
  then
    perform pggit._raise('PGX05',
      format('pggit knows the tables %s of migration tool %s already, in another way',
        v_tool.table_pattern, v_tool.tool_name),
      jsonb_build_object('tool_name', v_tool.tool_name, 'table_pattern', v_tool.table_pattern,
        'is_built_in', v_known.is_built_in),
      case when v_known.is_built_in then 'Register it under a tool name of your own.'
        else 'Call pggit.unregister_migration_tool() first.' end);
  end if;
end
$pggit$;

comment on function pggit.register_migration_tool(
  text, text, text[], text, text, text, text, text, text[], text, text[], text[]) is
'Teaches pggit a migration tool: how to recognise its history table and how to read a row. Tables
that exist are watched from now on, others from their creation; rows that are there already are
for pggit.backfill_links(). A table that the caller may not read, or put a trigger on, is not
watched: every reader of pggit sees what links say. The same call again changes nothing. Nothing
of it is ever executed as SQL.

- \`tool_name\`: the name that links carry.
- \`table_pattern\`: name of the table without its schema; \`%\` stands for any characters.
- \`key_columns\`: columns that together name a migration: the link''s \`migration_key\`, joined by
  \`::\`.
- \`number_column\`, \`description_column\`, \`checksum_column\`, \`applied_at_column\`: what the link
  takes from the row; null where the tool has none. Without a number the link''s \`migration_id\` is
  a hash of the key.
- \`applied_when\`: a jsonpath over the row. It is found once the migration counts as applied; \`$\`
  is always.
- \`rerun_columns\`: columns that change when the tool runs a migration again and updates its row.
- \`row_stands_for\`: \`migration\`; \`position\` for a tool that overwrites one row; \`nothing\` for a
  table beside the history, which is neither linked nor tracked.
- \`required_columns\`: further columns that tell the table from others of its name.
- \`column_types\`: their types, one for each: \`number\`, \`text\`, \`time\`, \`boolean\`, \`json\` or \`any\`;
  null for any.';
`,
  },
  {
    name: 'functions/links/unregister_migration_tool.sql',
    sql: `-- Takes a team's own tool out of the registry. Its history tables are tracked like any others from here
-- on, or are another tool's if they look like one; links stay. What pggit knows by itself stays: a table
-- that is not meant is named to unwatch_history_table.

create or replace function pggit.unregister_migration_tool(tool_name text)
returns void
language plpgsql
volatile
security definer -- writes the registry, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.migration_tools t
  where t.tool_name = unregister_migration_tool.tool_name and not t.is_built_in;
  if found then
    perform pggit._recognise_history_tables();
  elsif exists (
    select from pggit.migration_tools t where t.tool_name = unregister_migration_tool.tool_name
  ) then
    perform pggit._raise('PGX05',
      format('pggit knows %s by itself: it cannot be taken out', unregister_migration_tool.tool_name),
      jsonb_build_object('tool_name', unregister_migration_tool.tool_name),
      'Name a table that is no history table to pggit.unwatch_history_table().');
  else
    perform pggit._raise_unknown_tool(unregister_migration_tool.tool_name);
  end if;
end
$pggit$;

comment on function pggit.unregister_migration_tool(text) is
'Takes a tool that pggit.register_migration_tool() added out of the registry. Its links stay. Its
history tables are tracked like any other table, or are another tool''s if they look like one. What
pggit knows by itself cannot be taken out.';
`,
  },
  {
    name: 'functions/links/unwatch_history_table.sql',
    sql: `-- Says that schema.table is no history table, whatever it looks like, now or once it is created: it has
-- no link trigger and is tracked like any other. Links it has stay. watch_history_table undoes it.

create or replace function pggit.unwatch_history_table(history_table text)
returns void
language plpgsql
volatile
security definer -- takes a trigger off the table and remembers it, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source constant text := pggit._table_name(unwatch_history_table.history_table);
begin
  insert into pggit.watched_tables (source, tool_name, is_declined)
  values (v_source, coalesce(pggit._history_tool(pggit._relation_named(v_source)), ''), true)
  on conflict (source) do update
  set is_declined = true, by_request = false, attached = false
  where not watched_tables.is_declined;
  perform pggit._detach_history_table(v_source);
end
$pggit$;

comment on function pggit.unwatch_history_table(text) is
'Declares that a table is no history table, whatever it looks like: it is tracked like any other,
and its rows are not linked. Links that it has stay. The table need not exist yet.
pggit.watch_history_table() undoes it.

- \`history_table\`: \`schema.table\`, quoted where needed.';
`,
  },
  {
    name: 'functions/links/watch_history_table.sql',
    sql: `-- Names a history table that its name does not give away ("our migrations live in
-- ops.schema_log"): linked from now on, or from the moment the tool creates it. Also takes back
-- what unwatch_history_table said, of a tool's lock as well.
--
-- It runs as its owner, who may read every table: rows that its caller may not read are refused (PGX07), and
-- those of a table that is created later are linked only if the caller may read them then.

create or replace function pggit.watch_history_table(history_table text, tool_name text)
returns void
language plpgsql
volatile
security definer -- puts a trigger on the tool's table and remembers it
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_source text;
  v_relation oid;
  v_role constant name := pggit._effective_role()::name;
begin
  if not exists (
    select from pggit.migration_tools t where t.tool_name = watch_history_table.tool_name
  ) then
    perform pggit._raise_unknown_tool(watch_history_table.tool_name);
  end if;
  v_source := pggit._table_name(watch_history_table.history_table);
  if (parse_ident(v_source))[1] in ('pggit', 'information_schema')
    or starts_with((parse_ident(v_source))[1], 'pg_')
  then
    perform pggit._raise('PGX03',
      format('%s is in a schema of the system or of pggit itself, where no tool has its history',
        v_source),
      jsonb_build_object('history_table', v_source), 'Check the name of the table.');
  end if;
  v_relation := pggit._relation_named(v_source);
  -- The tool's lock, which is known for what it is.
  if (pggit._history_entry(v_relation)).lock_column is not null
    and pggit._history_tool(v_relation) = watch_history_table.tool_name
  then
    delete from pggit.watched_tables w where w.source = v_source and w.is_declined;
    perform pggit._attach_history_table(v_relation, watch_history_table.tool_name);
    perform pggit._mark('pg_class'::regclass, v_relation);
    return;
  end if;
  if v_relation is not null
    and not pggit._has_history_columns(v_relation, watch_history_table.tool_name)
  then
    perform pggit._raise('PGX03',
      format('%s is not a table with the columns of a history table of %s', v_source,
        watch_history_table.tool_name),
      (select jsonb_build_object('history_table', v_source, 'required_columns', t.required_columns)
       from pggit.migration_tools t
       where t.tool_name = watch_history_table.tool_name
       order by t.row_stands_for = 'nothing', t.is_built_in desc limit 1),
      'Check the name of the table and of the tool.');
  end if;

  if v_relation is not null and not pggit._may_watch(v_role, v_relation) then
    perform pggit._raise('PGX07',
      format('role %s may not have the rows of %s linked, which all readers of pggit would see',
        quote_ident(v_role), v_source),
      jsonb_build_object('history_table', v_source, 'role', v_role),
      'Call it as the table''s owner, or as a role that has SELECT and TRIGGER on it.');
  end if;

  insert into pggit.watched_tables (source, tool_name, by_request, requested_by)
  values (v_source, watch_history_table.tool_name, true, v_role)
  on conflict (source) do update
  set tool_name = excluded.tool_name, by_request = true, is_declined = false,
    is_bookkeeping = false, requested_by = excluded.requested_by
  where not (watched_tables.by_request and watched_tables.tool_name = excluded.tool_name
    and watched_tables.requested_by is not distinct from excluded.requested_by);
  if v_relation is not null then
    perform pggit._attach_history_table(v_relation, watch_history_table.tool_name);
    -- A table that was tracked until now leaves the live state.
    perform pggit._mark('pg_class'::regclass, v_relation);
  end if;
end
$pggit$;

comment on function pggit.watch_history_table(text, text) is
'Declares a table to be the history table of a migration tool, for one whose name does not give it
away. Its rows are linked from now on, or from its creation; those that are there already are for
pggit.backfill_links(). The same again changes nothing.

- \`history_table\`: \`schema.table\`, quoted where needed. One that exists must have the tool''s
  columns, and the caller must be able to read it and to put a trigger on it, because every reader
  of pggit sees what links say. For one that is created later the same holds then.
- \`tool_name\`: a tool that pggit knows by itself, or one of pggit.register_migration_tool().';
`,
  },
  {
    name: 'functions/locks/_drop_tool_lock.sql',
    sql: `-- Called by the event trigger when the session that holds a tool's lock drops tables.
-- Liquibase's drop-all drops its own last and has nothing left to give back: that is the end of
-- the run.
--
-- \`when others\`: a failure may cost a record, never the user's DROP TABLE, and as at the release of a lock
-- (_follow_tool_lock) not with pggit.on_error = raise either. Other functions are looked up before they are
-- used where a failure is kept away, because the engine may be damaged.

create or replace function pggit._drop_tool_lock(p_dropped oid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_lock constant text := current_setting('pggit.held_lock', true);
  v_may_record boolean := true;
  v_deployment uuid;
begin
  if v_lock <> all (p_dropped::text[]) then
    return;
  end if;
  -- Outside of the block, and alone: a conflict that is found at the COMMIT would undo the DROP TABLE.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    select d.deployment_id into v_deployment
    from pggit.deployments d
    where d.deployment_id = pggit.current_deployment()
      and d.held_lock::text = v_lock;
    if found then
      perform pggit._end_tool_run(v_deployment);
    end if;
  exception when query_canceled or others then
    -- What the session does from here on is no part of the run. Whoever comes next closes it.
    perform set_config('pggit.deployment', '', false);
    perform set_config('pggit.held_lock', '0', false);
    perform set_config('pggit.on_error', 'warn', true);
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('lock', sqlstate, sqlerrm, null);
    end if;
  end;
end
$pggit$;

comment on function pggit._drop_tool_lock(oid[]) is
  'Ends the deployment of this session when the lock table it is bound to was dropped.';
`,
  },
  {
    name: 'functions/locks/_end_tool_run.sql',
    sql: `-- Ends the deployment of a run that was bound to its tool's lock. The lock is given back after
-- a failure as after a success, so the outcome is not confirmed unless the run says that it
-- came to its end: by the setting pggit.outcome, which the marker (pggit-success.xml) sets behind
-- the last of its changesets.
--
-- One failure shows where nothing says that: changes behind the last link. A migration that has run leaves a row, so
-- those are of one without a transaction that stopped half-way. Where the run wrote no row at
-- all they may be of something else (execute-sql, drop-all), and without event triggers nothing
-- says what came when. One that the tool is told to go past (failOnError false) looks the same.

create or replace function pggit._end_tool_run(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keys text[];
  v_unlinked bigint;
  v_status text := 'completed';
  v_reason text := 'outcome not confirmed: the lock is released after a failure as well';
begin
  perform pggit._record_pending(p_deployment_id);
  perform pggit._capture_in_manual_mode(p_deployment_id);
  select array_agg(m.migration_key order by m.link_id) into v_keys
  from pggit.external_migrations m where m.deployment_id = p_deployment_id;
  select count(distinct c.object_id) into v_unlinked
  from pggit.changes c
  where c.commit_id is null and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid();
  if current_setting('pggit.outcome', true) = 'ok' then
    v_reason := null;
  elsif v_unlinked > 0 and v_keys is not null and not pggit._is_manual_mode() then
    v_status := 'failed';
    v_reason := format('a migration stopped half-way: %s of its changes %s no link', v_unlinked,
      case when v_unlinked = 1 then 'has' else 'have' end);
  end if;
  perform pggit._close_deployment(p_deployment_id, v_status, v_reason,
    (select format(E'%s: %s migration%s\\n\\n%s', d.name, cardinality(v_keys),
        case when cardinality(v_keys) > 1 then 's' else '' end, array_to_string(v_keys, E'\\n'))
     from pggit.deployments d where d.deployment_id = p_deployment_id and v_keys is not null));
  perform set_config('pggit.deployment', '', false);
  perform set_config('pggit.held_lock', '', false);
  perform set_config('pggit.outcome', '', false);
end
$pggit$;

comment on function pggit._end_tool_run(uuid) is
  'Ends the deployment of a run whose tool has given its lock back.';
`,
  },
  {
    name: 'functions/locks/_follow_tool_lock.sql',
    sql: `-- The row trigger on the lock table of a migration tool that runs in one session (Liquibase):
-- taking the lock begins a deployment, giving it back ends it. Its condition is that the lock
-- column has changed, because Liquibase also gives back what nobody holds. tg_argv: the tool
-- and that column.
--
-- Runs as its owner: the migrating role needs no right on pggit. \`when others\`, and a statement
-- timeout that runs out in here: an error would stop the tool from giving its lock back, and
-- every run after it would wait. So it is none even with pggit.on_error = raise, which stops a
-- run that takes the lock before it has done anything. All that depends on the rest of the
-- engine is inside the block.

create or replace function pggit._follow_tool_lock()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_may_record boolean := true;
  v_new jsonb;
  v_sqlstate text;
  v_message text;
begin
  if current_setting('pggit.tracking', true) = 'off' then
    return null;
  end if;
  -- It would end the session, and with it the release of the lock. Not set where it does not matter.
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  -- Outside of the block, and alone: a conflict that is found at the COMMIT would keep the lock.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    execute pggit._history_row_reading(tg_relid) into v_new using new;
    if (v_new ->> tg_argv[1])::boolean then
      perform pggit._take_tool_lock(tg_relid, tg_argv[0], v_new);
    else
      perform pggit._release_tool_lock(tg_relid);
    end if;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if (v_new ->> tg_argv[1])::boolean is not true then
      if current_setting('pggit.held_lock', true) in ('', tg_relid::text) then
        -- What the session does from here on is no part of the run. Whoever comes next closes it. Not
        -- empty, which it is after a RESET ALL in the run (_session_deployment).
        perform set_config('pggit.deployment', '', false);
        perform set_config('pggit.held_lock', '0', false);
      end if;
      perform set_config('pggit.on_error', 'warn', true);
    end if;
    begin
      perform pggit._keep_failure('lock', v_sqlstate, v_message, null,
        array[format('%I.%I', tg_table_schema, tg_table_name)]);
    exception when undefined_function then
      raise warning 'pggit could not record this run: %', v_message;
    end;
  end;
  return null;
end
$pggit$;

comment on function pggit._follow_tool_lock() is
  'Row trigger on a migration tool''s lock table: a deployment begins when the lock is taken and ends when it is given back.';
`,
  },
  {
    name: 'functions/locks/_release_tool_lock.sql',
    sql: `-- A migration tool's lock is free again. The session that held it has come to the end of its
-- run. When it is another session, a person has taken the lock away from a run that is dead:
-- that one is closed as interrupted with what landed, whether its session is gone or still at
-- its last statement.
--
-- Locks: the rows of the deployments that it closes.

create or replace function pggit._release_tool_lock(p_lock oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_own constant uuid := pggit.current_deployment();
  v_deployment uuid;
begin
  for v_deployment in
    select d.deployment_id from pggit.deployments d
    where d.status = 'open' and d.held_lock = p_lock
    order by d.started_at
  loop
    if v_deployment = v_own then
      perform pggit._end_tool_run(v_own);
    else
      perform pggit._close_deployment(
        v_deployment, 'interrupted', 'another session released its lock');
    end if;
  end loop;
end
$pggit$;

comment on function pggit._release_tool_lock(oid) is
  'Ends the deployment of the run that held a tool''s lock.';
`,
  },
  {
    name: 'functions/locks/_take_tool_lock.sql',
    sql: `-- A session has taken a migration tool's lock: its deployment begins, unless it is part of one
-- already, as inside \`pggit run\`, whose opener ends it. Earlier runs that were killed are
-- closed first. The name is that of the machine, without the address that Liquibase puts behind
-- it.

create or replace function pggit._take_tool_lock(p_lock oid, p_tool_name text, p_row jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_holder constant text := split_part(
    p_row ->> (pggit._history_entry(p_lock)).description_column, ' (', 1);
  v_deployment uuid;
begin
  if pggit.current_deployment() is not null or pggit._disabled_until() is not null then
    return;
  end if;
  perform pggit.recover_deployments();
  -- The lock was free: who held it before is dead even where its session, of a pooler, lives on.
  perform pggit._close_deployment(d.deployment_id, 'interrupted', 'another run has its lock')
  from pggit.deployments d
  where d.status = 'open' and d.held_lock = p_lock;
  v_deployment := pggit.begin_deployment(concat_ws(' on ', p_tool_name, nullif(v_holder, '')));
  update pggit.deployments d set held_lock = p_lock where d.deployment_id = v_deployment;
  perform set_config('pggit.held_lock', p_lock::text, false);
  perform set_config('pggit.outcome', '', false);
end
$pggit$;

comment on function pggit._take_tool_lock(oid, text, jsonb) is
  'Begins the deployment of a run whose session has just taken its tool''s lock.';
`,
  },
  {
    name: 'functions/locks/_unfollowed_locks.sql',
    sql: `-- For verify and verify_consistency: the locks of migration tools whose trigger is gone or does not
-- fire.

create or replace function pggit._unfollowed_locks()
returns table (source text, tool_name text, is_disabled boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select w.source, w.tool_name, t.tgname is not null
  from pggit.watched_tables w
  join pg_class c on c.oid = pggit._relation_named(w.source)
  left join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'zz_pggit_lock'
  where w.is_bookkeeping and not w.is_declined
    and (pggit._history_entry(c.oid)).lock_column is not null
    and (t.tgname is null or t.tgenabled not in ('O', 'A'))
  order by w.source;
end
$pggit$;

comment on function pggit._unfollowed_locks() is
  'Locks of migration tools that lack pggit''s trigger, or whose trigger is disabled.';
`,
  },
  {
    name: 'functions/refresh/affected_views.sql',
    sql: `-- The materialized views whose sources a commit changed, directly or through other views, in an order
-- in which each comes after those it reads.

create or replace function pggit.affected_views(ref text default 'HEAD')
returns table (name text, "position" int)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  with recursive steps as materialized (
    select c.object_id, c.kind, c.old_blob
    from pggit.changes c
    where c.commit_id = pggit._resolve_ref(affected_views.ref)
  ),
  changed as (
    select l.objid, l.classid
    from steps c
    join pggit.live_objects l on l.object_id = c.object_id
    union
    -- What a partition that is dropped or detached held is gone from the table it was a part of.
    select l.objid, l.classid
    from steps c
    cross join lateral pggit._definition_of(c.old_blob) as d (before)
    cross join lateral (
      select d.before #>> '{partition_of,table}'
      union all
      select jsonb_array_elements_text(d.before -> 'inherits')) as p (identity)
    join pggit.live_objects l on l.identity = p.identity and l.classid = 'pg_class'::regclass
    where c.kind in ('table', 'foreign table')
  ),
  edges as materialized (
    select e.reader_classid, e.reader_objid, e.classid, e.objid from pggit._readers() e
  ),
  reached (classid, objid) as (
    select c.classid, c.objid from changed c
    union
    select e.reader_classid, e.reader_objid
    from reached r
    join edges e on e.objid = r.objid and e.classid = r.classid
  ),
  -- What each of them reads, directly or not. Who reads more comes later: that is an order in which
  -- everything is read after it was refreshed, and a cycle through a function cannot make it endless.
  sources (classid, objid, source_classid, source_objid) as (
    select e.reader_classid, e.reader_objid, e.classid, e.objid
    from reached r
    join edges e on e.objid = r.objid and e.classid = r.classid
    union
    select e.reader_classid, e.reader_objid, s.source_classid, s.source_objid
    from sources s
    join edges e on e.objid = s.objid and e.classid = s.classid
  )
  select pggit._relation_identity(v.oid),
    (row_number() over (order by (
      select count(*) from sources s
      where s.objid = v.oid and s.classid = 'pg_class'::regclass), v.oid))::int
  from reached r
  join pg_class v on v.oid = r.objid and r.classid = 'pg_class'::regclass and v.relkind = 'm'
  join pggit.user_schemas s on s.oid = v.relnamespace
  order by 2
$pggit$;

comment on function pggit.affected_views(text) is
'Materialized views that a commit changed, and those whose sources it changed, directly or through
other views. It looks at definitions, not at rows, and the views are those of the database as it is
now.

- \`name\`: with its schema, quoted where needed.
- \`position\`: from 1, in the order in which to refresh them, each after those it reads.';
`,
  },
  {
    name: 'functions/refresh/refresh_affected_views.sql',
    sql: `-- Refreshes, as the caller, the materialized views whose sources a commit changed, each after those it
-- reads. A refresh is no change to any definition, so that history is as before.
--
-- \`when others\`: a view that cannot be refreshed says so in its row, and those after it are refreshed all the
-- same. Where the whole transaction has to be repeated, the error goes on as it is; a cancel is never caught.
--
-- Locks: those of each refresh, until the transaction ends.

create or replace function pggit.refresh_affected_views(ref text default 'HEAD')
returns table (name text, "position" int, error text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_view record;
begin
  for v_view in
    select v.name, v."position" from pggit.affected_views(refresh_affected_views.ref) v order by 2
  loop
    name := v_view.name;
    "position" := v_view."position";
    error := null;
    begin
      perform pggit.refresh_materialized_view(v_view.name);
    exception
      when serialization_failure or deadlock_detected then
        raise;
      when others then
        error := sqlerrm;
    end;
    return next;
  end loop;
end
$pggit$;

comment on function pggit.refresh_affected_views(text) is
'Refreshes the materialized views of pggit.affected_views(), in that order. Returns a row for each.
Leaves no change in history.

- \`name\`, \`position\`: as there.
- \`error\`: why it could not be refreshed, which keeps none of the others from it; else null.

It refreshes as the caller, CONCURRENTLY where pggit.refresh_materialized_view() would, and in
this transaction.';
`,
  },
  {
    name: 'functions/refresh/refresh_materialized_view.sql',
    sql: `-- Refreshes a materialized view as the caller: CONCURRENTLY when asked, or by itself where the view
-- is filled and has a unique index that allows it. A refresh is no change to any definition.

create or replace function pggit.refresh_materialized_view(
  name text,
  concurrently boolean default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_relation oid;
  v_concurrently boolean := refresh_materialized_view.concurrently;
begin
  begin
    v_relation := to_regclass(refresh_materialized_view.name);
  exception when invalid_name or syntax_error then
    v_relation := null;
  end;
  if v_relation is null or not exists (
    select from pg_class c where c.oid = v_relation and c.relkind = 'm'
  ) then
    perform pggit._raise('PGT03',
      format('there is no materialized view %s', coalesce(refresh_materialized_view.name, 'null')),
      jsonb_build_object('kind', 'materialized view', 'identity', refresh_materialized_view.name),
      'Write its name with the schema, quoted where needed: query.meter_overview.');
  end if;
  if v_concurrently is null then
    v_concurrently := exists (
      select from pg_class c
      join pg_index i on i.indrelid = c.oid
      where c.oid = v_relation and c.relispopulated
        and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null);
  end if;
  execute format('refresh materialized view %s%s',
    case when v_concurrently then 'concurrently ' else '' end,
    pggit._relation_identity(v_relation));
end
$pggit$;

comment on function pggit.refresh_materialized_view(text, boolean) is
'Refreshes a materialized view as the caller. Leaves no change in history.

- \`name\`: with its schema, quoted where needed; \`search_path\` does not matter.
- \`concurrently\`: null, the default, is true where the view is filled and has a unique index that
  allows it.';
`,
  },
  {
    name: 'functions/refs/_ancestors.sql',
    sql: `-- A commit and all it grew from.

create or replace function pggit._ancestors(p_commit_id uuid)
returns setof uuid
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  with recursive ancestors (commit_id) as (
    select p_commit_id
    union
    select p.commit_id
    from ancestors a
    join pggit.commits c on c.commit_id = a.commit_id
    cross join lateral unnest(c.parent_ids) as p (commit_id)
  )
  select a.commit_id from ancestors a where a.commit_id is not null
$pggit$;

comment on function pggit._ancestors(uuid) is
  'A commit and all its ancestors.';
`,
  },
  {
    name: 'functions/refs/_current_branch.sql',
    sql: `-- The branch this database is on. One database has one live state, so it is on one branch.

create or replace function pggit._current_branch()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select coalesce(
      (select s.value #>> '{}' from pggit.settings s where s.name = 'current_branch'), 'main')
  );
end
$pggit$;

comment on function pggit._current_branch() is
  'The branch this database is on.';
`,
  },
  {
    name: 'functions/refs/_head.sql',
    sql: `-- The newest commit of the current branch.

create or replace function pggit._head()
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select b.commit_id from pggit.branches b where b.name = pggit._current_branch()
  );
end
$pggit$;

comment on function pggit._head() is
  'The newest commit of the current branch.';
`,
  },
  {
    name: 'functions/refs/_require_history.sql',
    sql: `-- Says what an engine without any commit is. An installation always makes one, so the tables have been
-- emptied: most often by a restore from a dump without data.

create or replace function pggit._require_history()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (select from pggit.commits) then
    perform pggit._raise('PGR03',
      'pggit has no history in this database: its tables are empty, as after a restore without data',
      jsonb_build_object('database', current_database()),
      'Run \`pggit install\` or install() of @pggit/core: that begins a new history with one commit of '
      'everything there is. To keep the old history, restore the data of schema pggit as well.');
  end if;
end
$pggit$;

comment on function pggit._require_history() is
  'An error when there is no commit at all, as after a restore without data.';
`,
  },
  {
    name: 'functions/refs/_resolve_ref.sql',
    sql: `-- The commit a ref means, the first of: HEAD, a whole commit id, a branch, a tag (its newest commit), the
-- first digits of one commit id, at least four. No name can stand in for an id. Over the beginning of one
-- names win: a tag 2026 must go on meaning what it does when a commit comes to begin so. Where that could be
-- no accident, check_tags refuses the tag.

create or replace function pggit._resolve_ref(p_ref text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_ids uuid[];
begin
  if upper(p_ref) = 'HEAD' then
    v_ids[1] := pggit._head();
    if v_ids[1] is null then
      perform pggit._require_history();
    end if;
    return v_ids[1];
  end if;
  if p_ref ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select array[c.commit_id] into v_ids from pggit.commits c where c.commit_id = p_ref::uuid;
  end if;
  if v_ids is null then
    select array[b.commit_id] into v_ids from pggit.branches b where b.name = p_ref;
  end if;
  if v_ids is null then
    select array[t.commit_id] into v_ids
    from pggit.tags t join pggit.commits c on c.commit_id = t.commit_id
    where t.name = p_ref
    order by c.commit_number desc
    limit 1;
  end if;
  if v_ids is null and p_ref ~* '^[0-9a-f-]{4,36}$' then
    select array_agg(c.commit_id) into v_ids
    from pggit.commits c where c.commit_id::text like lower(p_ref) || '%';
  end if;

  if v_ids is null then
    perform pggit._raise('PGR01', format('there is no ref %s', coalesce(quote_literal(p_ref), 'null')),
      jsonb_build_object('ref', p_ref),
      'A ref is HEAD, a branch, a tag, a commit id or at least four digits of one; see pggit.log().');
  elsif cardinality(v_ids) > 1 then
    perform pggit._raise('PGR02', format('%L is the beginning of %s commit ids', p_ref, cardinality(v_ids)),
      jsonb_build_object('ref', p_ref, 'candidates', to_jsonb(v_ids[1:10])),
      'Give more digits.');
  end if;
  return v_ids[1];
end
$pggit$;

comment on function pggit._resolve_ref(text) is
  'The commit a ref means; an error for an unknown or ambiguous one.';
`,
  },
  {
    name: 'functions/refs/_tag_commit.sql',
    sql: `-- Puts labels on a commit; blank ones are no labels.

create or replace function pggit._tag_commit(p_commit_id uuid, p_tags text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  insert into pggit.tags (name, commit_id)
  select distinct btrim(t.name, E' \\t\\r\\n'), p_commit_id from unnest(p_tags) as t (name)
  where t.name ~ E'\\\\S' and p_commit_id is not null
  on conflict do nothing;
end
$pggit$;

comment on function pggit._tag_commit(uuid, text[]) is
  'Puts labels on a commit.';
`,
  },
  {
    name: 'functions/refs/check_tags.sql',
    sql: `-- Refuses labels that no ref could reach: HEAD and live mean something else in every spelling, and a
-- branch wins over a tag of its name. And those that would stand in for a commit: its id, and as many digits
-- of it as are not met by accident, which logs show and people copy. For programs that know the labels before
-- the work begins: at its end it is too late to ask for others.

create or replace function pggit.check_tags(tags text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tag text;
  v_meaning text;
begin
  select t.name, t.meaning into v_tag, v_meaning
  from (
    select btrim(g.name, E' \\t\\r\\n') as name,
      case
        when upper(btrim(g.name, E' \\t\\r\\n')) = 'HEAD' then 'the newest commit'
        when lower(btrim(g.name, E' \\t\\r\\n')) = 'live' then 'the catalog as it is'
        when exists (select from pggit.branches b where b.name = btrim(g.name, E' \\t\\r\\n'))
          then 'a branch'
        when btrim(g.name, E' \\t\\r\\n') ~* '^[0-9a-f-]{8,36}$'
          and exists (
            select from pggit.commits c
            where starts_with(c.commit_id::text, lower(btrim(g.name, E' \\t\\r\\n'))))
          then 'a commit'
      end as meaning
    from unnest(check_tags.tags) as g (name)
  ) t
  where t.meaning is not null
  limit 1;
  if v_tag is not null then
    perform pggit._raise('PGR05', format('%L cannot be a tag: as a ref it is %s', v_tag, v_meaning),
      jsonb_build_object('tag', v_tag),
      'Take a name that means nothing yet.');
  end if;
end
$pggit$;

comment on function pggit.check_tags(text[]) is
'Raises an error when one of these labels means something else as a ref: \`HEAD\`, \`live\`, the name of
a branch, or a commit (its id, or its first eight digits or more). For programs that know the tags before the work begins; pggit.end_deployment()
refuses them as well. Null and an empty array are fine.';
`,
  },
  {
    name: 'functions/security/_grant_role.sql',
    sql: `-- Makes one of pggit's roles a member of another, unless it is one already or may not be made one
-- here (the roles exist, and belong to somebody else).

create or replace function pggit._grant_role(p_role text, p_member text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (
    select from pg_auth_members m
    where m.roleid = to_regrole(p_role) and m.member = to_regrole(p_member)
  ) then
    execute format('grant %I to %I', p_role, p_member);
  end if;
exception
  -- Another database's installation may be granting it at this moment.
  when insufficient_privilege or unique_violation or undefined_object then
    return;
end
$pggit$;

comment on function pggit._grant_role(text, text) is
  'Makes one of pggit''s roles a member of another where that is possible.';
`,
  },
  {
    name: 'functions/tracking/_after_tracking_changed.sql',
    sql: `-- After the tracking configuration changed: marks what changes sides, so that it joins or leaves the live
-- state in this transaction. Drift on objects that are tracked before and after stays drift.

create or replace function pggit._after_tracking_changed(p_classids oid[], p_objids oid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._mark(d.classid, d.objid)
  from pggit._drift() d
  where d.change = 'untracked'
    or (d.change = 'added' and (d.classid, d.objid) in (
      select i.classid, i.objid from unnest(p_classids, p_objids) as i (classid, objid)));
end
$pggit$;

comment on function pggit._after_tracking_changed(oid[], oid[]) is
  'Marks what a changed tracking configuration takes in or leaves out; p_classids, p_objids: what was ignored before.';
`,
  },
  {
    name: 'functions/tracking/_before_tracking_changes.sql',
    sql: `-- Before the tracking configuration changes: what this transaction has done so far is recorded by the rules
-- that held for it. Returns what those rules ignore, for _after_tracking_changed.

create or replace function pggit._before_tracking_changes(
  out p_classids oid[],
  out p_objids oid[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  perform pggit._record_pending(pggit._session_deployment(true));
  select array_agg(i.classid), array_agg(i.objid) into p_classids, p_objids
  from pggit._scan_with_rules() i where i.rule is not null;
end
$pggit$;

comment on function pggit._before_tracking_changes() is
  'Records what is pending by the rules as they are; returns the addresses that they ignore.';
`,
  },
  {
    name: 'functions/tracking/_command_tags.sql',
    sql: `-- The command tags that a pattern may begin with and that explain_tracking() understands: of all commands
-- that PostgreSQL has an event for, and REFRESH MATERIALIZED VIEW.

create or replace function pggit._command_tags()
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array(
    select format('%s %s', v.verb, o.object)
    from unnest(array['ALTER', 'CREATE', 'DROP']) as v (verb)
    cross join unnest(array[
      'ACCESS METHOD', 'AGGREGATE', 'CAST', 'COLLATION', 'CONVERSION', 'DOMAIN', 'EVENT TRIGGER',
      'EXTENSION', 'FOREIGN DATA WRAPPER', 'FOREIGN TABLE', 'FUNCTION', 'INDEX', 'LANGUAGE',
      'MATERIALIZED VIEW', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'POLICY', 'PROCEDURE',
      'PUBLICATION', 'ROUTINE', 'RULE', 'SCHEMA', 'SEQUENCE', 'SERVER', 'STATISTICS',
      'SUBSCRIPTION', 'TABLE', 'TEXT SEARCH CONFIGURATION', 'TEXT SEARCH DICTIONARY',
      'TEXT SEARCH PARSER', 'TEXT SEARCH TEMPLATE', 'TRANSFORM', 'TRIGGER', 'TYPE', 'USER MAPPING',
      'VIEW']) as o (object)
  ) || array[
    'ALTER DEFAULT PRIVILEGES', 'ALTER LARGE OBJECT', 'COMMENT', 'CREATE TABLE AS', 'DROP OWNED',
    'GRANT', 'IMPORT FOREIGN SCHEMA', 'REFRESH MATERIALIZED VIEW', 'REINDEX', 'REVOKE',
    'SECURITY LABEL', 'SELECT INTO'];
end
$pggit$;

comment on function pggit._command_tags() is
  'The command tags that an ignore pattern or a question about an operation may begin with.';
`,
  },
  {
    name: 'functions/tracking/_count_ignored.sql',
    sql: `-- Counts what rules kept out of the history, one for each object and transaction. It is a row of its own,
-- so that sessions never wait for each other; a rolled back transaction takes its row along.
--
-- Every fiftieth row is the turn to fold rows together, those that nobody else is folding. One that keeps
-- its snapshot may not, and a serializable one does not even count: PostgreSQL could abort it for that.

create or replace function pggit._count_ignored(p_rules text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_is_turn boolean;
begin
  if current_setting('transaction_isolation') = 'serializable' then
    return;
  end if;
  with counted as (
    insert into pggit.ignored_work (rule, objects)
    select r.rule, count(*) from unnest(p_rules) as r (rule) group by r.rule
    returning work_id
  )
  select bool_or(c.work_id % 50 = 0) into v_is_turn from counted c;
  if not v_is_turn or current_setting('transaction_isolation') <> 'read committed' then
    return;
  end if;
  with folded as (
    delete from pggit.ignored_work w
    where w.work_id = any (array(
      select o.work_id from pggit.ignored_work o
      order by o.work_id limit 1000 for update skip locked))
    returning w.rule, w.objects, w.first_at, w.last_at
  )
  insert into pggit.ignored_work (rule, objects, first_at, last_at)
  select f.rule, sum(f.objects), min(f.first_at), max(f.last_at) from folded f group by f.rule;
end
$pggit$;

comment on function pggit._count_ignored(text[]) is
  'Counts what rules kept out of the history; never waits for another session.';
`,
  },
  {
    name: 'functions/tracking/_directive.sql',
    sql: `-- The tracking directive in a comment, anywhere in it: @pggit:ignore or @pggit:track, or with a dash.
-- The first one counts; any other word after @pggit is not ours to judge.

create or replace function pggit._directive(p_comment text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return lower(substring(p_comment from E'(?i)@pggit[:-](ignore|track)(?!-?\\\\w)'));
end
$pggit$;

comment on function pggit._directive(text) is
  'The tracking directive in a comment: ignore, track, or null.';
`,
  },
  {
    name: 'functions/tracking/_disabled_until.sql',
    sql: `-- Until when tracking is disabled for the whole database; null when it is not, or no more.

create or replace function pggit._disabled_until()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select u.disabled_until
    from pggit.settings s
    cross join lateral (
      select case when jsonb_typeof(s.value) = 'number' then to_timestamp(s.value::float8) end
    ) as u (disabled_until)
    where s.name = 'disabled_until' and u.disabled_until > clock_timestamp());
end
$pggit$;

comment on function pggit._disabled_until() is
  'Until when tracking is disabled for the whole database; null when it is not.';
`,
  },
  {
    name: 'functions/tracking/_drop_ignored_marks.sql',
    sql: `-- Takes the marks of ignored operations out of what is to be described, and counts them. Called only where
-- there are rules about operations.
--
-- GRANT and REVOKE name no object. Of those that they changed, the ones whose comment says to track get a
-- mark of their own first.

create or replace function pggit._drop_ignored_marks(
  p_transaction_id xid8,
  p_flush int,
  p_tracking pggit._tracking
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_rules text[];
begin
  insert into pggit.dirty_objects
    (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
  select distinct on (g.classid, g.objid) p_transaction_id, p_flush, g.classid, g.objid,
    d.command_tag, d.role_name, d.marked_at
  from pggit.dirty_objects d
  cross join lateral (
    select r.classid, r.objid from pggit._granted_objects(p_transaction_id) r
    where pggit._operation_rule(d.command_tag, d.classid, 0, p_tracking) is not null
      and pggit._is_tracked_by_comment(r.classid, r.objid, p_tracking)) g
  where d.transaction_id = p_transaction_id and d.flush = p_flush and d.classid <> 0 and d.objid = 0;
  with ignored as (
    select m.classid, m.objid, m.command_tag,
      pggit._operation_rule(m.command_tag, m.classid, m.objid, p_tracking) as rule
    from (
      select distinct d.classid, d.objid, d.command_tag
      from pggit.dirty_objects d
      where d.transaction_id = p_transaction_id and d.flush = p_flush and d.classid <> 0
        and d.command_tag <> 'CAPTURE'
    ) m
  ),
  dropped as (
    delete from pggit.dirty_objects d
    using ignored i
    where d.transaction_id = p_transaction_id and d.flush = p_flush
      and d.classid = i.classid and d.objid = i.objid and d.command_tag = i.command_tag
      and i.rule is not null
  )
  select array_agg(i.rule) into v_rules from ignored i where i.rule is not null;
  if v_rules is not null then
    perform pggit._count_ignored(v_rules);
  end if;
end
$pggit$;

comment on function pggit._drop_ignored_marks(xid8, int, pggit._tracking) is
  'Takes the marks of ignored operations away and counts them by rule.';
`,
  },
  {
    name: 'functions/tracking/_ignore_rules.sql',
    sql: `-- Why objects are not tracked: for each described object the rule in words, or null when it is tracked.
-- First match wins: the directive in its own comment; membership of the table it lives on in an
-- extension; history tables of migration tools; the directive in the comment of the table it lives on, or
-- that this is a partition of, the nearest first; in its schema's comment; the ignore patterns; the schema
-- lists. An object in both lists is tracked.
--
-- Members of extensions are looked for as in _describe_index. Only a partition has relations above it, and
-- offset 0 looks for them once an object: whoever compares the catalog comes here with all that lives on tables.

create or replace function pggit._ignore_rules(
  p_described pggit._description[],
  p_tracking pggit._tracking
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return array(
    select case
      when d.directive = 'ignore' then 'comment @pggit:ignore'
      when d.parent_objid is not null and not d.is_independent and case
          when cardinality(p_described) < 50 then (
            select true from pg_depend e
            where e.classid = 'pg_class'::regclass and e.objid = d.parent_objid and e.deptype = 'e'
            limit 1)
          else d.parent_objid in (
            select e.objid from pg_depend e
            where e.refclassid = 'pg_extension'::regclass and e.classid = 'pg_class'::regclass
              and e.deptype = 'e') end
      then format('extension member %s', pggit._relation_identity(d.parent_objid))
      when p_tracking.history_tables is not null
        and coalesce((
          select c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname)
          from pg_class c where c.oid = d.parent_objid), d.identity) = any (p_tracking.history_tables)
      then
        format('history table %s', coalesce(pggit._relation_identity(d.parent_objid), d.identity))
      when d.directive = 'track' then null
      when p.directive = 'ignore' then
        format('comment @pggit:ignore on %s', pggit._relation_identity(p.relation))
      when p.directive = 'track' then null
      when d.schema_name = any (p_tracking.comment_tracks) then null
      when d.schema_name = any (p_tracking.comment_ignores) then
        format('comment @pggit:ignore on schema %I', d.schema_name)
      when p_tracking.ignore_patterns is not null and pggit._matching_pattern(
          pggit._object_texts(d.kind, d.identity, d.parent_objid), p_tracking.ignore_patterns)
        is not null
      then
        'ignore pattern ' || pggit._matching_pattern(
          pggit._object_texts(d.kind, d.identity, d.parent_objid), p_tracking.ignore_patterns)
      when d.schema_name is null or d.schema_name like any (p_tracking.track_schemas) then null
      when d.schema_name like any (p_tracking.ignore_schemas) then
        format('schema %I is in ignore_schemas', d.schema_name)
      when p_tracking.track_schemas is not null then
        format('schema %I is not in track_schemas', d.schema_name)
    end
    from (
      select u.n, u.kind, u.identity, u.schema_name, u.parent_objid,
        -- A user's partition of an extension's table, or sequence that one owns, is the user's.
        u.kind in ('table', 'foreign table')
          or (u.kind = 'sequence' and not u.definition ? 'identity') as is_independent,
        case when u.definition ->> 'comment' like '%@%'
          then pggit._directive(u.definition ->> 'comment') end as directive
      from unnest(p_described) with ordinality as u
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    ) d
    left join pg_class r on r.oid = d.parent_objid
    cross join lateral (
      select case
        when r.relispartition is false then r.oid
        when d.parent_objid is not null then (
          select a.relation
          from unnest(pggit._relations_above(d.parent_objid)) with ordinality as a (relation, n)
          join pg_description m
            on m.objoid = a.relation and m.classoid = 'pg_class'::regclass and m.objsubid = 0
          where m.description like '%@%' and pggit._directive(m.description) is not null
          order by a.n
          limit 1) end
      offset 0
    ) as u (relation)
    left join lateral (
      select u.relation, pggit._directive(m.description) as directive
      from pg_description m
      where m.objoid = u.relation and m.classoid = 'pg_class'::regclass and m.objsubid = 0
        and m.description like '%@%'
    ) p on true
    order by d.n);
end
$pggit$;

comment on function pggit._ignore_rules(pggit._description[], pggit._tracking) is
  'Why the given objects are not tracked, in words and in their order; null for a tracked one.';
`,
  },
  {
    name: 'functions/tracking/_is_ignored_operation.sql',
    sql: `-- Whether a command is left unrecorded by its tag. A tag in both lists is recorded.

create or replace function pggit._is_ignored_operation(
  p_command_tag text,
  p_tracking pggit._tracking
)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_command_tag like any (p_tracking.track_operations) then
    return false;
  end if;
  return coalesce(p_command_tag like any (p_tracking.ignore_operations), false)
    or p_tracking.track_operations is not null;
end
$pggit$;

comment on function pggit._is_ignored_operation(text, pggit._tracking) is
  'Whether commands with this tag are left unrecorded by the tracking configuration.';
`,
  },
  {
    name: 'functions/tracking/_is_tracked_by_comment.sql',
    sql: `-- Whether a comment says to track an object, which outranks ignored operations: its own, else that of
-- the table it lives on or is a partition of, else its schema's. What a command has dropped had the comments
-- that pggit last saw.

create or replace function pggit._is_tracked_by_comment(
  p_classid oid,
  p_objid oid,
  p_tracking pggit._tracking
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_directive text := pggit._directive(pggit._last_comment(p_classid, p_objid));
  v_relation oid;
  v_schema text;
begin
  if v_directive is null then
    select r.oid into v_relation
    from (
      select i.indrelid from pg_index i
      where p_classid = 'pg_class'::regclass and i.indexrelid = p_objid
      union all
      select i.inhparent
      from pg_class c
      join pg_inherits i on i.inhrelid = c.oid
      where p_classid = 'pg_class'::regclass and c.oid = p_objid and c.relispartition
        and c.relkind in ('r', 'p', 'f')
      union all
      select d.refobjid
      from pg_class c
      join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      where p_classid = 'pg_class'::regclass and c.oid = p_objid and c.relkind = 'S'
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
      union all
      select t.tgrelid from pg_trigger t
      where p_classid = 'pg_trigger'::regclass and t.oid = p_objid
      union all
      select w.ev_class from pg_rewrite w
      where p_classid = 'pg_rewrite'::regclass and w.oid = p_objid
      union all
      select p.polrelid from pg_policy p
      where p_classid = 'pg_policy'::regclass and p.oid = p_objid
      union all
      select x.stxrelid from pg_statistic_ext x
      where p_classid = 'pg_statistic_ext'::regclass and x.oid = p_objid
      union all
      select l.parent_objid from pggit.live_objects l
      where l.objid = p_objid and l.classid = p_classid
        and (pg_identify_object(p_classid, p_objid, 0)).identity is null
    ) r (oid)
    limit 1;
    select pggit._directive(pggit._last_comment('pg_class'::regclass, a.relation)) into v_directive
    from unnest(pggit._relations_above(v_relation)) with ordinality as a (relation, n)
    where pggit._directive(pggit._last_comment('pg_class'::regclass, a.relation)) is not null
    order by a.n
    limit 1;
  end if;
  if v_directive is not null then
    return v_directive = 'track';
  end if;

  -- A trigger, rule or policy is in the schema of its relation. The name comes as it stands in SQL.
  v_schema := coalesce(
    (parse_ident((pg_identify_object(p_classid, p_objid, 0)).schema))[1],
    (parse_ident((pg_identify_object('pg_class'::regclass, v_relation, 0)).schema))[1],
    (select l.schema_name from pggit.live_objects l
     where l.objid = p_objid and l.classid = p_classid limit 1));
  return coalesce(v_schema = any (p_tracking.comment_tracks), false) or exists (
    select from pggit.live_objects l
    where l.kind = 'schema' and l.identity = quote_ident(v_schema)
      and pggit._directive(pggit._definition_of(l.blob) ->> 'comment') = 'track'
      and not exists (select from pg_namespace n where n.oid = l.objid));
end
$pggit$;

comment on function pggit._is_tracked_by_comment(oid, oid, pggit._tracking) is
  'Whether the comment of an object, its table or its schema says to track it.';
`,
  },
  {
    name: 'functions/tracking/_json_patterns.sql',
    sql: `-- A JSON list of name patterns as LIKE patterns; null for a missing or null list.

create or replace function pggit._json_patterns(p_patterns jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when jsonb_typeof(p_patterns) = 'array' then
    coalesce(
      pggit._like_pattern(array(select jsonb_array_elements_text(p_patterns))),
      '{}'::text[])
  end;
end
$pggit$;

comment on function pggit._json_patterns(jsonb) is
  'A JSON list of name patterns as LIKE patterns; null for no list.';
`,
  },
  {
    name: 'functions/tracking/_like_pattern.sql',
    sql: `-- A name pattern as LIKE wants it: % is the only wildcard, an underscore is an underscore.

create or replace function pggit._like_pattern(p_patterns text[])
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select array_agg(replace(replace(p.pattern, E'\\\\', E'\\\\\\\\'), '_', E'\\\\_') order by p.n)
    from unnest(p_patterns) with ordinality as p (pattern, n)
  );
end
$pggit$;

comment on function pggit._like_pattern(text[]) is
  'Name patterns as LIKE patterns: % is the only wildcard.';
`,
  },
  {
    name: 'functions/tracking/_mark_texts.sql',
    sql: `-- What ignore patterns are compared with for a command: its tag alone, with what it named, and with the
-- relation that lives on. What is gone, or locked, has the name that pggit knows it by. A GRANT or REVOKE names
-- nothing (p_objid 0): its tag stands alone, and with the blank that \`GRANT %\` has.

create or replace function pggit._mark_texts(p_command_tag text, p_classid oid, p_objid oid)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_kind text;
  v_identity text;
  v_parent_objid oid;
begin
  if p_objid = 0 then
    return array[p_command_tag, p_command_tag || ' '];
  end if;
  select d.kind, d.identity, d.parent_objid into v_kind, v_identity, v_parent_objid
  from pggit._describe(array[p_classid], array[p_objid]) d where d.kind is not null;
  if v_identity is null then
    select l.kind, l.identity, l.parent_objid into v_kind, v_identity, v_parent_objid
    from pggit.live_objects l where l.objid = p_objid and l.classid = p_classid;
  end if;
  v_identity := coalesce(v_identity, (pg_identify_object(p_classid, p_objid, 0)).identity);
  if v_identity is null then
    return array[p_command_tag];
  end if;
  return array[p_command_tag]
    || pggit._object_texts(v_kind, v_identity, v_parent_objid, p_command_tag)
    || array(
    select format('%s %s', p_command_tag, l.identity)
    from pggit.live_objects l
    where l.objid = any (pggit._relations_above(v_parent_objid)) and l.classid = 'pg_class'::regclass);
end
$pggit$;

comment on function pggit._mark_texts(text, oid, oid) is
  'The texts that ignore patterns are compared with for a command and an object it named.';
`,
  },
  {
    name: 'functions/tracking/_matching_pattern.sql',
    sql: `-- The first ignore pattern that one of the texts is like; null for none. A text is an operation or a kind,
-- a blank and an identity. Upper and lower case are alike, as they are in unquoted SQL.

create or replace function pggit._matching_pattern(p_texts text[], p_patterns text[])
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select p.pattern
    from unnest(p_patterns) with ordinality as p (pattern, n)
    where exists (
      select from unnest(p_texts) as t (line)
      where t.line ilike (pggit._like_pattern(array[p.pattern]))[1])
    order by p.n
    limit 1);
end
$pggit$;

comment on function pggit._matching_pattern(text[], text[]) is
  'The first ignore pattern that one of the texts matches; null for none.';
`,
  },
  {
    name: 'functions/tracking/_name_parts.sql',
    sql: `-- The parts of a name as SQL has it, quoted or not: schema and name, or the name alone; null for what is no
-- name. What is in parentheses at its end, as with functions, is left out.

create or replace function pggit._name_parts(p_name text)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return parse_ident(regexp_replace(p_name, E'\\\\s*\\\\(.*\\\\)\\\\s*$', ''));
exception when invalid_parameter_value or name_too_long then
  return null;
end
$pggit$;

comment on function pggit._name_parts(text) is
  'Schema and name, or the name alone, of a name as SQL has it; null for what is no name.';
`,
  },
  {
    name: 'functions/tracking/_normal_pattern.sql',
    sql: `-- An ignore pattern as it is kept: blanks around it go, and between two words, where no name is quoted, there is
-- one. Every second part between quotes is inside of them.

create or replace function pggit._normal_pattern(p_pattern text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select btrim(string_agg(
      case when p.n % 2 = 1 then regexp_replace(p.part, E'\\\\s+', ' ', 'g') else p.part end,
      '"' order by p.n), ' ')
    from unnest(string_to_array(p_pattern, '"')) with ordinality as p (part, n)
  );
end
$pggit$;

comment on function pggit._normal_pattern(text) is
  'An ignore pattern with one blank between its words; null for null and for nothing.';
`,
  },
  {
    name: 'functions/tracking/_object_texts.sql',
    sql: `-- What ignore patterns are compared with for an object: itself, and the relation that it lives on or is a
-- partition of, which it goes with. p_word: the kind by default, else a command tag.

create or replace function pggit._object_texts(
  p_kind text,
  p_identity text,
  p_parent_objid oid,
  p_word text default null
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array[format('%s %s', coalesce(p_word, p_kind), p_identity)] || array(
    select format('%s %s', coalesce(p_word, k.kind), pggit._relation_identity(c.oid))
    from pg_class c
    join pggit.kinds k
      on k.catalog = 'pg_class'::regclass and c.relkind::text = any (k.classes)
    where c.oid = any (pggit._relations_above(p_parent_objid)));
end
$pggit$;

comment on function pggit._object_texts(text, text, oid, text) is
  'The texts that ignore patterns are compared with for an object: its own and those of the relations it goes with.';
`,
  },
  {
    name: 'functions/tracking/_objects_named.sql',
    sql: `-- The addresses that a name may mean, in any spelling: quoted or not, with its schema or without, a function
-- with its arguments or without, which then means all of that name. Parts of a table are named as pggit
-- does: x on app.t.

create or replace function pggit._objects_named(p_name text)
returns table (classid oid, objid oid)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
  v_routines oid[];
  v_namespace oid;
  -- What has arguments is a function.
  v_name text;
  v_part constant record := pggit._part_named(p_name);
  v_relation constant text[] := v_part.relation_name;
begin
  select r.* into v_signature from pggit._read_signature(p_name) r;
  v_routines := pggit._overloads_with(
    array(select p.oid from pg_proc p where p.proname = v_signature.function_name),
    v_signature.arguments, v_signature.are_out);
  v_namespace := case when v_signature.schema_name = 'pg_temp' then pg_my_temp_schema()
    else (select n.oid from pg_namespace n where n.nspname = v_signature.schema_name) end;
  v_name := case when v_signature.arguments is null then v_signature.function_name end;

  return query
  select f.classid, f.objid
  from (
    -- The identity that pggit shows, of whatever kind.
    select l.classid, l.objid from pggit.live_objects l
    where l.identity = p_name
    union
    select o.classid, o.objid
    from (
      select 'pg_class'::regclass::oid, c.oid, c.relnamespace, c.relname from pg_class c
      where c.relname = v_name and c.relkind <> 'c'
      union all
      select 'pg_type'::regclass, t.oid, t.typnamespace, t.typname from pg_type t
      where t.typname = v_name
        and not exists (
          select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
        and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid)
      union all
      select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proname from pg_proc p
      where p.oid = any (v_routines)
      union all
      select 'pg_collation'::regclass, c.oid, c.collnamespace, c.collname from pg_collation c
      where c.collname = v_name
      union all
      select 'pg_statistic_ext'::regclass, x.oid, x.stxnamespace, x.stxname from pg_statistic_ext x
      where x.stxname = v_name
      union all
      select b.classid, b.objid, null::oid, b.name
      from (
        select 'pg_namespace'::regclass::oid, n.oid, n.nspname from pg_namespace n
        union all
        select 'pg_extension'::regclass, e.oid, e.extname from pg_extension e
        union all
        select 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwname from pg_foreign_data_wrapper w
        union all
        select 'pg_foreign_server'::regclass, s.oid, s.srvname from pg_foreign_server s
        union all
        select 'pg_publication'::regclass, p.oid, p.pubname from pg_publication p
        union all
        select 'pg_event_trigger'::regclass, e.oid, e.evtname from pg_event_trigger e
      ) as b (classid, objid, name)
      where b.name = v_name and v_signature.schema_name is null
      union all
      select g.classid, g.objid, c.relnamespace, c.relname
      from (
        select 'pg_trigger'::regclass::oid, t.oid, t.tgrelid from pg_trigger t
        where t.tgname = v_part.part_name
        union all
        select 'pg_rewrite'::regclass, w.oid, w.ev_class from pg_rewrite w
        where w.rulename = v_part.part_name
        union all
        select 'pg_policy'::regclass, p.oid, p.polrelid from pg_policy p
        where p.polname = v_part.part_name
      ) as g (classid, objid, relation)
      join pg_class c on c.oid = g.relation
      where c.relname = v_relation[cardinality(v_relation)]
        and (cardinality(v_relation) = 1 or c.relnamespace = (
          select n.oid from pg_namespace n where n.nspname = v_relation[1]))
    ) as o (classid, objid, schema, name)
    where (v_signature.schema_name is null or o.schema = v_namespace)
      -- A name alone means the user's object where there is one.
      and (v_signature.schema_name is not null or o.schema is null
        or o.schema in (select u.oid from pggit.user_schemas u))
  ) f;
end
$pggit$;

comment on function pggit._objects_named(text) is
  'The catalog addresses that a name, in any spelling, may mean.';
`,
  },
  {
    name: 'functions/tracking/_operation_rule.sql',
    sql: `-- Why a command's work on an object is left unrecorded, in words; null when it is recorded. An ignore
-- pattern comes before the lists of operations, and a comment that says to track before both.
--
-- Names are asked for only where a pattern can be about the command: up to its first wildcard it must
-- begin as the command does.

create or replace function pggit._operation_rule(
  p_command_tag text,
  p_classid oid,
  p_objid oid,
  p_tracking pggit._tracking
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_patterns text[];
  v_rule text;
begin
  if p_tracking.ignore_patterns is not null then
    v_patterns := array(
      select p.pattern
      from unnest(p_tracking.ignore_patterns) with ordinality as p (pattern, n)
      cross join lateral (
        select upper(split_part(p.pattern, '%', 1)), p_command_tag || ' ') as b (beginning, tag)
      where starts_with(b.tag, b.beginning)
        or starts_with(b.beginning, b.tag)
        or upper(p.pattern) = p_command_tag
      order by p.n);
  end if;
  if v_patterns <> '{}' then
    v_rule := 'ignore pattern ' || pggit._matching_pattern(
      pggit._mark_texts(p_command_tag, p_classid, p_objid), v_patterns);
  end if;
  if v_rule is null and pggit._is_ignored_operation(p_command_tag, p_tracking) then
    v_rule := case when p_command_tag like any (p_tracking.ignore_operations)
      then format('operation %s is in ignore_operations', p_command_tag)
      else format('operation %s is not in track_operations', p_command_tag) end;
  end if;
  if v_rule is not null and pggit._is_tracked_by_comment(p_classid, p_objid, p_tracking) then
    return null;
  end if;
  return v_rule;
end
$pggit$;

comment on function pggit._operation_rule(text, oid, oid, pggit._tracking) is
  'Why what a command did to an object is left unrecorded, in words; null when it is recorded.';
`,
  },
  {
    name: 'functions/tracking/_outside_of_tracking.sql',
    sql: `-- Why an object of the catalog is nothing that pggit could track, in words; null for one that it could.

create or replace function pggit._outside_of_tracking(p_classid oid, p_objid oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_schema constant text := (pg_identify_object(p_classid, p_objid, 0)).schema;
begin
  return case
    when v_schema = 'pggit' or p_classid = 'pg_namespace'::regclass
      and p_objid = 'pggit'::regnamespace or p_classid = 'pg_event_trigger'::regclass then
      'part of pggit'
    when v_schema ~ '^pg_(toast_)?temp' then 'temporary object'
    when p_objid < 16384 and not (p_classid = 'pg_namespace'::regclass
      and exists (select from pggit.user_schemas s where s.oid = p_objid)) then
      'part of PostgreSQL'
    else coalesce((
      select format('member of extension %I', x.extname)
      from pg_depend e
      join pg_extension x on x.oid = e.refobjid
      where e.classid = p_classid and e.objid = p_objid
        and e.refclassid = 'pg_extension'::regclass and e.deptype = 'e'),
      'of a kind that pggit does not model')
  end;
end
$pggit$;

comment on function pggit._outside_of_tracking(oid, oid) is
  'Why an object that pggit does not describe is none it could track.';
`,
  },
  {
    name: 'functions/tracking/_part_named.sql',
    sql: `-- A part of a relation as pggit names it, x on app.t, in any spelling: the name of the part and the parts of
-- the relation's. Null for what is no such name. A quoted name may hold the word "on" as well.

create or replace function pggit._part_named(
  p_name text,
  out part_name text,
  out relation_name text[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_match constant text[] := regexp_match(
    p_name, E'^((?:"(?:[^"]|"")*"|[^\\\\s"])+)\\\\s+on\\\\s+(\\\\S.*)$', 'i');
begin
  part_name := (pggit._name_parts(v_match[1]))[1];
  relation_name := case when part_name is not null then pggit._name_parts(v_match[2]) end;
end
$pggit$;

comment on function pggit._part_named(text) is
  'The name of a part of a relation and the parts of the relation''s own name, of: x on app.t.';
`,
  },
  {
    name: 'functions/tracking/_planned_object.sql',
    sql: `-- What an object that a command is about to make would be, as far as its name tells: its kind, schema and
-- identity, and the relation it would live on. Null for what is no name. explain_tracking() asks.

create or replace function pggit._planned_object(p_kind text, p_name text)
returns pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_part constant record := pggit._part_named(p_name);
  v_signature constant record := pggit._read_signature(p_name);
  v_relation record;
  v_schema text;
  v_name text;
begin
  if v_part.relation_name is not null then
    select c.oid, n.nspname, c.relname into v_relation
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relname = v_part.relation_name[cardinality(v_part.relation_name)]
      and c.relnamespace in (select s.oid from pggit.user_schemas s)
      and (cardinality(v_part.relation_name) = 1 or n.nspname = v_part.relation_name[1])
    order by n.nspname
    limit 1;
    v_schema := coalesce(v_relation.nspname::text,
      case cardinality(v_part.relation_name) when 2 then v_part.relation_name[1] end);
    -- An index has a name of its own in the schema of its table.
    v_name := case
      when p_kind = 'index' then concat_ws('.', quote_ident(v_schema), quote_ident(v_part.part_name))
      else format('%I on %s', v_part.part_name, concat_ws('.', quote_ident(v_schema),
        quote_ident(v_part.relation_name[cardinality(v_part.relation_name)]))) end;
    return row(p_kind, null, null, v_schema, v_name, v_relation.oid, null, '{}')::pggit._description;
  elsif v_signature.function_name is null then
    return null;
  end if;
  v_name := concat_ws('.',
    quote_ident(v_signature.schema_name), quote_ident(v_signature.function_name))
    || coalesce(pggit._argument_types(v_signature.arguments, v_signature.are_out), '');
  return row(p_kind, null, null, v_signature.schema_name, v_name, null, null, '{}')::pggit._description;
end
$pggit$;

comment on function pggit._planned_object(text, text) is
  'What an object of this kind and name would be that is not there yet; null for what is no name.';
`,
  },
  {
    name: 'functions/tracking/_require_duration.sql',
    sql: `-- When something ends that begins now and lasts for the duration; refuses what is no time from now.

create or replace function pggit._require_duration(p_what text, p_duration interval)
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_until timestamptz;
begin
  begin
    if isfinite(p_duration) then
      v_until := clock_timestamp() + p_duration;
    end if;
  exception when datetime_field_overflow then
    v_until := null;
  end;
  if v_until is null or v_until <= clock_timestamp() then
    perform pggit._raise('PGT01',
      format('%s must last for some time, not %s', p_what, coalesce(p_duration::text, 'null')),
      jsonb_build_object('duration', p_duration::text),
      'Pass a positive interval, for example ''10 minutes''.');
  end if;
  return v_until;
end
$pggit$;

comment on function pggit._require_duration(text, interval) is
  'When something ends that begins now; raises an error for a duration that is no time from now.';
`,
  },
  {
    name: 'functions/tracking/_scan_with_rules.sql',
    sql: `-- Every object of the database with the rule that keeps it from being tracked, null for a tracked one.
-- An object that somebody has locked cannot be read: it comes with the hash that pggit knows it by, null
-- for an unknown one, and with the name the catalog has for it.

create or replace function pggit._scan_with_rules()
returns table (
  kind text, identity text, classid oid, objid oid, column_names text[], blob bytea, rule text,
  is_unread boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  -- After a restore the known addresses are those of another catalog.
  v_bound constant boolean := exists (
    select from pggit.settings s
    where s.name = 'catalog' and s.value = pggit._catalog_identity());
  v_tracking constant pggit._tracking := pggit._tracking_configuration();
  r_batch record;
  v_scanned pggit._description[];
  v_unread boolean[];
begin
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    select array_agg(d), array_agg(d.definition is null) into v_scanned, v_unread
    from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind) d;
    if true = any (v_unread) then
      v_scanned := array(
        select row(
          coalesce(s.kind, l.kind, i.type), s.classid, s.objid, coalesce(s.schema_name, (parse_ident(i.schema))[1]),
          coalesce(s.identity, l.identity, i.identity), s.parent_objid, s.column_names,
          coalesce(s.definition, jsonb_build_object('comment', pggit._comment(s.classid, s.objid)))
        )::pggit._description
        from unnest(v_scanned) with ordinality as s
          (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
        left join lateral pg_identify_object(s.classid, s.objid, 0) i on s.definition is null
        left join pggit.live_objects l
          on s.definition is null and v_bound and l.objid = s.objid and l.classid = s.classid
        order by s.n);
    end if;

    return query
    select s.kind, s.identity, s.classid, s.objid, s.column_names,
      case when s.is_unread then l.blob else pggit._blob_hash(s.kind, s.definition) end,
      s.rule, s.is_unread
    from unnest(v_scanned, pggit._ignore_rules(v_scanned, v_tracking), v_unread) as s
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, rule,
       is_unread)
    left join pggit.live_objects l
      on s.is_unread and v_bound and l.objid = s.objid and l.classid = s.classid
    -- What was dropped while it was waited for has no name any more.
    where s.identity is not null;
  end loop;
end
$pggit$;

comment on function pggit._scan_with_rules() is
  'Every object of the database with its blob hash and the rule that keeps it from being tracked.';
`,
  },
  {
    name: 'functions/tracking/_tracking_configuration.sql',
    sql: `-- The tracking configuration in the form the decision needs it: LIKE patterns, ignore patterns as they
-- were given, the schemas whose comment decides for all they hold, the history tables of migration tools.

create or replace function pggit._tracking_configuration()
returns pggit._tracking
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_value jsonb;
  v_has_directives boolean;
  v_tracking pggit._tracking;
begin
  select
    (select s.value from pggit.settings s where s.name = 'tracking'),
    (select array_agg(w.source) from pggit.watched_tables w where w.attached),
    exists (
      select from pg_namespace n
      join pg_description c
        on c.objoid = n.oid and c.classoid = 'pg_namespace'::regclass and c.objsubid = 0
      where c.description ilike '%@pggit%'),
    (select to_timestamp(s.value::float8) from pggit.settings s
     where s.name = 'disabled_until' and jsonb_typeof(s.value) = 'number')
  into v_value, v_tracking.history_tables, v_has_directives, v_tracking.disabled_until;
  if v_has_directives then
    select
      array_agg(n.nspname::text) filter (where pggit._directive(c.description) = 'track'),
      array_agg(n.nspname::text) filter (where pggit._directive(c.description) = 'ignore')
    into v_tracking.comment_tracks, v_tracking.comment_ignores
    from pg_namespace n
    join pg_description c
      on c.objoid = n.oid and c.classoid = 'pg_namespace'::regclass and c.objsubid = 0;
  end if;
  if v_value is not null then
    v_tracking.track_schemas := pggit._json_patterns(v_value -> 'track_schemas');
    v_tracking.ignore_schemas := pggit._json_patterns(v_value -> 'ignore_schemas');
    v_tracking.track_operations := pggit._json_patterns(v_value -> 'track_operations');
    v_tracking.ignore_operations := pggit._json_patterns(v_value -> 'ignore_operations');
    if jsonb_typeof(v_value -> 'ignore_patterns') = 'object' then
      v_tracking.ignore_patterns := (
        select array_agg(k.pattern order by k.pattern)
        from jsonb_object_keys(v_value -> 'ignore_patterns') as k (pattern));
    end if;
  end if;
  return v_tracking;
end
$pggit$;

comment on function pggit._tracking_configuration() is
  'The tracking configuration as LIKE patterns, with schema directives and history tables.';
`,
  },
  {
    name: 'functions/tracking/_tracking_rules.sql',
    sql: `-- Every rule that says something about an object, or about a command on it, in the order of decision: the
-- first one decides. The same decision as that of _ignore_rules and _operation_rule, which only look for
-- the first and are made for speed; a test keeps them together.

create or replace function pggit._tracking_rules(
  p_object pggit._description,
  p_command_tag text,
  p_tracking pggit._tracking
)
returns table (rule text, effect text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_directive constant text := pggit._directive(p_object.definition ->> 'comment');
  v_parent constant text := pggit._relation_identity(p_object.parent_objid);
  v_is_independent constant boolean := p_object.kind in ('table', 'foreign table')
    or (p_object.kind = 'sequence' and not p_object.definition ? 'identity');
  v_texts constant text[] := pggit._object_texts(
      p_object.kind, p_object.identity, p_object.parent_objid)
    || case
      when p_command_tag in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') then
        pggit._mark_texts(p_command_tag, null, 0)
      when p_command_tag is not null then array[p_command_tag] || pggit._object_texts(
        p_object.kind, p_object.identity, p_object.parent_objid, p_command_tag) end;
begin
  return query
  select format('disabled for the whole database until %s', p_tracking.disabled_until), 'ignored'
  where p_tracking.disabled_until > clock_timestamp()
  union all
  select 'paused in this session', 'ignored' where not pggit._is_tracking()
  union all
  select 'comment @pggit:ignore', 'ignored' where v_directive = 'ignore'
  union all
  select format('extension member %s', v_parent), 'ignored'
  where v_is_independent is not true and exists (
    select from pg_depend e
    where e.classid = 'pg_class'::regclass and e.objid = p_object.parent_objid and e.deptype = 'e')
  union all
  select format('history table %s', coalesce(v_parent, p_object.identity)), 'ignored'
  where coalesce(v_parent, p_object.identity) = any (p_tracking.history_tables)
  union all
  select 'comment @pggit:track', 'tracked' where v_directive = 'track'
  union all
  select * from (
    select format('comment @pggit:%s on %s', d.directive, pggit._relation_identity(a.relation)),
      case d.directive when 'track' then 'tracked' else 'ignored' end
    from unnest(pggit._relations_above(p_object.parent_objid)) with ordinality as a (relation, n)
    cross join lateral (
      select pggit._directive(pggit._comment('pg_class'::regclass, a.relation))) d (directive)
    where d.directive is not null
    order by a.n) comments
  union all
  select format('comment @pggit:track on schema %I', p_object.schema_name), 'tracked'
  where p_object.schema_name = any (p_tracking.comment_tracks) and p_object.kind is distinct from 'schema'
  union all
  select format('comment @pggit:ignore on schema %I', p_object.schema_name), 'ignored'
  where p_object.schema_name = any (p_tracking.comment_ignores) and p_object.kind is distinct from 'schema'
  union all
  select * from (
    select 'ignore pattern ' || p.pattern, 'ignored'
    from unnest(p_tracking.ignore_patterns) with ordinality as p (pattern, n)
    where pggit._matching_pattern(v_texts, array[p.pattern]) is not null
    order by p.n) patterns
  union all
  select format('operation %s is in track_operations', p_command_tag), 'tracked'
  where p_command_tag like any (p_tracking.track_operations)
    and p_object.schema_name is null and p_object.identity is null
  union all
  select case when p_command_tag like any (p_tracking.ignore_operations)
      then format('operation %s is in ignore_operations', p_command_tag)
      else format('operation %s is not in track_operations', p_command_tag) end, 'ignored'
  where p_command_tag is not null and pggit._is_ignored_operation(p_command_tag, p_tracking)
  union all
  select format('schema %I is in track_schemas', p_object.schema_name), 'tracked'
  where p_object.schema_name like any (p_tracking.track_schemas)
  union all
  select format('schema %I is in ignore_schemas', p_object.schema_name), 'ignored'
  where p_object.schema_name like any (p_tracking.ignore_schemas)
  union all
  select format('schema %I is not in track_schemas', p_object.schema_name), 'ignored'
  where p_tracking.track_schemas is not null and p_object.schema_name is not null
    and not p_object.schema_name like any (p_tracking.track_schemas)
    and (p_tracking.ignore_schemas is null
      or not p_object.schema_name like any (p_tracking.ignore_schemas))
  union all
  select 'the command changes no definition', 'ignored'
  where p_command_tag in ('REFRESH MATERIALIZED VIEW', 'REINDEX')
  union all
  select 'everything is tracked that no rule is about', 'tracked';
end
$pggit$;

comment on function pggit._tracking_rules(pggit._description, text, pggit._tracking) is
  'Every rule about an object, or about a command on it, in the order of decision; the first decides.';
`,
  },
  {
    name: 'functions/tracking/_warn_of_idle_patterns.sql',
    sql: `-- Warns of what in a tracking configuration has no effect or a surprising one: operations like which there is no
-- command that pggit sees, and a list of schemas of which there is none yet. No error: a script may name commands
-- of other versions, and schemas that it makes later.

create or replace function pggit._warn_of_idle_patterns(
  p_track_schemas text[],
  p_track_operations text[],
  p_ignore_operations text[]
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_idle text;
begin
  v_idle := (
    select string_agg(o.pattern, ', ')
    from unnest(p_track_operations || p_ignore_operations) as o (pattern)
    where not exists (
      select from unnest(pggit._command_tags()) as t (tag)
      where t.tag like any (pggit._like_pattern(array[upper(o.pattern)]))));
  if v_idle is not null then
    raise warning using
      message = format('pggit sees no command like %s', v_idle),
      hint = 'An operation is the tag of a command that changes the schema, such as ALTER TABLE.';
  end if;
  if p_track_schemas <> '{}' and not exists (
    select from pggit.user_schemas s
    where s.name like any (pggit._like_pattern(p_track_schemas)))
  then
    raise warning using
      message = format('no schema is like any of track_schemas (%s)',
        array_to_string(p_track_schemas, ', ')),
      hint = 'Nothing that has a schema is tracked until there is one.';
  end if;
end
$pggit$;

comment on function pggit._warn_of_idle_patterns(text[], text[], text[]) is
  'Warns of patterns of configure_tracking() that nothing matches.';
`,
  },
  {
    name: 'functions/tracking/add_ignore_pattern.sql',
    sql: `-- Adds a pattern of what is ignored. It is kept beside the lists of configure_tracking(), whose calls leave
-- it alone, in the one setting that capture reads anyway.

create or replace function pggit.add_ignore_pattern(pattern text)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := pggit._normal_pattern(add_ignore_pattern.pattern);
  v_beginning constant text := upper(split_part(v_pattern, '%', 1));
  v_tag text;
  -- A function with its arguments: the words before it, and itself.
  v_function constant text[] := regexp_match(
    v_pattern, E'^((?:(?:create|alter|drop)\\\\s+)?(?:function|procedure))\\\\s+([^%]+\\\\))$', 'i');
  v_identity constant text :=
    (pggit._planned_object('function', v_function[2])).identity;
  v_ignored record;
begin
  if v_pattern is null or v_pattern = '' or length(v_pattern) > 1000 then
    perform pggit._raise('PGT02',
      case when length(v_pattern) > 1000 then 'an ignore pattern has at most 1000 characters'
        else 'an ignore pattern is not empty' end,
      jsonb_build_object('list', 'ignore_patterns', 'pattern', add_ignore_pattern.pattern),
      'Pass a command or a kind and a name, for example ''REFRESH MATERIALIZED VIEW query.%''.');
  end if;
  -- One that begins with a name would never match anything.
  if not exists (
    select from unnest(pggit._command_tags() || array(select upper(k.kind) from pggit.kinds k))
      as w (word)
    where starts_with(w.word || ' ', v_beginning) or starts_with(v_beginning, w.word || ' ')
      or v_beginning = w.word
  ) then
    perform pggit._raise('PGT02',
      format('pattern %L begins neither with a command nor with a kind of object', v_pattern),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Say what is ignored before the name: %L for objects, %L for a command, %L for both.',
        'table ' || v_pattern, 'CREATE TABLE ' || v_pattern, '% ' || v_pattern));
  end if;

  select t.tag into v_tag
  from unnest(array['GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES']) as t (tag)
  where starts_with(v_beginning, t.tag || ' ')
    and pggit._matching_pattern(pggit._mark_texts(t.tag, null, 0), array[v_pattern]) is null;
  if v_tag is not null then
    perform pggit._raise('PGT02',
      format('pattern %L can match nothing: %s tells pggit no object', v_pattern, v_tag),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Pass the command alone: %L.', v_tag));
  end if;
  if lower(v_identity) <> lower(v_function[2]) then
    perform pggit._raise('PGT02',
      format('pattern %L can match nothing: a function has its argument types as pggit.show() names them',
        v_pattern),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Write %L.', v_function[1] || ' ' || v_identity));
  end if;
  v_ignored := pggit._before_tracking_changes();
  insert into pggit.settings as s (name, value)
  values ('tracking', jsonb_build_object('ignore_patterns', jsonb_build_object(
    v_pattern, jsonb_build_object('added_by', session_user::text, 'added_at', clock_timestamp()))))
  on conflict (name) do update set value = s.value || jsonb_build_object(
    'ignore_patterns',
    (excluded.value -> 'ignore_patterns') || coalesce(s.value -> 'ignore_patterns', '{}'::jsonb));
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.add_ignore_pattern(text) is
'Ignores the objects or the operations that a pattern matches, from now on and in all sessions.
Objects that it matches and that were tracked leave the history as untracked, not as dropped. The
same again changes nothing, and pggit.configure_tracking() leaves patterns alone.

- \`pattern\`: \`table app.tmp_%\` for objects by kind and name; \`REFRESH MATERIALIZED VIEW query.%\`
  for a command on objects; \`% app.tmp_%\` for both. \`%\` is the only wildcard, case does not
  matter, nor how many blanks stand between the words.

An operation that is ignored is not recorded when it happens; the object it changed shows as
drift.';
`,
  },
  {
    name: 'functions/tracking/configure_tracking.sql',
    sql: `-- Replaces the whole tracking configuration, but for ignore patterns, which have functions of their own.
-- What becomes ignored leaves the live state as untracked, what becomes tracked joins it, in this
-- transaction; drift is left as it is.

create or replace function pggit.configure_tracking(
  track_schemas text[] default null,
  ignore_schemas text[] default array['query', 'query_cache', 'pg_temp%'],
  track_operations text[] default null,
  ignore_operations text[] default array['REFRESH MATERIALIZED VIEW']
)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_list record;
  v_ignored record;
begin
  for v_list in
    select l.name, p.pattern
    from (values
      ('track_schemas', configure_tracking.track_schemas),
      ('ignore_schemas', configure_tracking.ignore_schemas),
      ('track_operations', configure_tracking.track_operations),
      ('ignore_operations', configure_tracking.ignore_operations)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where nullif(btrim(p.pattern), '') is null
  loop
    perform pggit._raise('PGT02',
      format('%s holds an empty pattern', v_list.name),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      'A pattern is a name; % in it stands for any characters. Pass NULL for no list at all.');
  end loop;

  for v_list in
    select l.name, p.pattern, replace(substr(p.pattern, 2, length(p.pattern) - 2), '""', '"') as plain
    from (values
      ('track_schemas', configure_tracking.track_schemas),
      ('ignore_schemas', configure_tracking.ignore_schemas)) as l (name, patterns)
    cross join lateral unnest(l.patterns) as p (pattern)
    where p.pattern ~ '^".*"$'
      and not exists (
        select from pg_namespace n
        where n.nspname like any (pggit._like_pattern(array[p.pattern])))
  loop
    perform pggit._raise('PGT02',
      format('%s holds the name %s in quotes, which no schema has in its name',
        v_list.name, v_list.pattern),
      jsonb_build_object('list', v_list.name, 'pattern', v_list.pattern),
      format('A pattern is a name without quotes: %L.', v_list.plain));
  end loop;
  perform pggit._warn_of_idle_patterns(
    configure_tracking.track_schemas,
    configure_tracking.track_operations, configure_tracking.ignore_operations);

  v_ignored := pggit._before_tracking_changes();
  insert into pggit.settings as s (name, value)
  values ('tracking', jsonb_build_object(
    'track_schemas', to_jsonb(configure_tracking.track_schemas),
    'ignore_schemas', to_jsonb(configure_tracking.ignore_schemas),
    'track_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.track_operations) as o (tag)),
    'ignore_operations', (
      select jsonb_agg(upper(o.tag)) from unnest(configure_tracking.ignore_operations) as o (tag))))
  on conflict (name) do update set value = case jsonb_typeof(s.value)
    when 'object' then s.value || excluded.value else excluded.value end;
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.configure_tracking(text[], text[], text[], text[]) is
'Says what is tracked, by schema and by operation. Replaces what was said before, with the defaults
for what a call leaves out; ignore patterns stay. Until it is called everything is tracked. What
becomes ignored leaves the history as untracked, not as dropped, and what becomes tracked joins
it, in this transaction.

- \`track_schemas\`, \`track_operations\` null: all.
- \`ignore_schemas\`, \`ignore_operations\` null: none. One that is in both lists is tracked.

Schemas and operations (command tags, such as \`ALTER TABLE\`) are matched with \`%\` as the only
wildcard. A warning names operations that pggit sees no command of, and says so where no schema
is like any of \`track_schemas\`. Comments with \`@pggit:ignore\` or \`@pggit:track\`, and ignore patterns, come before these
lists; pggit.explain_tracking() says what decided.';
`,
  },
  {
    name: 'functions/tracking/emergency_disable.sql',
    sql: `-- Stops pggit for the whole database until the duration is over or emergency_enable() is called. No event
-- trigger is altered, and nobody has to come back: the time is stored, and compared with the clock by what
-- would record something. A row of its own, so that the call waits for no other change of settings.
--
-- Nothing is recorded here first: describing may be what the emergency is about.

create or replace function pggit.emergency_disable(duration interval)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_until constant timestamptz :=
    pggit._require_duration('an emergency stop', emergency_disable.duration);
begin
  insert into pggit.settings (name, value)
  values ('disabled_until', to_jsonb(extract(epoch from v_until)))
  on conflict (name) do update set value = excluded.value;
end
$pggit$;

comment on function pggit.emergency_disable(interval) is
'Stops capture and links for the whole database, transactions that are open already included, until
the duration is over. No event trigger is altered, and nobody has to end it. A second call
replaces the first.

- \`duration\`: positive and finite.

What happens meanwhile shows as drift, which pggit.capture() adopts; rows of history tables are
for pggit.backfill_links(). A deployment that is open keeps what it had captured.';
`,
  },
  {
    name: 'functions/tracking/emergency_enable.sql',
    sql: `-- Ends an emergency stop before its time. Without one it does nothing.

create or replace function pggit.emergency_enable()
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  delete from pggit.settings s where s.name = 'disabled_until';
end
$pggit$;

comment on function pggit.emergency_enable() is
'Ends an emergency stop before its time. No error when there is none.';
`,
  },
  {
    name: 'functions/tracking/explain_tracking.sql',
    sql: `-- Says why an object, or a command on one, is tracked or not: every rule about it, in the order of decision.
-- A name without a schema, or of several functions, may mean several objects: each is explained.
--
-- An operation may be about an object that does not exist yet: its name and schema are all that rules
-- can be about then.

create or replace function pggit.explain_tracking(object_or_operation text)
returns table (subject text, "position" int, rule text, effect text, decides boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_tracking constant pggit._tracking := pggit._tracking_configuration();
  -- As much of a statement as names its command and its object.
  v_text constant text := regexp_replace(
    btrim(object_or_operation, E' \\t\\r\\n;'), E'^create\\\\s+or\\\\s+replace\\\\s', 'CREATE ', 'i');
  v_tag text;
  v_kind text;
  v_word text;
  v_name text;
  v_parts text[];
  v_object pggit._description;
  v_is_found boolean := false;
  r record;
begin
  select t.tag into v_tag
  from unnest(pggit._command_tags()) as t (tag)
  where upper(v_text) = t.tag or starts_with(upper(v_text), t.tag || ' ')
  order by length(t.tag) desc limit 1;
  v_name := btrim(substr(v_text, coalesce(length(v_tag), 0) + 1));
  if v_tag = 'COMMENT' then
    v_name := regexp_replace(v_name, E'^on\\\\s+', '', 'i');
  elsif v_tag is not null then
    v_name := regexp_replace(
      v_name, E'^((if\\\\s+(not\\\\s+)?exists|only|concurrently)\\\\s+)+', '', 'i');
  end if;
  select k.kind into v_kind
  from pggit.kinds k
  where case when v_tag is null or v_tag = 'COMMENT' then starts_with(lower(v_name), k.kind || ' ')
    else split_part(v_tag, ' ', 1) in ('CREATE', 'ALTER', 'DROP', 'REFRESH')
      and k.kind = lower(substr(v_tag, strpos(v_tag, ' ') + 1)) end
  order by length(k.kind) desc limit 1;
  if v_kind is not null and (v_tag is null or v_tag = 'COMMENT') then
    v_name := btrim(substr(v_name, length(v_kind) + 1));
  elsif v_tag is null or v_tag = 'COMMENT' then
    -- Words that SQL has for several kinds, or for one that pggit calls otherwise.
    v_word := lower(substring(v_name from E'(?i)^(type|server|routine|column)\\\\s+(?!on\\\\s)'));
    v_name := btrim(substr(v_name, coalesce(length(v_word), 0) + 1));
  end if;

  v_parts := pggit._name_parts(v_name);
  for r in
    with named as (
      select o.classid, o.objid from pggit._objects_named(v_name) o
      union
      -- A column is a part of its table's definition.
      select 'pg_class'::regclass, a.attrelid
      from pg_namespace n
      join pg_class c on c.relnamespace = n.oid
      join pg_attribute a on a.attrelid = c.oid
      where cardinality(v_parts) = 3 and n.nspname = v_parts[1] and c.relname = v_parts[2]
        and a.attname = v_parts[3] and a.attnum > 0 and not a.attisdropped
    )
    select o.classid, o.objid, d as described, i.type, i.identity
    from (
      select n.classid, n.objid from named n
      union all
      -- What is not tracked and has no name of its own.
      select f.classid, f.objid from pggit._find_object(v_kind, v_name) f
      where v_kind in ('user mapping', 'default privileges') and not exists (select from named)
    ) o
    cross join lateral pg_identify_object(o.classid, o.objid, 0) i
    left join lateral pggit._describe(array[o.classid], array[o.objid]) d on true
    where case v_word
        when 'type' then o.classid = 'pg_type'::regclass
        when 'server' then o.classid = 'pg_foreign_server'::regclass
        when 'routine' then o.classid = 'pg_proc'::regclass
        when 'column' then o.classid = 'pg_class'::regclass
        else v_kind is null or v_kind = coalesce((d).kind, i.type) end
      -- ALTER TABLE is for other relations as well.
      or (v_tag = 'ALTER TABLE' and o.classid = 'pg_class'::regclass)
    order by (d).kind, coalesce((d).identity, i.identity)
  loop
    v_is_found := true;
    v_object := r.described;
    subject := concat_ws(' ', v_tag,
      case when v_tag is null then coalesce(v_object.kind, r.type) end,
      coalesce(v_object.identity, r.identity));
    if v_object.kind is null then
      return query select subject, 1, pggit._outside_of_tracking(r.classid, r.objid), 'ignored', true;
    else
      return query
      select subject, t.n::int, t.rule, t.effect, t.n = 1
      from pggit._tracking_rules(v_object, v_tag, v_tracking) with ordinality as t (rule, effect, n);
    end if;
  end loop;
  if v_is_found then
    return;
  end if;
  if v_tag is null then
    return query
    select u.kind || ' ' || u.identity, 1, 'of a kind that pggit does not model', 'ignored', true
    from pggit._unmodelled() u
    where v_text in (u.identity, u.kind || ' ' || u.identity);
    if found then
      return;
    end if;
  end if;
  if v_tag is not null and v_name <> '' then
    v_object := pggit._planned_object(v_kind, v_name);
  elsif v_tag is not null then
    v_object := row(v_kind, null, null, null, null, null, null, '{}')::pggit._description;
  end if;
  if v_object.definition is null then
    perform pggit._raise('PGT03',
      format('there is no object %L', object_or_operation),
      jsonb_build_object('kind', v_kind, 'identity', v_name, 'candidates', array(
        select l.kind || ' ' || l.identity from pggit.live_objects l
        where strpos(lower(l.identity), v_parts[cardinality(v_parts)]) > 0
        order by 1 limit 10)),
      'Name an object with its schema, or a command and its object alone: ''app.orders'', '
      '''function app.f(int)'', ''ALTER TABLE app.orders''.');
  end if;
  return query
  select concat_ws(' ', v_tag, v_object.identity), t.n::int, t.rule, t.effect, t.n = 1
  from pggit._tracking_rules(v_object, v_tag, v_tracking) with ordinality as t (rule, effect, n);
end
$pggit$;

comment on function pggit.explain_tracking(text) is
'Why an object, or a command on it, is tracked or not: every rule about it in the order of
decision, of which the first decides.

- \`object_or_operation\`: any spelling: \`app.orders\`, \`table "app"."orders"\`, \`app.process(uuid,
  jsonb)\`, \`trigger t on app.orders\`, \`ALTER TABLE app.orders\`, \`COMMENT\`. A command may be about
  an object that does not exist.
- \`subject\`: what the row is about; a name may mean several objects.
- \`position\`, \`rule\`: the rules from 1 on, in words.
- \`effect\`: \`tracked\` or \`ignored\`. \`decides\`: true for the first rule of each subject.';
`,
  },
  {
    name: 'functions/tracking/ignored_objects.sql',
    sql: `-- What exists and is not tracked, and why.

create or replace function pggit.ignored_objects()
returns table (kind text, identity text, rule text)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  select s.kind, s.identity, s.rule
  from pggit._scan_with_rules() s
  join pggit.kinds k on k.kind = s.kind
  where s.rule is not null
  order by k.position, s.identity
$pggit$;

comment on function pggit.ignored_objects() is
'Objects that exist and are not tracked, each with the rule that says so, history tables of
migration tools included. It reads the whole catalog. Members of extensions, temporary objects and
pggit itself are never tracked, and not listed.';
`,
  },
  {
    name: 'functions/tracking/pause_tracking.sql',
    sql: `-- Stops capture for this session until the duration is over or resume_tracking() is called. Other
-- sessions are not touched, and no event trigger is altered: the pause is a setting of the session,
-- so it ends with it, and a rollback takes it back.

create or replace function pggit.pause_tracking(duration interval)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  -- ISO 8601, which every DateStyle reads alike.
  perform set_config('pggit.paused_until', to_char(
    pggit._require_duration('a pause', pause_tracking.duration) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), false);
end
$pggit$;

comment on function pggit.pause_tracking(interval) is
'Pauses capture in this session, for a duration. It ends by itself when that is over, with the
session, and when the transaction that began it is rolled back; other sessions do not notice. A
second call replaces the first.

- \`duration\`: positive and finite.

What happens meanwhile shows as drift, which pggit.capture() adopts. Links are written all the
same.';
`,
  },
  {
    name: 'functions/tracking/remove_ignore_pattern.sql',
    sql: `-- Takes an ignore pattern away. What it alone kept out of the history joins it, in this transaction.

create or replace function pggit.remove_ignore_pattern(pattern text)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := pggit._normal_pattern(remove_ignore_pattern.pattern);
  v_ignored record;
begin
  if not exists (select from pggit.ignore_patterns i where i.pattern = v_pattern) then
    perform pggit._raise('PGT05',
      format('there is no ignore pattern %L', coalesce(v_pattern, 'null')),
      jsonb_build_object('pattern', v_pattern, 'patterns', array(
        select i.pattern from pggit.ignore_patterns i order by i.pattern)),
      'pggit.ignore_patterns lists those that there are.');
  end if;
  v_ignored := pggit._before_tracking_changes();
  update pggit.settings s set value = s.value #- array['ignore_patterns', v_pattern]
  where s.name = 'tracking';
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.remove_ignore_pattern(text) is
'Takes an ignore pattern away. Objects that no other rule ignores join the history, in this
transaction.

- \`pattern\`: as pggit.ignore_patterns has it, or as it was added.';
`,
  },
  {
    name: 'functions/tracking/resume_tracking.sql',
    sql: `-- Ends a pause of this session. Without one it does nothing.

create or replace function pggit.resume_tracking()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform set_config('pggit.paused_until', '', false);
end
$pggit$;

comment on function pggit.resume_tracking() is
'Ends the pause of this session. No error when there is none. What happened in the pause stays
drift until pggit.capture() adopts it.';
`,
  },
  {
    name: 'grants.sql',
    sql: `-- Who may do what. Three roles without login, each with the rights of the one before: a reader sees
-- history, a deployer runs deployments and links migrations, an admin configures. Roles belong to the
-- whole cluster: another database's installation may create the same ones at the same moment, and a
-- managed server may not let us create any, in which case the owner grants the functions to roles of
-- its own.
--
-- No role gets a right to write a table: history is written by the engine's functions alone. A
-- function that runs as its caller can do no more than the caller may, so a reader may call them all;
-- those that run as their owner are granted one by one.

do $pggit$
declare
  v_role text;
  v_function regprocedure;
begin
  foreach v_role in array array['pggit_reader', 'pggit_deployer', 'pggit_admin'] loop
    begin
      if not exists (select from pg_catalog.pg_roles r where r.rolname = v_role) then
        execute format('create role %I nologin', v_role);
      end if;
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege then
        raise notice 'pggit: role % does not exist and may not be created here', v_role;
    end;
  end loop;

  revoke all on schema pggit from public;
  revoke all on all tables in schema pggit from public;
  revoke all on all functions in schema pggit from public;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_reader') then
    grant usage on schema pggit to pggit_reader;
    grant select on all tables in schema pggit to pggit_reader;
    revoke all on pggit.note_secret from pggit_reader;
    for v_function in
      select p.oid::regprocedure
      from pg_catalog.pg_proc p
      where p.pronamespace = 'pggit'::regnamespace and not p.prosecdef
    loop
      execute format('grant execute on function %s to pggit_reader', v_function);
    end loop;
    -- It runs as the caller, and records as a deployer.
    revoke execute on function pggit.track_cqrs_change(pggit.cqrs_change, boolean) from pggit_reader;
    grant execute on function
      pggit.current_deployment(), pggit.deployment_report(uuid), pggit.orphaned_deployments(),
      pggit.unjoined_work(uuid), pggit._describe_user_mapping(oid[]), pggit._noted_marks()
    to pggit_reader;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_deployer') then
    perform pggit._grant_role('pggit_reader', 'pggit_deployer');
    grant execute on function
      pggit.begin_deployment(text, boolean), pggit.end_deployment(text, text[]),
      pggit.abort_deployment(text), pggit.join_deployment(uuid), pggit.own_deployment(boolean),
      pggit.recover_deployments(),
      pggit.link_migration(bigint, text), pggit.link_migration_key(text, text, text, timestamptz, boolean),
      pggit.backfill_links(text, boolean), pggit.watch_history_table(text, text),
      pggit.unwatch_history_table(text), pggit.attach_history_tables(text),
      pggit._announce_flyway_migration(text, text, bigint), pggit.flyway_after_each(),
      pggit.flyway_after_applied(text, text, text), pggit.flyway_after_error(text, text, text),
      pggit.capture(text), pggit.ensure_object(text, text),
      pggit.track_function(text, text, jsonb),
      pggit.track_cqrs_change(pggit.cqrs_change, boolean),
      pggit._begin_cqrs_change(pggit.cqrs_change, boolean), pggit._require_cqrs_deployment(uuid),
      pggit._record_cqrs_side(uuid, text),
      pggit._finish_cqrs_change(uuid, pggit.cqrs_change, jsonb)
    to pggit_deployer;
  end if;

  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_admin') then
    perform pggit._grant_role('pggit_deployer', 'pggit_admin');
    grant execute on function
      pggit.configure_tracking(text[], text[], text[], text[]), pggit.add_ignore_pattern(text),
      pggit.remove_ignore_pattern(text), pggit.emergency_disable(interval),
      pggit.emergency_enable(), pggit._fix_inconsistencies(), pggit.purge_history(interval),
      pggit.configure_cqrs(text[], text[]),
      pggit.register_migration_tool(
        text, text, text[], text, text, text, text, text, text[], text, text[], text[]),
      pggit.unregister_migration_tool(text)
    to pggit_admin;
  end if;

  -- pg_dump locks every table it dumps, and the owner of the database is who makes the backups.
  select pg_catalog.pg_get_userbyid(d.datdba) into v_role
  from pg_catalog.pg_database d where d.datname = pg_catalog.current_database();
  execute pg_catalog.format('grant usage on schema pggit to %I', v_role);
  execute pg_catalog.format('grant select on all tables in schema pggit to %I', v_role);
  execute pg_catalog.format('grant select on all sequences in schema pggit to %I', v_role);
end
$pggit$;
`,
  },
  {
    name: 'schema/0001_engine.sql',
    sql: `-- The engine's own bookkeeping: which schema migrations ran, what a sound installation looks like
-- and the settings that hold for the whole database. The installer reads these before anything else.

-- A DBA may have made the schema for a role that may not create one.
do $pggit$
begin
  if not exists (select from pg_catalog.pg_namespace n where n.nspname = 'pggit') then
    create schema pggit;
  end if;
end
$pggit$;
comment on schema pggit is
  'pggit: version control for this database''s schema. Functions and views are the interface; tables are private, except where the documentation names their columns.';

create table if not exists pggit.schema_migrations (
  id          int primary key,
  name        text not null,
  checksum    text not null,
  applied_at  timestamptz not null default clock_timestamp()
);
comment on table pggit.schema_migrations is
  'Schema migrations of the engine that were applied here, with the checksum of the text that ran.';

create table pggit.manifest (
  kind             text not null,
  identity         text not null,
  body_hash        text not null,
  attributes_hash  text not null,
  primary key (kind, identity)
);
comment on table pggit.manifest is
  'What the last installation created: the reference that verification compares the catalog with.';

create table pggit.settings (
  name   text primary key,
  value  jsonb not null
);
comment on table pggit.settings is
  'Settings of this database: engine_version, mode (event or manual), tracking configuration, current branch.';
`,
  },
  {
    name: 'schema/0002_objects.sql',
    sql: `-- What pggit knows of the catalog: definitions, the live state and the marks of running transactions.

create type pggit._description as (
  kind            text,
  classid         oid,
  objid           oid,
  schema_name     text,
  identity        text,
  parent_objid    oid,
  column_names    text[],
  definition      jsonb
);
comment on type pggit._description is
  'One object as the catalog has it now. parent_objid: the relation an index, trigger or owned sequence lives on, or a partition belongs to. column_names: by attribute number, null where a column was dropped.';

create type pggit._tracking as (
  track_schemas      text[],
  ignore_schemas     text[],
  track_operations   text[],
  ignore_operations  text[],
  comment_tracks     text[],
  comment_ignores    text[],
  history_tables     text[]
);
comment on type pggit._tracking is
  'The tracking configuration as the decision needs it: LIKE patterns, schemas whose comment decides, history tables.';

create table pggit.blobs (
  hash            bytea not null,
  transaction_id  xid8 not null,
  kind            text not null,
  definition      jsonb not null,
  primary key (hash, transaction_id),
  constraint blobs_hash_ck check (octet_length(hash) = 32)
);
comment on table pggit.blobs is
  'Definitions, addressed by the sha256 of kind and canonical text: equal definitions are one row.';
comment on column pggit.blobs.transaction_id is
  'Part of the key so that two sessions storing the same definition at once never wait for each other.';

-- Definitions are small and repetitive: compress them early and keep them in line, where one page
-- read fetches a whole definition, instead of moving them out of line at the default 2 kB.
alter table pggit.blobs set (toast_tuple_target = 128);
alter table pggit.blobs alter column definition set storage main;

create table pggit.live_objects (
  object_id     uuid primary key,
  kind          text not null,
  schema_name   text,
  identity      text not null,
  classid       oid not null,
  objid         oid not null,
  parent_objid  oid,
  blob          bytea not null,
  column_names  text[],
  column_ids    text[],
  change_id     bigint not null
);
comment on table pggit.live_objects is
  'The tracked objects as pggit last saw them. column_ids: attribute number to the id a column keeps for life.';
comment on column pggit.live_objects.change_id is
  'The newest change of the object: who read an older one must look again before writing.';

-- Not unique on purpose: two objects may swap names in one transaction, and an update of both rows
-- would trip over a unique index half-way.
create index live_objects_identity_idx on pggit.live_objects (kind, identity);
create index live_objects_address_idx on pggit.live_objects (objid, classid);
create index live_objects_parent_idx on pggit.live_objects (parent_objid) where parent_objid is not null;

create unlogged table pggit.dirty_objects (
  transaction_id  xid8 not null,
  flush           int not null default 0,
  classid         oid not null,
  objid           oid not null,
  command_tag     text not null,
  role_name       text not null,
  is_first        boolean not null,
  marked_at       timestamptz not null,
  occurrence      bigint not null default 0,
  is_dropped      boolean not null default false,
  primary key (transaction_id, flush, classid, objid, command_tag, occurrence)
);
comment on table pggit.dirty_objects is
  'What the running transaction touched and has not described yet. Unlogged: a transaction consumes its own marks before it commits.';
comment on column pggit.dirty_objects.flush is
  'How many times the transaction has described its marks before: part of the key, so that no look-up wades through the ones it has consumed.';
comment on column pggit.dirty_objects.objid is
  'Zero when the event does not name its objects (GRANT, REVOKE): they are found by the transaction id of their catalog rows.';
comment on column pggit.dirty_objects.occurrence is
  'Zero, so that an object is marked once per command tag; for marks without an object the microsecond, because each subtransaction needs one of its own.';
comment on column pggit.dirty_objects.is_dropped is
  'True for objects a command dropped, directly or by CASCADE; false for the parts that go with them.';
comment on column pggit.dirty_objects.is_first is
  'True for the row without an object that queues the description at the end of the transaction; marks need no trigger of their own.';

create table pggit.capture_errors (
  error_id     bigint generated always as identity primary key,
  raised_at    timestamptz not null default clock_timestamp(),
  stage        text not null,
  sqlstate     text not null,
  message      text not null,
  context      text,
  login_name   text not null default session_user,
  objects      text[]
);
comment on table pggit.capture_errors is
  'Failures of pggit itself that were kept away from a user''s transaction. The objects show as drift until the next capture.';
`,
  },
  {
    name: 'schema/0003_history.sql',
    sql: `-- History: commits, refs, deployments, the journal of changes and the links to migration tools.
--
-- The journal has no foreign keys. A key-share lock on a deployment or blob row would make capture
-- wait for, or be waited for by, another session of the same tool (Flyway commits a migration and
-- its history row in two sessions); verification checks the references instead.

create table pggit.commits (
  commit_id       uuid primary key default gen_random_uuid(),
  commit_number   bigint generated always as identity unique,
  parent_ids      uuid[] not null default '{}',
  branch          text,
  message         text not null,
  author          text not null,
  committed_at    timestamptz not null default clock_timestamp(),
  deployment_id   uuid,
  transaction_id  xid8 not null default pg_current_xact_id(),
  state_hash      bytea not null,
  content_hash    bytea not null,
  server_version  int not null default current_setting('server_version_num')::int,
  format_version  int not null default 1
);
comment on table pggit.commits is 'Commits: one per deployment, or one per transaction outside a deployment.';
comment on column pggit.commits.commit_number is 'Order in which commits were appended in this database.';
comment on column pggit.commits.state_hash is
  'Exclusive or of sha256(kind, identity, blob) over all objects of the state: equal for equal states, whatever the road there.';
comment on column pggit.commits.content_hash is
  'sha256 over the commit''s own columns and its changes: an altered byte shows.';
create index commits_transaction_idx on pggit.commits (transaction_id);
create index commits_deployment_idx on pggit.commits (deployment_id);

create table pggit.branches (
  name       text primary key,
  commit_id  uuid
);
comment on table pggit.branches is 'Branches and the commit each one ends at.';

create table pggit.tags (
  name        text not null,
  commit_id   uuid not null,
  created_at  timestamptz not null default clock_timestamp(),
  primary key (name, commit_id)
);
comment on table pggit.tags is 'Labels on commits. One name may sit on many; as a ref it means the newest.';
create index tags_commit_idx on pggit.tags (commit_id);

create table pggit.deployments (
  deployment_id       uuid primary key,
  name                text not null,
  auto_commit         boolean not null default false,
  status              text not null default 'open',
  reason              text,
  message             text,
  tags                text[],
  commit_id           uuid,
  opened_by           text not null default session_user,
  role_name           text not null,
  application_name    text,
  backend_pid         int not null,
  backend_start       timestamptz,
  started_at          timestamptz not null default clock_timestamp(),
  ended_at            timestamptz,
  constraint deployments_status_ck check (status in ('open', 'completed', 'failed', 'interrupted'))
);
comment on table pggit.deployments is
  'Runs of work, over one or many sessions, that end as one commit.';
comment on column pggit.deployments.backend_start is
  'With backend_pid: the session that opened the deployment. It counts as alive while that session is.';
create index deployments_open_idx on pggit.deployments (deployment_id) where status = 'open';

create table pggit.changes (
  change_id         bigint generated always as identity primary key,
  object_id         uuid not null,
  kind              text not null,
  change            text not null,
  old_identity      text,
  new_identity      text,
  old_blob          bytea,
  new_blob          bytea,
  old_column_ids    jsonb,
  new_column_ids    jsonb,
  caused_by         uuid,
  transaction_id    xid8 not null default pg_current_xact_id(),
  commit_id         uuid,
  deployment_id     uuid,
  link_id           bigint,
  login_name        text not null,
  role_name         text not null,
  application_name  text,
  backend_pid       int not null,
  command_tag       text,
  changed_at        timestamptz not null default clock_timestamp(),
  constraint changes_change_ck
    check (change in ('added', 'changed', 'renamed', 'removed', 'untracked'))
);
comment on table pggit.changes is
  'The journal: one object''s step from one definition to another in one transaction. Rows without a commit are staged.';
comment on column pggit.changes.old_column_ids is
  'Columns whose stable id is not their name (renamed once, or dropped and added again): name to id, null when there are none.';
comment on column pggit.changes.caused_by is
  'The renamed object whose new name is all that changed in this one''s text or identity; null for a change of its own.';
create index changes_object_idx on pggit.changes (object_id, change_id);
create index changes_identity_idx on pggit.changes (kind, new_identity);
create index changes_commit_idx on pggit.changes (commit_id);
create index changes_unlinked_idx on pggit.changes (deployment_id, backend_pid)
  where commit_id is null and link_id is null;
create index changes_staged_deployment_idx on pggit.changes (deployment_id) where commit_id is null;
create index changes_staged_transaction_idx on pggit.changes (transaction_id) where commit_id is null;

create table pggit.external_migrations (
  link_id          bigint generated always as identity primary key,
  migration_id     bigint not null,
  migration_key    text not null,
  tool_name        text not null,
  source           text not null,
  pggit_commit_id  uuid,
  deployment_id    uuid,
  run              int not null default 1,
  direction        text not null default 'up',
  description      text,
  checksum         text,
  applied_at       timestamptz not null default clock_timestamp(),
  reverted_at      timestamptz,
  transaction_id   xid8 not null default pg_current_xact_id(),
  constraint external_migrations_direction_ck check (direction in ('up', 'down'))
);
comment on table pggit.external_migrations is
  'Links: rows of migration tools'' history tables, tied to the deployment and commit that hold their changes.';
comment on column pggit.external_migrations.migration_id is
  'The tool''s own number; where a tool has only a name, a stable hash of it.';
comment on column pggit.external_migrations.source is
  'The history table the row came from, for example public.pgmigrations; the tool''s name for links made by hand.';
create unique index external_migrations_run_idx
  on pggit.external_migrations (source, migration_key, direction, run);
create index external_migrations_commit_idx on pggit.external_migrations (pggit_commit_id);
create index external_migrations_unfinished_idx
  on pggit.external_migrations (deployment_id, link_id) where pggit_commit_id is null;
`,
  },
  {
    name: 'schema/0004_migration_tools.sql',
    sql: `-- Migration tools: how to recognise a history table and how to read one of its rows.
-- A name alone is not enough: three tools call theirs \`migrations\`, so the columns decide as well.

create table pggit.migration_tools (
  tool_name           text not null,
  table_pattern       text not null,
  like_pattern        text not null generated always as (
    pg_catalog.lower(
      pg_catalog.replace(pg_catalog.replace(table_pattern, '\\', '\\\\'), '_', '\\_'))) stored,
  required_columns    text[] not null,
  number_column       text,
  key_columns         text[] not null,
  description_column  text,
  checksum_column     text,
  applied_when        jsonpath not null default '$',
  primary key (tool_name, table_pattern),
  constraint migration_tools_key_ck check (cardinality(key_columns) > 0)
);
comment on table pggit.migration_tools is
  'How to recognise a migration tool''s history table (name pattern and columns) and read its rows.';
comment on column pggit.migration_tools.table_pattern is
  'Table name; % is the only wildcard, an underscore is an underscore.';
comment on column pggit.migration_tools.like_pattern is
  'table_pattern as LIKE wants it.';
comment on column pggit.migration_tools.number_column is
  'The column with the tool''s own number; null where the tool has none.';
comment on column pggit.migration_tools.key_columns is
  'The columns that name a migration; several are joined with two colons.';
comment on column pggit.migration_tools.applied_when is
  'Path over the row that is found once the migration counts as applied.';

insert into pggit.migration_tools
  (tool_name, table_pattern, required_columns, number_column, key_columns,
   description_column, checksum_column, applied_when)
values
  ('node-pg-migrate', 'pgmigrations', '{id,name,run_on}', 'id', '{name}', 'name', null, '$');

create table pggit.watched_tables (
  source      text primary key,
  tool_name   text not null,
  by_request  boolean not null default false,
  attached    boolean not null default false
);
comment on table pggit.watched_tables is
  'History tables that carry pggit''s link trigger, or will as soon as they are created (by_request).';
comment on column pggit.watched_tables.attached is
  'Whether the table has been given the trigger; until then it is an ordinary table.';
`,
  },
  {
    name: 'schema/0005_lean_capture.sql',
    sql: `-- Less to write and to look up for every captured statement.
--
-- Marks need no key: the transaction that writes them is the only one that reads them, and equal ones
-- are folded when they are read. The table is unlogged, so no publication takes it along.
alter table pggit.dirty_objects drop constraint dirty_objects_pkey;
drop trigger if exists finish_transaction on pggit.dirty_objects;
alter table pggit.dirty_objects drop column is_first, drop column occurrence;
create index dirty_objects_transaction_idx on pggit.dirty_objects (transaction_id, flush);
comment on column pggit.dirty_objects.flush is
  'How many times the transaction has described its marks before, so that none is read twice.';
comment on column pggit.dirty_objects.classid is
  'Catalog of the object. Zero in the one row of a transaction that queues the description for its end.';

-- One index finds staged changes by deployment, and in it by session: three did before.
drop index pggit.changes_unlinked_idx, pggit.changes_staged_deployment_idx,
  pggit.changes_staged_transaction_idx;
create index changes_staged_idx on pggit.changes (deployment_id, backend_pid)
  where commit_id is null;
`,
  },
  {
    name: 'schema/0006_note_secret.sql',
    sql: `-- What signs the marks that a serializable transaction keeps in a setting, which any role can write
-- (_note_mark). Not a setting of pggit.settings: readers of pggit may read those.

create table pggit.note_secret (
  is_only  boolean primary key default true,
  secret   bytea not null,
  constraint note_secret_is_only_ck check (is_only)
);
comment on table pggit.note_secret is
  'The key that signs the marks of serializable transactions. Only its owner and the owner of the database, who makes backups, may read it.';

insert into pggit.note_secret (secret)
values (pg_catalog.sha256(pg_catalog.convert_to(
  pg_catalog.gen_random_uuid()::text || pg_catalog.gen_random_uuid()::text, 'SQL_ASCII')));
`,
  },
  {
    name: 'schema/0007_history_tables.sql',
    sql: `-- Which table a watched name means, so that a history table keeps its links under another name.
alter table pggit.watched_tables add column relation oid;
comment on column pggit.watched_tables.relation is
  'The oid of the table; null until there is one.';

update pggit.watched_tables w
set relation = c.oid
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where w.attached and w.source = pg_catalog.format('%I.%I', n.nspname, c.relname);
`,
  },
  {
    name: 'schema/0008_tool_registry.sql',
    sql: `-- The registry learns what twenty tools need: types of columns, rows that say how far the database is
-- instead of naming one migration, rows that stay when a migration runs again, and when it ran.
-- pggit's own entries are marked, so that an upgrade can replace them and leave a team's alone.

alter table pggit.migration_tools
  add column column_types text[],
  add column applied_at_column text,
  add column rerun_columns text[],
  add column beside_table text,
  add column row_stands_for text not null default 'migration',
  add column is_built_in boolean not null default false,
  add constraint migration_tools_types_ck
    check (column_types is null or cardinality(column_types) = cardinality(required_columns)),
  add constraint migration_tools_row_ck check (
    row_stands_for in ('migration', 'nothing')
    or (row_stands_for = 'position' and cardinality(key_columns) = 1));
comment on column pggit.migration_tools.required_columns is
  'The columns a table must have to be the tool''s.';
comment on column pggit.migration_tools.column_types is
  'What each required column holds: number, text, time, boolean, json or any; null for any.';
comment on column pggit.migration_tools.description_column is
  'The column with the tool''s words for a migration; null where it has none.';
comment on column pggit.migration_tools.checksum_column is
  'The column with the tool''s checksum; null where it has none.';
comment on column pggit.migration_tools.applied_at_column is
  'The column with the time when the migration was applied; null where the tool keeps none.';
comment on column pggit.migration_tools.rerun_columns is
  'Columns whose change means that the migration ran again although its row stayed; null where a row that stays has not run.';
comment on column pggit.migration_tools.row_stands_for is
  'migration: a row is one migration; position: a row says how far the database is, and is overwritten; nothing: a table of the tool''s own, such as a lock, that is neither tracked nor linked.';
comment on column pggit.migration_tools.beside_table is
  'Another table of the tool that must be in the same schema, where the columns alone do not tell it from another tool''s.';
comment on column pggit.migration_tools.is_built_in is
  'Whether it is pggit''s own entry, which an upgrade may replace.';

update pggit.migration_tools set is_built_in = true
where tool_name = 'node-pg-migrate' and table_pattern = 'pgmigrations';

alter table pggit.watched_tables
  add column is_declined boolean not null default false,
  add column is_bookkeeping boolean not null default false;
comment on column pggit.watched_tables.is_declined is
  'Whether a person said that the table is no history table, whatever it looks like.';
comment on column pggit.watched_tables.is_bookkeeping is
  'Whether it is a tool''s own table beside its history: not tracked, and without a trigger.';

alter table pggit.external_migrations add column previous_key text;
comment on column pggit.external_migrations.previous_key is
  'Where the database was before, for a tool whose row is a position; it tells a step back from a step on.';
`,
  },
  {
    name: 'schema/0009_bounded_keys.sql',
    sql: `-- Names have no bound: the identity of a function lists its arguments, a migration's key may be a path.
-- An entry of a btree has one, at 2,704 bytes, and beyond it the row could not be written. A hash has a
-- size of its own, and less of it than most names. In the journal a name comes back with every change of
-- its object: a btree of hashes folds equal ones, an index of type hash does not. Who looks there for a
-- name gives its hash as well.
drop index pggit.live_objects_identity_idx, pggit.changes_identity_idx;
create index live_objects_identity_idx on pggit.live_objects using hash (identity);
create index changes_identity_idx on pggit.changes
  (pg_catalog.hashtextextended(new_identity, 0));

drop index pggit.external_migrations_run_idx;
create unique index external_migrations_run_idx on pggit.external_migrations
  (source, pg_catalog.hashtextextended(migration_key, 0), direction, run);
create index external_migrations_key_idx on pggit.external_migrations using hash (migration_key);

alter table pggit.tags drop constraint tags_pkey;
alter table pggit.tags add column tag_id bigint generated always as identity primary key;
create index tags_name_idx on pggit.tags using hash (name);
drop index pggit.tags_commit_idx;
create unique index tags_commit_idx on pggit.tags
  (commit_id, pg_catalog.hashtextextended(name, 0));

-- Definitions are found by hash; a key of one number is a third of the index on hash and transaction. Two
-- sessions that store equal ones at once still never wait: nothing says that a hash is there only once.
--
-- A row is compressed only when it is longer than 2 kB, whatever toast_tuple_target says, and an ordinary
-- definition is not. As text it is shorter than as jsonb, which spends four bytes on every key and value,
-- and it may be padded: blanks at its end mean nothing, take a byte in a hundred once compressed, and
-- make the row long enough for that. What is short is all hash and key anyway.
--
-- Storage \`main\` in the same command, because the rows are written anew by it: with the small
-- toast_tuple_target a definition would go out of line, and its hash, which is longer than a pointer.
alter table pggit.blobs drop constraint blobs_pkey;
alter table pggit.blobs
  drop column transaction_id,
  add column blob_id bigint generated always as identity primary key,
  alter column definition type text using case
    when length(definition::text) between 300 and 1999 then rpad(definition::text, 2000)
    else definition::text end,
  alter column definition set storage main,
  alter column hash set storage main;
create index blobs_hash_idx on pggit.blobs using hash (hash);

-- Almost every column keeps the name it was born with.
update pggit.live_objects set column_ids = null where column_ids = column_names;
`,
  },
  {
    name: 'schema/0010_plain_marks.sql',
    sql: `-- Marks are written without a trigger that looks at each of them: the functions that mark know by
-- themselves when a transaction is serializable. Starting the trigger cost more than the row.
drop trigger if exists note_mark on pggit.dirty_objects;
`,
  },
  {
    name: 'schema/0011_ended_without_commit.sql',
    sql: `-- Leads every commit at once to the deployments that ended while others held the branch, and still lack
-- the commit with their message and tags. There is hardly ever one.
create index deployments_uncommitted_idx on pggit.deployments (deployment_id)
  where commit_id is null and status <> 'open';
`,
  },
  {
    name: 'schema/0012_tool_locks.sql',
    sql: `-- Liquibase: a table that is recognised by its columns whatever it is called, a lock whose holding is a
-- deployment, and rows that say how their migration ran.

alter table pggit.migration_tools
  add column telltale_column text,
  add column lock_column text,
  add column exec_type_column text;

alter table pggit.external_migrations add column exec_type text;

alter table pggit.deployments add column held_lock oid;
`,
  },
  {
    name: 'schema/0013_cqrs.sql',
    sql: `-- CQRS changes: what each call of track_cqrs_change ran, and which of its changes belong to which side.

create type pggit.cqrs_change as (
  command_operations  text[],
  query_operations    text[],
  description         text
);
comment on type pggit.cqrs_change is
  'One change of both sides of a CQRS database, for pggit.track_cqrs_change().';
comment on column pggit.cqrs_change.command_operations is
  'SQL for the command side, in order; null for none.';
comment on column pggit.cqrs_change.query_operations is
  'SQL for the query side, in order, run after that of the command side; null for none.';
comment on column pggit.cqrs_change.description is
  'What the change is for: the message of its commit.';

create table pggit.cqrs_records (
  cqrs_change_id     uuid primary key,
  description        text,
  is_atomic          boolean not null,
  deployment_id      uuid,
  has_deployment     boolean not null,
  newest_before      bigint not null,
  login_name         text not null default session_user,
  role_name          text not null,
  application_name   text,
  transaction_id     xid8 not null default pg_current_xact_id(),
  changed_at         timestamptz not null default clock_timestamp()
);
comment on table pggit.cqrs_records is
  'Calls of track_cqrs_change(). They are made and finished in one transaction.';
comment on column pggit.cqrs_records.has_deployment is
  'Whether deployment_id was opened for this change alone; false when the session was in it already.';
comment on column pggit.cqrs_records.newest_before is
  'The newest row of the journal before the first operation ran: later ones of the transaction are its own.';
create index cqrs_records_transaction_idx on pggit.cqrs_records (transaction_id);

create table pggit.cqrs_record_operations (
  cqrs_change_id  uuid not null,
  side            text not null,
  position        int not null,
  sqlstate        text,
  error           text,
  primary key (cqrs_change_id, side, position),
  constraint cqrs_record_operations_side_ck check (side in ('command', 'query'))
);
comment on table pggit.cqrs_record_operations is
  'The operations of CQRS changes and how each ended; never their text, which may hold a password.';

create table pggit.cqrs_record_changes (
  change_id       bigint primary key,
  cqrs_change_id  uuid not null,
  side            text not null,
  constraint cqrs_record_changes_side_ck check (side in ('command', 'query'))
);
comment on table pggit.cqrs_record_changes is
  'The side of each row of the journal that belongs to a CQRS change.';
create index cqrs_record_changes_record_idx on pggit.cqrs_record_changes (cqrs_change_id);
`,
  },
  {
    name: 'schema/0014_tracking_rules.sql',
    sql: `-- Patterns of what is ignored, and how often each rule kept something out of the history.

alter type pggit._tracking add attribute ignore_patterns text[];

-- Sessions only ever add rows, so none of them waits for another; the sums are made by who reads, and rows
-- are folded together by whoever can have them without waiting.
create table pggit.ignored_work (
  work_id   bigint generated always as identity primary key,
  rule      text not null,
  objects   bigint not null,
  first_at  timestamptz not null default clock_timestamp(),
  last_at   timestamptz not null default clock_timestamp()
);
comment on table pggit.ignored_work is
  'What tracking rules kept out of the history: a rule has any number of rows, whose sum counts.';
comment on column pggit.ignored_work.objects is
  'How many objects, each once for every transaction that touched it.';
`,
  },
  {
    name: 'schema/0015_announced_migrations.sql',
    sql: `-- Tools that write the row of a migration in another session than the one that ran it, as Flyway does. The
-- session that is about to run a migration announces it under the number of the link to come, its changes
-- carry that number at once, and the row writes the link. Nobody has to write to what the other session
-- may still hold.

alter table pggit.migration_tools
  add column unnamed_key_column text,
  add column reverted_when jsonpath,
  add column linked_at_end boolean;
comment on column pggit.migration_tools.unnamed_key_column is
  'The column that names a migration whose key columns are all null; null where there is none.';
comment on column pggit.migration_tools.reverted_when is
  'Path over a new row that takes an earlier migration of the same key back; null where rows are deleted for that.';
comment on column pggit.migration_tools.linked_at_end is
  'Whether a row is linked at the end of its transaction, because the migration''s own is still open when the row is written.';

create table pggit.announced_migrations (
  link_id         bigint primary key,
  deployment_id   uuid not null,
  source          text not null,
  migration_id    bigint not null,
  run_key         text,
  backend_pid     int not null default pg_catalog.pg_backend_pid(),
  announced_at    timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table pggit.announced_migrations is
  'Migrations that a session has announced before it runs them, until their deployment is closed.';
comment on column pggit.announced_migrations.link_id is
  'The link_id of the link that is written with the row of the history table.';
comment on column pggit.announced_migrations.migration_id is
  'The number that the tool will give the migration.';
comment on column pggit.announced_migrations.run_key is
  'The run that began the deployment, by what its other sessions know of it; null where it joined one.';
create index announced_migrations_deployment_idx on pggit.announced_migrations (deployment_id);
`,
  },
  {
    name: 'schema/0016_emergencies.sql',
    sql: `-- How long tracking is disabled for the whole database, beside the configuration that capture reads anyway.
alter type pggit._tracking add attribute disabled_until timestamptz;
`,
  },
  {
    name: 'schema/0017_function_versions.sql',
    sql: `-- Versions and metadata that people give to functions, for exactly one overload each.

create table pggit.function_versions (
  version_id        bigint generated always as identity primary key,
  object_id         uuid not null,
  change_id         bigint not null,
  version           text,
  metadata          jsonb,
  deployment_id     uuid,
  login_name        text not null default session_user,
  role_name         text not null,
  application_name  text,
  transaction_id    xid8 not null default pg_current_xact_id(),
  recorded_at       timestamptz not null default clock_timestamp()
);
comment on table pggit.function_versions is
  'Versions and metadata that track_function() gave to functions. Versions in a body or comment are read from there.';
comment on column pggit.function_versions.change_id is
  'The newest row of the journal of the function at that time.';
comment on column pggit.function_versions.version is
  'Null where only metadata was given.';
create index function_versions_object_idx on pggit.function_versions (object_id);
`,
  },
  {
    name: 'schema/0018_unlinked_changes.sql',
    sql: `-- A history row takes along what its session has staged since the last one. In a long deployment nearly all
-- that is staged has its link already: the number of a change says from where to look (_write_link). The
-- link itself is in no index, so that giving a row one writes no index anew.
drop index pggit.changes_staged_idx;
create index changes_staged_idx on pggit.changes (deployment_id, backend_pid, change_id)
  where commit_id is null;
`,
  },
  {
    name: 'schema/0019_unlinked_rows.sql',
    sql: `-- Rows of history tables that are linked at the end of their transaction. The end is awaited here and not by a
-- deferred trigger on the tool's table, which could not be altered any more in that transaction: Flyway
-- does that after it has written a baseline.
create unlogged table pggit.unlinked_rows (
  row_id      bigint generated always as identity primary key,
  source      text not null,
  table_name  text not null,
  tool_name   text not null,
  old_row     jsonb,
  new_row     jsonb
);
comment on table pggit.unlinked_rows is
  'Changed rows of history tables that their transaction has not linked yet. Unlogged: a transaction consumes its own before it commits.';
`,
  },
  {
    name: 'schema/0020_committed_changes.sql',
    sql: `-- What is staged has an index of its own. In that of commits it only was in the way: a planner that knows
-- little of the journal found all that is staged there, where it had to find what is staged since.
drop index pggit.changes_commit_idx;
create index changes_commit_idx on pggit.changes (commit_id) where commit_id is not null;
`,
  },
  {
    name: 'schema/0021_link_scripts.sql',
    sql: `-- The file of a migration, which a tool's row may name beside what names the migration.
alter table pggit.migration_tools add column script_column text;
alter table pggit.external_migrations add column script text;
`,
  },
  {
    name: 'schema/0022_ended_announcements.sql',
    sql: `-- A migration that was announced and one that is over look the same to a session whose settings are gone:
-- RESET ALL and DISCARD ALL take them, in a migration as well as after it.

alter table pggit.announced_migrations add column ended_at timestamptz;
comment on column pggit.announced_migrations.ended_at is
  'When the session was done with the migration; null while it is at work on it.';

-- Links that say another commit than those that hold their changes: the changes were staged when
-- the link was written, and it was given the newest commit.
update pggit.external_migrations m set pggit_commit_id = l.commit_id
from (
  select distinct on (c.link_id) c.link_id, k.commit_id
  from pggit.changes c
  join pggit.commits k on k.commit_id = c.commit_id
  where c.link_id is not null
  order by c.link_id, k.commit_number desc
) l
where m.link_id = l.link_id
  and m.pggit_commit_id is distinct from l.commit_id
  and not exists (
    select from pggit.changes c
    where c.link_id = m.link_id and c.commit_id is not distinct from m.pggit_commit_id);
`,
  },
  {
    name: 'schema/0023_who_asked.sql',
    sql: `-- Who declared a history table, or registered a tool: rows of a table are linked, and so shown to every
-- reader of pggit, only where that role may read it. What was declared before is left as it is.

alter table pggit.watched_tables add column requested_by name;
comment on column pggit.watched_tables.requested_by is
  'The role that declared the table by hand, which must be able to read it; null for nobody in particular.';

alter table pggit.migration_tools add column registered_by name;
comment on column pggit.migration_tools.registered_by is
  'The role that registered the tool, which must be able to read its tables; null for pggit''s own.';
`,
  },
  {
    name: 'schema/0024_dropped_names.sql',
    sql: `-- What a dropped object was called, as the parts of its name that PostgreSQL gives. Where an object's address
-- is not the one pggit knows, its name says which of those it knows is gone, and which only happen to be.
alter table pggit.dirty_objects add column dropped_name text;
comment on column pggit.dirty_objects.dropped_name is
  'The parts of the name that a dropped object had, an array as text; null for what is not dropped.';
`,
  },
  {
    name: 'schema/0025_cqrs_counts.sql',
    sql: `-- What a CQRS change came to outlives its changes, which a purge may fold into others.
alter table pggit.cqrs_records
  add column commit_id uuid, add column command_changes int, add column query_changes int;
comment on column pggit.cqrs_records.command_changes is
  'With query_changes and commit_id: as they were when a purge folded its changes; null while the journal tells.';

-- What a CQRS change within another one changes, both have changed.
alter table pggit.cqrs_record_changes drop constraint cqrs_record_changes_pkey;
alter table pggit.cqrs_record_changes add primary key (change_id, cqrs_change_id);
`,
  },
  {
    name: 'triggers/capture.sql',
    sql: `-- The deferred triggers that end a transaction's record: for marked objects, for links written
-- outside a deployment, whose commit is known only then, and for history rows that are linked only then.
-- And the one that lets people commit by an INSERT.

do $pggit$
begin
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.dirty_objects'::regclass and t.tgname = 'finish_transaction'
  ) then
    create constraint trigger finish_transaction
    after insert on pggit.dirty_objects
    deferrable initially deferred
    for each row when (new.classid = 0)
    execute function pggit._finish_transaction();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.external_migrations'::regclass and t.tgname = 'finish_transaction'
  ) then
    create constraint trigger finish_transaction
    after insert on pggit.external_migrations
    deferrable initially deferred
    for each row when (new.deployment_id is null and new.pggit_commit_id is null)
    execute function pggit._finish_transaction();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.unlinked_rows'::regclass and t.tgname = 'link_waiting_row'
  ) then
    create constraint trigger link_waiting_row
    after insert on pggit.unlinked_rows
    deferrable initially deferred
    for each row execute function pggit._link_waiting_row();
  end if;
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.commits'::regclass and t.tgname = 'commit_by_hand'
  ) then
    create trigger commit_by_hand
    before insert on pggit.commits
    for each row when (new.content_hash is null)
    execute function pggit._commit_by_hand();
  end if;
  -- Also in a session whose triggers do not fire: without it such an INSERT fails.
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'pggit.commits'::regclass and t.tgname = 'commit_by_hand' and t.tgenabled = 'A'
  ) then
    alter table pggit.commits enable always trigger commit_by_hand;
  end if;
end
$pggit$;
`,
  },
  {
    name: 'triggers/event_capture.sql',
    sql: `-- The event triggers. The tags of pggit_ddl_trigger are every one that can change a definition:
-- REFRESH MATERIALIZED VIEW and the like change none, and a tag that is not listed costs nothing at
-- all, which a test inside the function could not give. REINDEX CONCURRENTLY changes none either, but
-- gives the index another oid; servers before 17 raise no event for it.
-- An upgrade takes them away before it begins and makes them here; the installer then lets each fire as
-- it did before, so that one a DBA has disabled stays disabled.

do $pggit$
declare
  v_tags text[] := array[
    'ALTER AGGREGATE', 'ALTER COLLATION', 'ALTER CONVERSION', 'ALTER DEFAULT PRIVILEGES',
    'ALTER DOMAIN', 'ALTER EXTENSION', 'ALTER FOREIGN DATA WRAPPER', 'ALTER FOREIGN TABLE',
    'ALTER FUNCTION', 'ALTER INDEX', 'ALTER LANGUAGE', 'ALTER LARGE OBJECT',
    'ALTER MATERIALIZED VIEW', 'ALTER OPERATOR', 'ALTER OPERATOR CLASS', 'ALTER OPERATOR FAMILY',
    'ALTER POLICY', 'ALTER PROCEDURE', 'ALTER PUBLICATION', 'ALTER ROUTINE', 'ALTER RULE',
    'ALTER SCHEMA', 'ALTER SEQUENCE', 'ALTER SERVER', 'ALTER STATISTICS', 'ALTER SUBSCRIPTION',
    'ALTER TABLE', 'ALTER TEXT SEARCH CONFIGURATION', 'ALTER TEXT SEARCH DICTIONARY',
    'ALTER TEXT SEARCH PARSER', 'ALTER TEXT SEARCH TEMPLATE', 'ALTER TRIGGER', 'ALTER TYPE',
    'ALTER USER MAPPING', 'ALTER VIEW', 'COMMENT', 'CREATE ACCESS METHOD', 'CREATE AGGREGATE',
    'CREATE CAST', 'CREATE COLLATION', 'CREATE CONVERSION', 'CREATE DOMAIN', 'CREATE EXTENSION',
    'CREATE FOREIGN DATA WRAPPER', 'CREATE FOREIGN TABLE', 'CREATE FUNCTION', 'CREATE INDEX',
    'CREATE LANGUAGE', 'CREATE MATERIALIZED VIEW', 'CREATE OPERATOR', 'CREATE OPERATOR CLASS',
    'CREATE OPERATOR FAMILY', 'CREATE POLICY', 'CREATE PROCEDURE', 'CREATE PUBLICATION',
    'CREATE RULE', 'CREATE SCHEMA', 'CREATE SEQUENCE', 'CREATE SERVER', 'CREATE STATISTICS',
    'CREATE SUBSCRIPTION', 'CREATE TABLE', 'CREATE TABLE AS', 'CREATE TEXT SEARCH CONFIGURATION',
    'CREATE TEXT SEARCH DICTIONARY', 'CREATE TEXT SEARCH PARSER', 'CREATE TEXT SEARCH TEMPLATE',
    'CREATE TRANSFORM', 'CREATE TRIGGER', 'CREATE TYPE', 'CREATE USER MAPPING', 'CREATE VIEW',
    'DROP OWNED', 'GRANT', 'IMPORT FOREIGN SCHEMA', 'REVOKE', 'SECURITY LABEL', 'SELECT INTO'];
begin
  if current_setting('server_version_num')::int >= 170000 then
    v_tags := v_tags || 'REINDEX'::text;
  end if;
  if not exists (
    select from pg_catalog.pg_event_trigger t
    where t.evtname = 'pggit_ddl_trigger' and t.evttags @> v_tags and t.evttags <@ v_tags
  ) then
    drop event trigger if exists pggit_ddl_trigger;
    execute pg_catalog.format(
      'create event trigger pggit_ddl_trigger on ddl_command_end when tag in (%s) '
      'execute function pggit._mark_ddl_commands()',
      (select pg_catalog.string_agg(pg_catalog.quote_literal(t.tag), ', ')
       from pg_catalog.unnest(v_tags) as t (tag)));
    comment on event trigger pggit_ddl_trigger is
      'pggit: notes which objects a DDL command touched.';
  end if;
  if not exists (
    select from pg_catalog.pg_event_trigger t where t.evtname = 'pggit_drop_trigger'
  ) then
    create event trigger pggit_drop_trigger on sql_drop
    execute function pggit._mark_dropped_objects();
    comment on event trigger pggit_drop_trigger is
      'pggit: notes which objects a DDL command dropped.';
  end if;
end
$pggit$;
`,
  },
  {
    name: 'views/cqrs_changes.sql',
    sql: `-- CQRS changes, one row each, with what came of them on either side.

create or replace view pggit.cqrs_changes (
  cqrs_change_id, description, is_atomic, commit_id, deployment_id, command_operations,
  query_operations, failed_operations, command_changes, query_changes, author, changed_at
) as
select
  r.cqrs_change_id, r.description, r.is_atomic, coalesce(r.commit_id, c.commit_id), r.deployment_id,
  o.command_operations, o.query_operations, o.failed_operations,
  coalesce(r.command_changes, pggit._changed_objects(c.command_changes)),
  coalesce(r.query_changes, pggit._changed_objects(c.query_changes)), r.login_name, r.changed_at
from pggit.cqrs_records r
cross join lateral (
  select
    (pg_catalog.count(*) filter (where p.side = 'command'))::int as command_operations,
    (pg_catalog.count(*) filter (where p.side = 'query'))::int as query_operations,
    pg_catalog.count(p.sqlstate)::int as failed_operations
  from pggit.cqrs_record_operations p
  where p.cqrs_change_id = r.cqrs_change_id
) o
cross join lateral (
  select
    (pg_catalog.array_agg(s.commit_id order by s.change_id desc))[1] as commit_id,
    pg_catalog.array_agg(s.change_id) filter (where m.side = 'command') as command_changes,
    pg_catalog.array_agg(s.change_id) filter (where m.side = 'query') as query_changes
  from pggit.cqrs_record_changes m
  join pggit.changes s on s.change_id = m.change_id
  where m.cqrs_change_id = r.cqrs_change_id
) c;

comment on view pggit.cqrs_changes is
  'CQRS changes made with pggit.track_cqrs_change(), with the numbers of operations and changed objects by side.';
comment on column pggit.cqrs_changes.cqrs_change_id is
  'Id of the change.';
comment on column pggit.cqrs_changes.description is
  'What it is for, as it was given.';
comment on column pggit.cqrs_changes.is_atomic is
  'Whether one failure would have undone all.';
comment on column pggit.cqrs_changes.commit_id is
  'The commit with its changes; null while its deployment is open, and when it changed nothing.';
comment on column pggit.cqrs_changes.deployment_id is
  'The deployment it belongs to: that of its session, else one of its own. Null when it changed nothing outside of one.';
comment on column pggit.cqrs_changes.command_operations is
  'Number of operations of the command side.';
comment on column pggit.cqrs_changes.query_operations is
  'Number of operations of the query side.';
comment on column pggit.cqrs_changes.failed_operations is
  'Number of operations that failed and were undone.';
comment on column pggit.cqrs_changes.command_changes is
  'Number of objects that the operations of the command side changed, also after a purge.';
comment on column pggit.cqrs_changes.query_changes is
  'Number of objects that the operations of the query side changed, also after a purge.';
comment on column pggit.cqrs_changes.author is
  'The login role.';
comment on column pggit.cqrs_changes.changed_at is
  'When it began.';
`,
  },
  {
    name: 'views/cqrs_objects.sql',
    sql: `-- What CQRS changes changed, one row an object and side, net over the change. An object that only follows
-- a rename elsewhere is no row of its own, as in show().

create or replace view pggit.cqrs_objects
  (cqrs_change_id, commit_id, side, change, kind, identity, previous_identity) as
select
  n.cqrs_change_id, n.commit_id, n.side,
  case
    when n.old_identity is null then 'added'
    when n.new_identity is null then
      case n.last_change when 'untracked' then 'untracked' else 'removed' end
    when n.old_identity <> n.new_identity then 'renamed'
    else 'changed'
  end,
  n.kind,
  coalesce(n.new_identity, n.old_identity),
  case when n.old_identity <> n.new_identity then n.old_identity end
from (
  select distinct on (m.cqrs_change_id, m.side, s.object_id)
    m.cqrs_change_id, m.side, s.commit_id, s.kind, s.change as last_change, s.new_identity,
    pg_catalog.first_value(s.old_identity) over w as old_identity,
    pg_catalog.bool_or(s.caused_by is null) over w as is_change_of_its_own
  from pggit.cqrs_record_changes m
  join pggit.changes s on s.change_id = m.change_id
  window w as (
    partition by m.cqrs_change_id, m.side, s.object_id order by s.change_id
    rows between unbounded preceding and unbounded following)
  order by m.cqrs_change_id, m.side, s.object_id, s.change_id desc
) n
where n.is_change_of_its_own and (n.old_identity is not null or n.new_identity is not null);

comment on view pggit.cqrs_objects is
  'The objects that CQRS changes changed, by side: one row an object and side, net over the change.';
comment on column pggit.cqrs_objects.cqrs_change_id is
  'The change it belongs to.';
comment on column pggit.cqrs_objects.commit_id is
  'The commit with it; null while its deployment is open.';
comment on column pggit.cqrs_objects.side is
  'The side whose operations changed it: command or query.';
comment on column pggit.cqrs_objects.change is
  'added, changed, renamed, removed or untracked.';
comment on column pggit.cqrs_objects.kind is
  'Kind of the object, for example view.';
comment on column pggit.cqrs_objects.identity is
  'The object, for example query.machine_overview.';
comment on column pggit.cqrs_objects.previous_identity is
  'Its name before, where it was renamed.';
`,
  },
  {
    name: 'views/cqrs_operations.sql',
    sql: `-- The operations of CQRS changes and how each ended.

create or replace view pggit.cqrs_operations
  (cqrs_change_id, side, "position", status, sqlstate, error) as
select
  o.cqrs_change_id, o.side, o.position,
  case when o.sqlstate is null then 'done' else 'failed' end,
  o.sqlstate, o.error
from pggit.cqrs_record_operations o;

comment on view pggit.cqrs_operations is
  'The operations of CQRS changes and how each ended. Their text is not kept: it may hold a password.';
comment on column pggit.cqrs_operations.cqrs_change_id is
  'The change it belongs to.';
comment on column pggit.cqrs_operations.side is
  'command or query.';
comment on column pggit.cqrs_operations.position is
  'From 1, in the list of its side.';
comment on column pggit.cqrs_operations.status is
  'done; or failed, and then undone.';
comment on column pggit.cqrs_operations.sqlstate is
  'SQLSTATE of the failure.';
comment on column pggit.cqrs_operations.error is
  'Message of the failure.';
`,
  },
  {
    name: 'views/history_tables.sql',
    sql: `-- The history tables pggit knows, and whether they carry its link trigger.

create or replace view pggit.history_tables (source, tool_name, attached) as
select
  w.source,
  w.tool_name,
  exists (
    select
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where t.tgname = 'zz_pggit_link'
      -- By its parts: how a name is quoted is a matter of who asks.
      and pg_catalog.parse_ident(w.source) = array[n.nspname::text, c.relname::text])
from pggit.watched_tables w
where not w.is_declined and not w.is_bookkeeping;

comment on view pggit.history_tables is
  'Migration tools'' history tables known to pggit; attached: whether new rows are linked by themselves.';
comment on column pggit.history_tables.source is
  'The table, schema-qualified and quoted where needed.';
comment on column pggit.history_tables.tool_name is
  'The migration tool that writes it.';
comment on column pggit.history_tables.attached is
  'Whether the table has pggit''s row trigger, so that new rows are linked by themselves.';
`,
  },
  {
    name: 'views/ignore_patterns.sql',
    sql: `-- The ignore patterns, which are kept with the rest of the tracking configuration.

create or replace view pggit.ignore_patterns (pattern, added_by, added_at) as
select
  p.key,
  p.value ->> 'added_by',
  (p.value ->> 'added_at')::timestamptz
from pggit.settings s
cross join lateral pg_catalog.jsonb_each(
  case when pg_catalog.jsonb_typeof(s.value -> 'ignore_patterns') = 'object'
    then s.value -> 'ignore_patterns' end) p
where s.name = 'tracking';

comment on view pggit.ignore_patterns is
  'The patterns of pggit.add_ignore_pattern().';
comment on column pggit.ignore_patterns.pattern is
  'The pattern, as it was given.';
comment on column pggit.ignore_patterns.added_by is
  'The login role that added it.';
comment on column pggit.ignore_patterns.added_at is
  'When it was added.';
`,
  },
  {
    name: 'views/ignored_by_rule.sql',
    sql: `-- How often each rule kept something out of the history.

create or replace view pggit.ignored_by_rule (rule, objects, first_at, last_at) as
select w.rule, pg_catalog.sum(w.objects)::bigint, pg_catalog.min(w.first_at), pg_catalog.max(w.last_at)
from pggit.ignored_work w
group by w.rule;

comment on view pggit.ignored_by_rule is
  'What tracking rules kept out of the history so far. Not counted: what serializable transactions did, and commands that change no definition, such as REFRESH MATERIALIZED VIEW, which cost nothing at all.';
comment on column pggit.ignored_by_rule.rule is
  'The rule in words, as in pggit.ignored_objects() and pggit.explain_tracking().';
comment on column pggit.ignored_by_rule.objects is
  'How many objects it kept out, each once for every transaction that touched it.';
comment on column pggit.ignored_by_rule.first_at is
  'When it did so first.';
comment on column pggit.ignored_by_rule.last_at is
  'When it did so last.';
`,
  },
  {
    name: 'views/kinds.sql',
    sql: `-- The kinds of object pggit models. A new one also gets a line in pggit._describe, which calls the
-- function that describes it.
-- class_column and classes tell kinds apart that share a catalog; position is the order in which
-- objects of one transaction are listed (what others depend on comes first).

create or replace view pggit.kinds
  (kind, catalog, class_column, classes, position) as
select
  k.kind, k.catalog, k.class_column, k.classes, k.position
from (
  values
    ('schema',            'pg_catalog.pg_namespace'::regclass,  null,      null::text[],  10),
    ('default privileges', 'pg_catalog.pg_default_acl'::regclass, null,    null,          15),
    ('extension',         'pg_catalog.pg_extension'::regclass,  null,      null,          20),
    ('foreign data wrapper', 'pg_catalog.pg_foreign_data_wrapper'::regclass, null, null,  21),
    ('foreign server',    'pg_catalog.pg_foreign_server'::regclass, null,  null,          22),
    ('user mapping',      'pg_catalog.pg_user_mapping'::regclass, null,    null,          23),
    ('collation',         'pg_catalog.pg_collation'::regclass,  null,      null,          25),
    ('enum',              'pg_catalog.pg_type'::regclass,       'typtype', '{e}',         30),
    ('domain',            'pg_catalog.pg_type'::regclass,       'typtype', '{d}',         40),
    ('composite type',    'pg_catalog.pg_type'::regclass,       'typtype', '{c}',         50),
    ('range type',        'pg_catalog.pg_type'::regclass,       'typtype', '{r}',         55),
    ('sequence',          'pg_catalog.pg_class'::regclass,      'relkind', '{S}',         60),
    ('table',             'pg_catalog.pg_class'::regclass,      'relkind', '{r,p}',       70),
    ('foreign table',     'pg_catalog.pg_class'::regclass,      'relkind', '{f}',         75),
    ('index',             'pg_catalog.pg_class'::regclass,      'relkind', '{i,I}',       80),
    ('function',          'pg_catalog.pg_proc'::regclass,       'prokind', '{f,w}',       90),
    ('procedure',         'pg_catalog.pg_proc'::regclass,       'prokind', '{p}',        100),
    ('aggregate',         'pg_catalog.pg_proc'::regclass,       'prokind', '{a}',        105),
    ('view',              'pg_catalog.pg_class'::regclass,      'relkind', '{v}',        110),
    ('materialized view', 'pg_catalog.pg_class'::regclass,      'relkind', '{m}',        120),
    ('statistics',        'pg_catalog.pg_statistic_ext'::regclass, null,   null,         125),
    ('trigger',           'pg_catalog.pg_trigger'::regclass,    null,      null,         130),
    ('rule',              'pg_catalog.pg_rewrite'::regclass,    null,      null,         140),
    ('policy',            'pg_catalog.pg_policy'::regclass,     null,      null,         150),
    ('event trigger',     'pg_catalog.pg_event_trigger'::regclass, null,   null,         160),
    ('publication',       'pg_catalog.pg_publication'::regclass, null,     null,         170)
) as k (kind, catalog, class_column, classes, position);

comment on view pggit.kinds is
  'The kinds of object pggit models and the catalog each lives in.';
comment on column pggit.kinds.kind is
  'Name of the kind, as in pggit.show() and pggit.definition().';
comment on column pggit.kinds.catalog is
  'The system catalog its objects are rows of.';
comment on column pggit.kinds.class_column is
  'The column of the catalog that tells kinds apart; null where the catalog holds one kind only.';
comment on column pggit.kinds.classes is
  'The values of that column which belong to the kind.';
comment on column pggit.kinds.position is
  'The order in which objects of one transaction are listed: what others depend on comes first.';
`,
  },
  {
    name: 'views/user_schemas.sql',
    sql: `-- The schemas whose objects can be tracked at all: not the system's, not temporary, not pggit's.

create or replace view pggit.user_schemas (oid, name, quoted_name) as
select n.oid, n.nspname, pg_catalog.quote_ident(n.nspname)
from pg_catalog.pg_namespace n
where n.nspname not in ('information_schema', 'pggit')
  and n.nspname not like 'pg\\_%';

comment on view pggit.user_schemas is
  'The schemas whose objects can be tracked: all but the system''s, temporary ones and pggit.';
comment on column pggit.user_schemas.oid is
  'Oid of the schema.';
comment on column pggit.user_schemas.name is
  'Name of the schema.';
comment on column pggit.user_schemas.quoted_name is
  'The name as it stands in SQL, quoted where needed.';
`,
  },
];
