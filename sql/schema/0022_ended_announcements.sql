-- A migration that was announced and one that is over look the same to a session whose settings are gone:
-- RESET ALL and DISCARD ALL take them, in a migration as well as after it.

alter table pggit.announced_migrations add column ended_at timestamptz;
comment on column pggit.announced_migrations.ended_at is
  'When the session was done with the migration; null while it is at work on it.';

-- Links that say another commit than those that hold their changes: the changes were staged when
-- the link was written, and it was given the newest commit.
update pggit.external_migrations m set pggit_commit_id = l.commit_id
from (
  select distinct on (c.link_id) c.link_id, k.commit_id
  from pggit.changes c
  join pggit.commits k on k.commit_id = c.commit_id
  where c.link_id is not null
  order by c.link_id, k.commit_number desc
) l
where m.link_id = l.link_id
  and m.pggit_commit_id is distinct from l.commit_id
  and not exists (
    select from pggit.changes c
    where c.link_id = m.link_id and c.commit_id is not distinct from m.pggit_commit_id);
