-- Folds commits older than a time into the next ones that are kept, and frees what only they needed.
--
-- Every state that a kept commit leads to stays as it was, and so does its hash: only the road there is
-- shorter. What a kept commit now says of itself is hashed anew, which is why this is the one function that
-- writes over history.
--
-- Locks: the branch row first, so that nobody appends meanwhile, then rows of the journal, of links and of
-- deployments. Who has one of those and waits for the branch gives up before this does (800 ms).

create or replace function pggit.purge_history(older_than interval)
returns table (commits bigint, changes bigint, definitions bigint, bytes bigint)
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $pggit$
declare
  -- What the end of a message says of the commits that its own holds.
  v_note constant text := E'\\n\\nHolds (\\d{1,15}) earlier commits?, purged\\.$';
  v_before timestamptz;
  v_commits uuid[];
  v_targets uuid[];
  v_kept uuid[];
  v_bytes bigint;
  v_findings bigint;
  v_first text;
begin
  begin
    if isfinite(purge_history.older_than)
      and clock_timestamp() - purge_history.older_than <= clock_timestamp()
    then
      v_before := clock_timestamp() - purge_history.older_than;
    end if;
  exception when datetime_field_overflow then
    v_before := null;
  end;
  if v_before is null then
    perform pggit._raise('PGT01',
      format('history is purged by its age, not by %s',
        coalesce(purge_history.older_than::text, 'null')),
      jsonb_build_object('duration', purge_history.older_than::text),
      'Pass an interval, for example ''1 year''; ''0'' keeps no more than what something names.');
  elsif current_setting('transaction_isolation') <> 'read committed' then
    perform pggit._raise('PGR06', format('history is not purged in a %s transaction',
        current_setting('transaction_isolation')),
      '{}', 'Purge it in a read committed transaction, best in one of its own.');
  end if;
  perform pggit._require_history();
  -- What is kept is hashed anew, which would make an altered record look like a sound one.
  select count(*), min(f.record || ' ' || f.id) into v_findings, v_first from pggit.verify_history() f;
  if v_findings > 0 then
    perform pggit._raise('PGR07',
      format('the history is not sound, so it is not purged: %s findings, one of them %s',
        v_findings, v_first),
      jsonb_build_object('findings', v_findings),
      'Run select * from pggit.verify_history(), and restore what it names from a backup.');
  end if;

  begin
    perform pggit._lock_branch(pggit._current_branch());
    select array_agg(p.commit_id), array_agg(p.target_id) into v_commits, v_targets
    from pggit._purge_plan(v_before) p;
    select array_agg(t.id order by t.n) into v_kept
    from (
      select u.id, min(u.n) as n from unnest(v_targets) with ordinality as u (id, n) group by u.id
    ) t;
    commits := (coalesce(cardinality(v_commits), 0) - coalesce(cardinality(v_kept), 0))::bigint;
    changes := 0::bigint;
    bytes := 0::bigint;
    if commits > 0 then
      select f.p_freed, f.p_bytes into changes, bytes
      from pggit._fold_changes(v_commits, v_targets) f;

      update pggit.external_migrations m set pggit_commit_id = p.target_id
      from unnest(v_commits, v_targets) as p (commit_id, target_id)
      where m.pggit_commit_id = p.commit_id and p.commit_id <> p.target_id;
      update pggit.deployments d set commit_id = p.target_id
      from unnest(v_commits, v_targets) as p (commit_id, target_id)
      where d.commit_id = p.commit_id and p.commit_id <> p.target_id;
      with held as (
        -- With those that an earlier purge has folded into them.
        select p.target_id as id,
          count(*) - 1 + coalesce(sum((regexp_match(m.message, v_note))[1]::bigint), 0) as held
        from unnest(v_commits, v_targets) as p (commit_id, target_id)
        join pggit.commits m on m.commit_id = p.commit_id
        group by p.target_id
      )
      update pggit.commits c
      set parent_ids = array_remove(v_kept[k.n - 1] || c.parent_ids[2:], null),
          message = case when k.held > 0
            then regexp_replace(c.message, v_note, '') || format(
              E'\n\nHolds %s earlier %s, purged.', k.held,
              case k.held when 1 then 'commit' else 'commits' end)
            else c.message end
      from (
        select u.id, u.n, h.held
        from unnest(v_kept) with ordinality as u (id, n)
        join held h on h.id = u.id
      ) k
      where c.commit_id = k.id;
      with freed as (
        delete from pggit.commits c
        where c.commit_id = any (v_commits) and c.commit_id <> all (v_kept)
        returning pg_column_size(c) as size
      )
      select bytes + coalesce(sum(f.size), 0) into bytes from freed f;
      update pggit.commits c set content_hash = pggit._content_hash(c)
      where c.commit_id = any (v_kept);
    end if;
    select f.p_freed, f.p_bytes into definitions, v_bytes from pggit._free_definitions() f;
    bytes := bytes + v_bytes;
  exception when lock_not_available or deadlock_detected then
    perform pggit._raise('PGR06', format('the history is in use: %s', sqlerrm), '{}',
      'Nothing was purged. Try again once other sessions have ended their transactions.');
  end;
  return next;
end
$pggit$;

comment on function pggit.purge_history(interval) is
'Makes a history shorter: folds commits older than an age into the next ones that are kept. What
only they needed is deleted, changes and definitions. Returns one row: how many commits, changes
and definitions that freed, and their size in bytes, which is free for pggit after the next
vacuum.

- `older_than`: `1 year`; with `0` only what something names is kept. Null and negative ages are
  errors.

Kept are the newest commit of that age and all younger ones, and what a branch, a tag or an open
deployment names. Every state that a kept commit leads to stays as it was, with its hash; links
and deployments name the commit that holds theirs. The history is verified first, and refused when
it is not sound. It waits for the branch for two seconds at most.';
