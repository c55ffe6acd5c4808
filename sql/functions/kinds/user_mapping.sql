-- Describes user mappings: for whom, on which server, and the names of the options. Their values are
-- passwords as often as not: none is read, so that one changed value for another is no change.
--
-- Runs as its owner: the catalog shows an option to its user and the server's owner alone, and a
-- definition must not depend on who reads it. What it tells beyond that are the names.

create or replace function pggit._describe_user_mapping(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'user mapping',
    'pg_user_mapping'::regclass::oid,
    m.umid,
    null::text,
    format('%s on %I', case when m.umuser = 0 then 'public'
      else quote_ident(pg_get_userbyid(m.umuser)) end, m.srvname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'server', m.srvname,
      'user', case when m.umuser = 0 then 'PUBLIC' else pg_get_userbyid(m.umuser) end,
      'option_names', (
        select jsonb_agg(o.name order by o.name)
        from (select split_part(u.pair, '=', 1) from unnest(m.umoptions) as u (pair)) o (name))
    ))
  from pg_user_mappings m
  where m.umid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_user_mapping(oid[]) is
  'Describes the given user mappings: user, server, names of options; never their values.';
