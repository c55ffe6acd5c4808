-- Leads every commit at once to the deployments that ended while others held the branch, and still lack
-- the commit with their message and tags. There is hardly ever one.
create index deployments_uncommitted_idx on pggit.deployments (deployment_id)
  where commit_id is null and status <> 'open';
