-- For verify: the locks of migration tools whose trigger is gone.

create or replace function pggit._unfollowed_locks()
returns table (source text, tool_name text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
begin
  return query
  select w.source, w.tool_name
  from pggit.watched_tables w
  join pg_class c on c.oid = pggit._relation_named(w.source)
  where w.is_bookkeeping and not w.is_declined
    and (pggit._history_entry(c.oid)).lock_column is not null
    and not exists (
      select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'zz_pggit_lock')
  order by w.source;
end
$pggit$;

comment on function pggit._unfollowed_locks() is
  'Locks of migration tools that lack pggit''s trigger.';
