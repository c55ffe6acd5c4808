-- As _describe_changes, where objects were changed several times: what became of each. In a function of its own,
-- because it is seldom needed, and planning it would cost every fresh session.

create or replace function pggit._describe_net_changes(p_changes bigint[])
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select coalesce((
    select format('%s %s %s%s',
      case
        when c.old_identity is null then 'added'
        when c.new_identity is null then
          case c.change when 'untracked' then 'untracked' else 'removed' end
        when c.old_identity <> c.new_identity then 'renamed'
        else 'changed' end,
      c.kind, coalesce(c.new_identity, c.old_identity),
      case when c.total > 1 then format(' and %s more', c.total - 1) else '' end)
    from (
      select f.old_identity, l.new_identity, l.change, l.kind, o.first_id, o.is_own,
        count(*) filter (where o.is_own) over () as total
      from (
        select k.object_id, min(k.change_id) as first_id, max(k.change_id) as last_id,
          bool_or(k.caused_by is null) as is_own
        from pggit.changes k
        where k.change_id = any (p_changes)
        group by k.object_id
      ) o
      join pggit.changes f on f.change_id = o.first_id
      join pggit.changes l on l.change_id = o.last_id
      where f.old_identity is distinct from l.new_identity
        or f.old_blob is distinct from l.new_blob
        or f.old_column_ids is distinct from l.new_column_ids
    ) c
    order by not c.is_own, (c.kind in ('sequence', 'index')), c.first_id
    limit 1
  ), 'no object changed')
$pggit$;

comment on function pggit._describe_net_changes(bigint[]) is
  'A commit message for changes of which several are of one object.';
