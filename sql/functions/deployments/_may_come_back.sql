-- Whether an owner of this time may be on its way back: a server that restarts, after a crash as well, loses
-- every session at once, and so does a standby that becomes the primary. The owners that live connect again at
-- once (adapters and `pggit run` try each quarter of a second), and whoever looks first must not take
-- them for dead. The walwriter starts when a server begins to take writes, at each of these; who may not
-- see it knows when the server itself was started. The time is that of the statement: one recovery treats
-- all deployments alike.

create or replace function pggit._may_come_back(p_owner_since timestamptz)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select p_owner_since < s.began and statement_timestamp() < s.began + interval '5 seconds'
  from (
    select greatest(
      pg_postmaster_start_time(),
      (select max(a.backend_start) from pg_stat_activity a where a.backend_type = 'walwriter')
    ) as began
  ) s
$pggit$;

comment on function pggit._may_come_back(timestamptz) is
  'Whether an owner of this time was lost with the whole server, which restarted less than five seconds ago.';
