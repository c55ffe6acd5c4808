-- A commit message for changes nobody gave one: what was done to the first object, and how many more.

create or replace function pggit._describe_changes(p_changes bigint[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select format('%s %s %s%s', c.change, c.kind, coalesce(c.new_identity, c.old_identity),
      case when c.total > 1 then format(' and %s more', c.total - 1) else '' end)
    from (
      select o.*, count(*) filter (where o.caused_by is null) over () as total
      from pggit.changes o
      where o.change_id = any (p_changes)
    ) c
    order by (c.caused_by is not null), (c.kind in ('sequence', 'index')), c.change_id
    limit 1
  );
end
$pggit$;

comment on function pggit._describe_changes(bigint[]) is
  'A commit message for changes that came without one.';
