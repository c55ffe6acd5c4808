-- Repairs what can be repaired without taking anything from anybody: event triggers and link triggers that
-- do not fire, link triggers that are missing, deployments whose owner is gone, and drift last of all, when
-- the rest is in place. What this role may not do, or somebody has locked, stays as it is.

create or replace function pggit._fix_inconsistencies()
returns void
language plpgsql
volatile
security definer -- writes history and enables triggers, which no role but the owner may
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $pggit$
declare
  v_tracking constant text := coalesce(current_setting('pggit.tracking', true), '');
  r record;
begin
  perform set_config('pggit.tracking', 'off', true);
  for r in
    select i.hint, i.object as event_trigger, n.nspname, c.relname
    from pggit._inconsistencies() i
    left join pg_class c
      on c.oid = pggit._relation_named(case when i.issue = 'history table' then i.object end)
    left join pg_namespace n on n.oid = c.relnamespace
    where i.hint like 'alter %'
      and (i.issue = 'event trigger' or i.issue = 'history table' and n.nspname is not null)
  loop
    begin
      if r.relname is null then
        execute format('alter event trigger %I enable', r.event_trigger);
      else
        execute format('alter table %I.%I enable trigger %I', r.nspname, r.relname,
          case when right(r.hint, 13) = 'zz_pggit_lock' then 'zz_pggit_lock' else 'zz_pggit_link' end);
      end if;
    exception when insufficient_privilege or lock_not_available or object_in_use then
      raise warning 'pggit could not run %: %', r.hint, sqlerrm;
    end;
  end loop;
  perform set_config('pggit.tracking', v_tracking, true);
  perform pggit.recover_deployments();
  perform pggit.capture('found by verify_consistency');
end
$pggit$;

comment on function pggit._fix_inconsistencies() is
  'Repairs what verify_consistency found and can be repaired safely.';
