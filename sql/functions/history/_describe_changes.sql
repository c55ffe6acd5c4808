-- A commit message for changes nobody gave one: what was done to the first object, and how many more. An
-- object that was changed several times counts once, with what became of it; not at all where that is nothing.

create or replace function pggit._describe_changes(p_changes bigint[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_message text;
  v_are_repeated boolean;
begin
  select format('%s %s %s%s', c.change, c.kind, coalesce(c.new_identity, c.old_identity),
      case when c.total > 1 then format(' and %s more', c.total - 1) else '' end),
    c.objects < c.rows
  into v_message, v_are_repeated
  from (
    select o.*, count(*) filter (where o.caused_by is null) over () as total,
      count(*) over () as rows,
      max(o.place) over () as objects
    from (
      select k.*, dense_rank() over (order by k.object_id) as place
      from pggit.changes k
      where k.change_id = any (p_changes)
    ) o
  ) c
  order by (c.caused_by is not null), (c.kind in ('sequence', 'index')), c.change_id
  limit 1;
  if v_are_repeated then
    v_message := pggit._describe_net_changes(p_changes);
  end if;
  return v_message;
end
$pggit$;

comment on function pggit._describe_changes(bigint[]) is
  'A commit message for changes that came without one.';
