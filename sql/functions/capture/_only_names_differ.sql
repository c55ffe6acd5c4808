-- Whether a table differs from what it was only in names that are not its own: of its columns' parent
-- columns, of the table it is a partition of, of the index it clusters on.

create or replace function pggit._only_names_differ(
  p_known_blob bytea,
  p_definition jsonb,
  p_old_ids jsonb,
  p_new_ids jsonb
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return not exists (
    select from jsonb_object_keys(pggit._definition_difference(
      pggit._definition_of(p_known_blob), p_definition, p_old_ids, p_new_ids)) as d (path)
    where d.path !~ '^(partition_of|inherits|of_type|cluster_on|replica_identity_index)'
      and d.path !~ '^columns[.].*[.]name$'
  );
end
$pggit$;

comment on function pggit._only_names_differ(bytea, jsonb, jsonb, jsonb) is
  'Whether two definitions of a table differ only in names that follow from a rename elsewhere.';
