-- Refreshes a materialized view as the caller: CONCURRENTLY when asked, or by itself where the view
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

- `name`: with its schema, quoted where needed; `search_path` does not matter.
- `concurrently`: null, the default, is true where the view is filled and has a unique index that
  allows it.';
