-- Gives watched history tables, and their links, the names that the tables have now: a renamed or moved
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
