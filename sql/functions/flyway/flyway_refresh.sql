-- Called by the callback afterMigrateApplied__pggit_refresh, in the session in which flyway_after_applied has
-- ended the run and in the transaction behind it: refreshes, as the role that migrates, the materialized views
-- whose sources the run's commit changed. Not in that transaction: a refresh may take long, and everybody who
-- records a change would wait for its end.
--
-- Nothing where there is no such commit: the run failed or changed nothing, or somebody else ends its
-- deployment, who may refresh then.
--
-- `when others`: everything has been migrated when this is called, and Flyway would report a failure. A cancel
-- or a timeout ends the refreshes, and not Flyway. A serializable transaction may fail at its COMMIT,
-- where nothing can be caught.
--
-- Locks: those of each refresh, until the transaction ends. A view that somebody reads is not waited for
-- without an end: Flyway waits for this.

create or replace function pggit.flyway_refresh()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $pggit$
declare
  v_commit constant text := current_setting('pggit.flyway_commit', true);
  v_views text[];
  v_began timestamptz;
begin
  if coalesce(v_commit, '') = '' then
    return;
  end if;
  perform set_config('pggit.flyway_commit', '', false);
  if current_setting('transaction_isolation') = 'serializable' then
    raise warning
      'pggit: materialized views were not refreshed: this session is serializable by default'
      using hint = 'Refresh them with `pggit flyway --refresh affected -- migrate`.';
    return;
  end if;
  begin
    v_views := array(select v.name from pggit.affected_views(v_commit) v order by v."position");
  exception when query_canceled or others then
    raise warning 'pggit: materialized views were not refreshed: %', sqlerrm;
    return;
  end;
  for i in 1 .. cardinality(v_views) loop
    v_began := clock_timestamp();
    begin
      perform pggit.refresh_materialized_view(v_views[i]);
      raise notice 'pggit: refresh %/% %: % ms', i, cardinality(v_views), v_views[i],
        round(extract(epoch from clock_timestamp() - v_began) * 1000);
    exception when query_canceled or others then
      raise warning 'pggit: refresh %/% %: failed: %', i, cardinality(v_views), v_views[i], sqlerrm;
      exit when sqlstate = '57014';
    end;
  end loop;
end
$pggit$;

comment on function pggit.flyway_refresh() is
'Refreshes the materialized views whose sources a run of Flyway changed, each after those it reads,
with a notice for each. For a callback that `pggit flyway init --refresh affected` writes, in the
session in which pggit.flyway_after_applied() has ended the run; anywhere else nothing happens.
What cannot be refreshed is a warning, and no refresh waits longer than three seconds for a lock.';
