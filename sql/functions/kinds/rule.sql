-- Describes rules, except the one that makes a view a view: that is the view's query.

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
