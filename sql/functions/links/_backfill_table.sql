-- Links those rows of a history table that have no link, and returns how many rows there are and how many
-- got one. A row whose transaction is in the journal gets the commit of that transaction, and its changes
-- where it is alone; one that another session than the migration's wrote, the commit between the rows around
-- it (_commit_behind_row); any other row the commit of its time (_commit_at). An older link of the same
-- migration under another number is of a row that has gone unseen: it is reverted.
--
-- Locks: it appends; the journal rows of the transactions it attributes.

create or replace function pggit._backfill_table(
  p_relation oid,
  p_source text,
  p_tool pggit.migration_tools,
  p_dry_run boolean,
  out p_found int,
  out p_linked int
)
returns record
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_rows jsonb[];
  v_transactions xid8[];
  v_times timestamptz[];
  v_commits jsonb;
  v_commit pggit.commits;
  v_link_id bigint;
  v_reverting pggit.migration_tools := p_tool;
  r record;
begin
  select array_agg(h.history_row), array_agg(h.transaction_id),
    array_agg(pggit._history_row_time(p_tool, h.history_row))
  into v_rows, v_transactions, v_times
  from pggit._history_rows(p_relation, p_tool) h;
  p_found := coalesce(cardinality(v_rows), 0);
  p_linked := 0;
  select jsonb_object_agg(c.transaction_id::text, c.commit_id) into v_commits
  from pggit.changes c
  where c.transaction_id = any (v_transactions) and c.commit_id is not null;

  for r in
    select u.r, u.xid, pggit._history_row_key(p_tool, u.r) as key,
      pggit._history_row_number(p_tool, u.r) as number,
      count(*) over (partition by u.xid) = 1 as is_alone, u.at,
      min(u.at) over (order by u.at groups between 1 following and unbounded following) as until,
      max(u.xid) over (order by u.position rows between unbounded preceding and 1 preceding)
        as xid_before
    from unnest(v_rows, v_transactions, v_times) with ordinality as u (r, xid, at, position)
    order by u.position
  loop
    continue when exists (
      select from pggit.external_migrations m
      where m.source = p_source and m.migration_key = r.key and m.migration_id = r.number
        and m.direction = 'up' and m.reverted_at is null);
    p_linked := p_linked + 1;
    continue when p_dry_run;
    update pggit.external_migrations m set reverted_at = clock_timestamp()
    where m.source = p_source and m.migration_key = r.key and m.direction = 'up'
      and m.reverted_at is null
      and not exists (
        select from unnest(v_rows) as o (r)
        where pggit._history_row_key(p_tool, o.r) = r.key
          and pggit._history_row_number(p_tool, o.r) = m.migration_id);
    select c.* into v_commit
    from pggit.commits c where c.commit_id = (v_commits ->> r.xid::text)::uuid;
    if v_commit.commit_id is null and p_tool.linked_at_end and not pggit._is_manual_mode() then
      v_commit := pggit._commit_behind_row(r.at, r.until, r.xid_before, r.xid);
    end if;
    if v_commit.commit_id is null then
      v_commit := pggit._commit_at(r.at);
    end if;
    v_link_id := pggit._insert_link(
      p_tool, p_source, r.r, 'up', v_commit.deployment_id, v_commit.commit_id,
      coalesce(r.at, v_commit.committed_at));
    if r.is_alone then
      update pggit.changes c set link_id = v_link_id
      where c.commit_id = v_commit.commit_id and c.transaction_id = r.xid and c.link_id is null;
    end if;
  end loop;
  if p_tool.reverted_when is not null and not p_dry_run then
    v_reverting.applied_when := p_tool.reverted_when;
    update pggit.external_migrations m
    set reverted_at = coalesce(pggit._history_row_time(p_tool, h.history_row), clock_timestamp())
    from pggit._history_rows(p_relation, v_reverting) h
    where m.source = p_source and m.direction = 'up' and m.reverted_at is null
      and m.migration_key = pggit._history_row_key(p_tool, h.history_row)
      and m.migration_id < pggit._history_row_number(p_tool, h.history_row);
  end if;
end
$pggit$;

comment on function pggit._backfill_table(oid, text, pggit.migration_tools, boolean) is
  'Links the rows of a history table that have no link; returns how many rows there are and how many got one.';
