-- What is staged has an index of its own. In that of commits it only was in the way: a planner that knows
-- little of the journal found all that is staged there, where it had to find what is staged since.
drop index pggit.changes_commit_idx;
create index changes_commit_idx on pggit.changes (commit_id) where commit_id is not null;
