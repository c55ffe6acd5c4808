-- What may have been meant by a signature that names nothing, or too much: the overloads in its schema,
-- else those of the same name elsewhere. Of what is no signature at all its name still counts.

create or replace function pggit._overloads_of(p_signature text)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_signature record;
begin
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  if v_signature.function_name is null then
    select r.* into v_signature from pggit._read_signature(split_part(p_signature, '(', 1)) r;
  end if;
  return array(
    select n.identity
    from (
      select p.oid, s.name = coalesce(v_signature.schema_name, s.name) as is_there,
        bool_or(s.name = coalesce(v_signature.schema_name, s.name)) over () as is_any_there
      from pg_proc p
      join pggit.user_schemas s on s.oid = p.pronamespace
      where p.proname = v_signature.function_name
    ) p
    cross join lateral pggit._name_of('pg_proc'::regclass, p.oid) n
    where p.is_there or not p.is_any_there
    order by 1);
end
$pggit$;

comment on function pggit._overloads_of(text) is
  'The functions that may have been meant by a signature.';
