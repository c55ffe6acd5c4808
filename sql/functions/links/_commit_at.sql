-- The commit that a migration applied at a certain time belongs to, when nothing but the time is known:
-- the first one, of all there was, for a time before it and for no time at all; else the newest there was
-- then. In manual mode changes are captured after they were made: the first commit since.

create or replace function pggit._commit_at(p_time timestamptz)
returns pggit.commits
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit pggit.commits;
begin
  if p_time is not null and pggit._is_manual_mode() then
    select c.* into v_commit
    from pggit.commits c where c.committed_at >= p_time
    order by c.commit_number limit 1;
  elsif p_time is not null then
    select c.* into v_commit
    from pggit.commits c where c.committed_at <= p_time
    order by c.commit_number desc limit 1;
  end if;
  if v_commit.commit_id is null then
    select c.* into v_commit
    from pggit.commits c
    where c.parent_ids = '{}'
    order by c.commit_number limit 1;
  end if;
  return v_commit;
end
$pggit$;

comment on function pggit._commit_at(timestamptz) is
  'The commit that a migration applied at that time belongs to; the first one where the time is not known.';
