-- Puts the link trigger on a history table. Its name sorts last, after the tool's own triggers. The
-- trigger is DDL of ours, so capture is off while it is created.

create or replace function pggit._attach_history_table(p_relation oid, p_tool_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_source constant text := pggit._relation_identity(p_relation);
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
begin
  -- Another table may have had the name until a moment ago.
  if exists (
    select from pggit.watched_tables w where w.source = v_source and w.relation <> p_relation
  ) then
    perform pggit._follow_history_tables();
  end if;
  insert into pggit.watched_tables (source, tool_name, attached, relation)
  values (v_source, p_tool_name, true, p_relation)
  on conflict (source) do update
  set tool_name = excluded.tool_name, attached = true, relation = excluded.relation
  where (watched_tables.tool_name, watched_tables.attached, watched_tables.relation)
    is distinct from (excluded.tool_name, true, excluded.relation);

  if exists (
    select from pg_trigger t where t.tgrelid = p_relation and t.tgname = 'zz_pggit_link'
  ) then
    return;
  end if;
  perform set_config('pggit.tracking', 'off', true);
  execute format(
    'create trigger zz_pggit_link after insert or update or delete on %s '
    'for each row execute function pggit._link_history_row(%L)', v_source, p_tool_name);
  perform set_config('pggit.tracking', v_tracking, true);
end
$pggit$;

comment on function pggit._attach_history_table(oid, text) is
  'Puts pggit''s link trigger on a migration tool''s history table.';
