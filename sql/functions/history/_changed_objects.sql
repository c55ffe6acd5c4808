-- How many objects changes have changed, net over each commit that they are in: as many as show() lists. What
-- only follows a rename elsewhere, or was changed back within its commit, does not count. Changes that are
-- staged count as one commit.

create or replace function pggit._changed_objects(p_changes bigint[])
returns int
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select count(distinct o.object_id)::int
    from (
      select c.object_id, min(c.change_id) as first_id, max(c.change_id) as last_id
      from pggit.changes c
      where c.change_id = any (p_changes)
      group by c.object_id, c.commit_id
      having bool_or(c.caused_by is null)
    ) o
    where o.first_id = o.last_id
      or exists (
        select from pggit.changes f
        join pggit.changes l on l.change_id = o.last_id
        where f.change_id = o.first_id
          and (f.old_identity is distinct from l.new_identity
            or f.old_blob is distinct from l.new_blob
            or f.old_column_ids is distinct from l.new_column_ids)));
end
$pggit$;

comment on function pggit._changed_objects(bigint[]) is
  'How many objects changes have changed, net over each commit that they are in.';
