-- For verify and verify_consistency: the locks of migration tools whose trigger is gone or does not
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
