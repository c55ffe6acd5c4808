-- Which objects of the query side depend on which of the command side, from the catalog as it is now, and
-- which of the last commits touched one and not the other.
--
-- Ways lead from the query side down: through whatever reads (_readers), and through what a table of the
-- query side rests on (_table_uses). What a table of the command side rests on is no dependency of those
-- that read it. An object of the command side is the end of a way when it is no view and no function;
-- those are listed, and passed through as well.

create or replace function pggit.cqrs_impact(commits int default 10)
returns table (
  query_kind text, query_object text, command_kind text, command_object text, is_direct boolean,
  command_commit uuid, query_commit uuid, touched_alone text)
language sql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
  with recursive uses as materialized (
    select r.reader_classid as user_classid, r.reader_objid as user_objid, r.classid, r.objid,
      false as is_structural
    from pggit._readers() r
    union
    select u.user_classid, u.user_objid, u.classid, u.objid, true from pggit._table_uses() u
  ),
  names as materialized (
    -- An address as the catalog has it, and the one of the object it stands for.
    select a.classid as at_classid, a.objid as at_objid, n.kind, n.identity, n.classid, n.objid, s.side
    from (
      select u.user_classid as classid, u.user_objid as objid from uses u
      union
      select u.classid, u.objid from uses u
    ) a
    cross join lateral pggit._name_of(a.classid, a.objid) n
    join pggit.cqrs_schemas() s on s.name = n.schema_name
    where s.side is not null
  ),
  steps as materialized (
    select distinct f.classid as user_classid, f.objid as user_objid, f.side as user_side,
      t.classid, t.objid
    from uses u
    join names f on f.at_classid = u.user_classid and f.at_objid = u.user_objid
    join names t on t.at_classid = u.classid and t.at_objid = u.objid
    where (not u.is_structural or f.side = 'query')
      and (f.classid, f.objid) <> (t.classid, t.objid)
  ),
  ways (query_classid, query_objid, classid, objid, is_direct) as (
    select s.user_classid, s.user_objid, s.classid, s.objid, true
    from steps s where s.user_side = 'query'
    union
    select w.query_classid, w.query_objid, s.classid, s.objid, false
    from ways w
    join steps s on s.user_classid = w.classid and s.user_objid = w.objid
  ),
  pairs as (
    select w.query_classid, w.query_objid, w.classid, w.objid, bool_or(w.is_direct) as is_direct
    from ways w
    group by 1, 2, 3, 4
  ),
  line (commit_id, n) as (
    select pggit._head(), 1
    union all
    select c.parent_ids[1], l.n + 1
    from line l
    join pggit.commits c on c.commit_id = l.commit_id
    where l.n < cqrs_impact.commits and cardinality(c.parent_ids) > 0
  ),
  touched as materialized (
    select distinct on (c.object_id) c.object_id, l.commit_id, l.n
    from line l
    join pggit.changes c on c.commit_id = l.commit_id and c.caused_by is null
    where l.n <= cqrs_impact.commits
    order by c.object_id, l.n
  ),
  objects as materialized (
    select distinct on (n.classid, n.objid) n.classid, n.objid, n.kind, n.identity, n.side,
      o.object_id, t.commit_id, t.n
    from names n
    left join pggit.live_objects o on o.objid = n.objid and o.classid = n.classid
    left join touched t on t.object_id = o.object_id
  )
  select q.kind, q.identity, c.kind, c.identity, p.is_direct, c.commit_id, q.commit_id,
    case
      when q.object_id is null or c.object_id is null then null
      when c.n < coalesce(q.n, c.n + 1) then 'command'
      when q.n < coalesce(c.n, q.n + 1) then 'query'
    end
  from pairs p
  join objects q on q.classid = p.query_classid and q.objid = p.query_objid and q.side = 'query'
  join objects c on c.classid = p.classid and c.objid = p.objid and c.side = 'command'
  order by q.identity, c.identity, q.kind, c.kind
$pggit$;

comment on function pggit.cqrs_impact(int) is
'What a change of the command side reaches: each object of the query side with each object of the
command side that it depends on, from the catalog as it is now. The sides are those of
pggit.configure_cqrs().

- `query_kind`, `query_object`, `command_kind`, `command_object`: as pggit.show() has them.
- `is_direct`: false where the way leads through other objects only.
- `command_commit`, `query_commit`: the newest of the last `commits` commits on the branch that
  touched that object; null when none of them did.
- `touched_alone`: the side, `command` or `query`, that was touched last without the other. Null
  when neither was, when one commit touched both last, and when one of the two is not tracked.

Functions whose body is a string hide what they read; those with an SQL-standard body (`begin
atomic`) do not.';
