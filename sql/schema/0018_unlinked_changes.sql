-- A history row takes along what its session has staged since the last one. In a long deployment nearly all
-- that is staged has its link already: the number of a change says from where to look (_write_link). The
-- link itself is in no index, so that giving a row one writes no index anew.
drop index pggit.changes_staged_idx;
create index changes_staged_idx on pggit.changes (deployment_id, backend_pid, change_id)
  where commit_id is null;
