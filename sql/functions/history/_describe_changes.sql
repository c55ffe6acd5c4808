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
      case when t.total > 1 then format(' and %s more', t.total - 1) else '' end)
    from pggit.changes c
    left join pggit.kinds k on k.kind = c.kind
    cross join lateral (
      select count(*) as total from pggit.changes o
      where o.change_id = any (p_changes) and o.caused_by is null
    ) t
    where c.change_id = any (p_changes)
    order by (c.caused_by is not null), (c.kind in ('sequence', 'index')), k.position, c.change_id
    limit 1
  );
end
$pggit$;

comment on function pggit._describe_changes(bigint[]) is
  'A commit message for changes that came without one.';
