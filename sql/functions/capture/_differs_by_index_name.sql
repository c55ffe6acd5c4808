-- Whether a table differs from what it was only in how it mentions an index: the one it clusters on or
-- identifies replicas by. A constraint's name is the table's own, whatever index is behind it.

create or replace function pggit._differs_by_index_name(p_known_blob bytea, p_definition jsonb)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_mentions constant text[] := '{cluster_on,replica_identity_index}';
begin
  return pggit._definition_of(p_known_blob) - v_mentions = p_definition - v_mentions;
end
$pggit$;

comment on function pggit._differs_by_index_name(bytea, jsonb) is
  'Whether two definitions of a table differ only in the name of an index they mention.';
