-- Whether an object that commands reached differs from what it was only in names that are not its own. Of
-- a table those are the names of its columns' parent columns, of the table it is a partition of, of the
-- index it clusters on; of anything else all but privileges, which a GRANT changes and no rename.

create or replace function pggit._only_names_differ(
  p_kind text,
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
    where case when p_kind in ('table', 'foreign table')
      then d.path !~ '^(partition_of|inherits|of_type|cluster_on|replica_identity_index)'
        and d.path !~ '^columns[.].*[.]name$'
      else d.path ~ '(^|[.])privileges([.]|$)' end
  );
end
$pggit$;

comment on function pggit._only_names_differ(text, bytea, jsonb, jsonb, jsonb) is
  'Whether two definitions differ only in names that follow from a rename elsewhere.';
