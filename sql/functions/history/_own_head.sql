-- The newest commit, where this session has made it or a row of this history table is linked to it: the state
-- that a migration without a transaction has left, or that one without a change has found. Whoever else
-- made it has nothing to do with that.

create or replace function pggit._own_head(p_source text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_head constant uuid := pggit._head();
begin
  if exists (
    select from pggit.external_migrations e
    where e.pggit_commit_id = v_head and e.source = p_source)
  or exists (
    select from pggit.changes c
    where c.commit_id = v_head and c.backend_pid = pg_backend_pid()
      and c.changed_at >= (
        select s.backend_start from pg_stat_activity s where s.pid = pg_backend_pid()))
  then
    return v_head;
  end if;
  return null;
end
$pggit$;

comment on function pggit._own_head(text) is
  'The newest commit where this session has made it, or a history table has a row in it; null where it is a stranger''s.';
