-- The version of a function as it is now: what its body or comment says if that is news, else the last it
-- was given or named.

create or replace function pggit.get_function_version(function_signature text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(get_function_version.function_signature);
  v_directive text;
  v_recorded text;
  v_version text;
begin
  if v_routine is null then
    perform pggit._raise_function_not_found(get_function_version.function_signature);
  end if;
  select pggit._version_directive(p.prosrc, pggit._comment('pg_proc'::regclass, p.oid))
  into v_directive
  from pg_proc p where p.oid = v_routine;
  -- What this transaction has just written is described at its end. Dropped and made again, it is then found
  -- to be the function of that name.
  select (array_agg(s.directive order by s.n desc) filter (where s.change <> 'versioned'))[1],
    (array_agg(s.version order by s.n desc))[1]
  into v_recorded, v_version
  from (
    select l.object_id from pggit.live_objects l
    where l.classid = 'pg_proc'::regclass and l.objid = v_routine
    union all
    select l.object_id
    from pggit._name_of('pg_proc'::regclass, v_routine) n
    join pggit.live_objects l on l.identity = n.identity and l.kind = n.kind
    where not exists (select from pg_proc p where p.oid = l.objid)
      and not exists (
        select from pggit.live_objects k
        where k.classid = 'pg_proc'::regclass and k.objid = v_routine)
  ) l
  cross join lateral pggit._function_steps(l.object_id) s;
  return case when v_directive is distinct from v_recorded and v_directive is not null
    then v_directive else v_version end;
end
$pggit$;

comment on function pggit.get_function_version(text) is
'The version of a function, procedure or aggregate; null when it has none. It is the last that its
body or comment named (`@pggit-version: 1.2.3`) or that pggit.track_function() gave it, whichever
came later.

- `function_signature`: in any spelling, with argument names and defaults or without. The schema
  may be missing where one schema has such a function, and the arguments where there is one
  overload.';
