-- The definition stored under a hash.

create or replace function pggit._definition_of(p_blob bytea)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select b.definition::jsonb from pggit.blobs b where b.hash = p_blob limit 1
  );
end
$pggit$;

comment on function pggit._definition_of(bytea) is
  'The definition stored under a hash; null for an unknown or null hash.';
