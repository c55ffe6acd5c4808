-- For verify and verify_consistency: the history tables whose link trigger is missing or does not fire,
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
