-- Who declared a history table, or registered a tool: rows of a table are linked, and so shown to every
-- reader of pggit, only where that role may read it. What was declared before is left as it is.

alter table pggit.watched_tables add column requested_by name;
comment on column pggit.watched_tables.requested_by is
  'The role that declared the table by hand, which must be able to read it; null for nobody in particular.';

alter table pggit.migration_tools add column registered_by name;
comment on column pggit.migration_tools.registered_by is
  'The role that registered the tool, which must be able to read its tables; null for pggit''s own.';
