-- Describes row security policies. No roles means everybody, as it does in CREATE POLICY. Whether a
-- table's policies are in force is an attribute of the table.

create or replace function pggit._describe_policy(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'policy',
    'pg_policy'::regclass::oid,
    p.oid,
    s.name::text,
    format('%I on %s.%I', p.polname, s.quoted_name, c.relname),
    p.polrelid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert'
        when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'restrictive', nullif(not p.polpermissive, false),
      'roles', case when p.polroles <> '{0}' then (
        select jsonb_agg(distinct r.name order by r.name)
        from (select pg_get_userbyid(o.oid) from unnest(p.polroles) as o (oid)) r (name)) end,
      'using', pg_get_expr(p.polqual, p.polrelid),
      'check', pg_get_expr(p.polwithcheck, p.polrelid),
      'comment', pggit._comment('pg_policy'::regclass, p.oid)
    ))
  from pg_policy p
  join pg_class c on c.oid = p.polrelid and c.relpersistence <> 't'
  join pggit.user_schemas s on s.oid = c.relnamespace
  where p.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_policy(oid[]) is
  'Describes the given row security policies: command, roles, expressions.';
