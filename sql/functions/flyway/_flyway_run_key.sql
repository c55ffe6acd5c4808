-- What all sessions of one run of Flyway know of it: the history table, the time when the command began
-- (to the second), who they log in as and from where.

create or replace function pggit._flyway_run_key(p_source text, p_timestamp text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return concat_ws(' ', p_source, p_timestamp, session_user, inet_client_addr());
end
$pggit$;

comment on function pggit._flyway_run_key(text, text) is
  'What names a run of Flyway in each of its sessions.';
