-- Less to write and to look up for every captured statement.
--
-- Marks need no key: the transaction that writes them is the only one that reads them, and equal ones
-- are folded when they are read. The table is unlogged, so no publication takes it along.
alter table pggit.dirty_objects drop constraint dirty_objects_pkey;
drop trigger if exists finish_transaction on pggit.dirty_objects;
alter table pggit.dirty_objects drop column is_first, drop column occurrence;
create index dirty_objects_transaction_idx on pggit.dirty_objects (transaction_id, flush);
comment on column pggit.dirty_objects.flush is
  'How many times the transaction has described its marks before, so that none is read twice.';
comment on column pggit.dirty_objects.classid is
  'Catalog of the object. Zero in the one row of a transaction that queues the description for its end.';

-- One index finds staged changes by deployment, and in it by session: three did before.
drop index pggit.changes_unlinked_idx, pggit.changes_staged_deployment_idx,
  pggit.changes_staged_transaction_idx;
create index changes_staged_idx on pggit.changes (deployment_id, backend_pid)
  where commit_id is null;
