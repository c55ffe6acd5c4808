-- Attaches the link trigger to every history table that is there already. Tables that this role may
-- not put a trigger on are left as they are; pggit.history_tables shows them as not attached.

create or replace function pggit._attach_existing_history_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r record;
begin
  perform pggit._follow_history_tables();
  for r in
    select c.oid, coalesce(w.tool_name, pggit._history_tool(c.oid)) as tool_name
    from pg_class c
    join pggit.user_schemas s on s.oid = c.relnamespace
    left join pggit.watched_tables w on w.source = format('%s.%I', s.quoted_name, c.relname)
    where c.relkind in ('r', 'p')
      and c.relpersistence <> 't'
      and coalesce(w.tool_name, pggit._history_tool(c.oid)) is not null
  loop
    begin
      perform pggit._attach_history_table(r.oid, r.tool_name);
    exception when insufficient_privilege or lock_not_available then
      raise warning 'pggit: no link trigger on %: %', pggit._relation_identity(r.oid), sqlerrm;
    end;
  end loop;
end
$pggit$;

comment on function pggit._attach_existing_history_tables() is
  'Attaches the link trigger to all history tables that exist.';
