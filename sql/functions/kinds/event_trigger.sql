-- Describes event triggers, pggit's own two aside. No event tells of them: a comparison with the catalog
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
