-- What a CQRS change came to outlives its changes, which a purge may fold into others.
alter table pggit.cqrs_records
  add column commit_id uuid, add column command_changes int, add column query_changes int;
comment on column pggit.cqrs_records.command_changes is
  'With query_changes and commit_id: as they were when a purge folded its changes; null while the journal tells.';

-- What a CQRS change within another one changes, both have changed.
alter table pggit.cqrs_record_changes drop constraint cqrs_record_changes_pkey;
alter table pggit.cqrs_record_changes add primary key (change_id, cqrs_change_id);
