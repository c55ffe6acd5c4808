-- Qualified name of a relation as people write it, quoted where needed; null when it is gone.

create or replace function pggit._relation_identity(p_relation oid)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select format('%I.%I', n.nspname, c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.oid = p_relation
  );
end
$pggit$;

comment on function pggit._relation_identity(oid) is
  'Qualified name of a relation, quoted where needed; null when it does not exist.';
