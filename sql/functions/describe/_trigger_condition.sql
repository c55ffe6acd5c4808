-- The WHEN condition of a trigger. pg_get_expr refuses an expression over OLD and NEW, so it is cut out
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
      from E'^(?:[^"]|"[^"]*")*? FOR EACH (?:ROW|STATEMENT) WHEN \\((.*)$'),
    -length(v_tail));
end
$pggit$;

comment on function pggit._trigger_condition(oid) is
  'The WHEN condition of a trigger.';
