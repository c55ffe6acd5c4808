-- Called by the callback afterEachMigrate, in the session and the transaction of the migration that has
-- run. What it has changed is described now, so that it is not taken for that of the next one, which may
-- run in the same transaction (group = true).
--
-- The settings of the session end here, because it may be one of an application's pool; for the rest of
-- the transaction they hold, for what the team's own callbacks do after this one. A migration may have
-- reset them: what was announced says that it has not ended, and ended_at that it has.
--
-- `when others`: pggit may cost a record, never a migration. Other functions are looked up before they are
-- used where a failure is kept away, because the engine may be damaged.

create or replace function pggit.flyway_after_each()
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_deployment uuid;
  v_link_id bigint;
  v_is_own boolean := false;
begin
  if current_setting('pggit.announced', true) is null then
    return;
  end if;
  begin
    v_deployment := pggit.current_deployment();
    v_link_id := pggit._announced_link(v_deployment);
    v_is_own := exists (
      select from pggit.announced_migrations a
      where a.link_id = v_link_id and a.run_key is not null);
    update pggit.announced_migrations a set ended_at = clock_timestamp()
    where a.link_id = v_link_id;
    if v_link_id is not null and current_setting('transaction_isolation') <> 'serializable' then
      perform pggit._record_pending(v_deployment, v_link_id);
    end if;
  exception when query_canceled or others then
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this change: %', sqlerrm;
    else
      perform pggit._keep_failure('describe', sqlstate, sqlerrm, null);
    end if;
  end;
  if v_is_own then
    perform set_config('pggit.deployment', '', false);
    perform set_config('pggit.deployment', v_deployment::text, true);
  end if;
  perform set_config('pggit.announced', '', false);
  perform set_config('pggit.announced', coalesce(v_link_id::text, ''), true);
end
$pggit$;

comment on function pggit.flyway_after_each() is
'Marks what a migration of Flyway has changed as its own. For the callback `afterEachMigrate`,
which `pggit flyway init` writes, in the session and the transaction of the migration. A failure
of pggit is a warning; without a migration that pggit.flyway_before_each() announced, nothing
happens.';
