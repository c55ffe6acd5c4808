-- The columns of tables that other people's queries may use: what they hold, in psql and in the
-- reference. Applied anew on every upgrade, so that a text can become better without a schema migration.
-- Those that sql/schema comments on are not repeated.

comment on column pggit.commits.commit_id is
  'Id of the commit, unique beyond this database.';
comment on column pggit.commits.parent_ids is
  'The commits it follows, the one on its own branch first; empty for the first commit of a database.';
comment on column pggit.commits.branch is
  'The branch it was appended to.';
comment on column pggit.commits.message is
  'What it is about: given at the end of the deployment, else made from what changed.';
comment on column pggit.commits.author is
  'The login role of the session that made it.';
comment on column pggit.commits.committed_at is
  'When it was made; it is there for others once its transaction commits.';
comment on column pggit.commits.deployment_id is
  'The deployment it is of; null for a transaction outside any.';

comment on column pggit.blobs.hash is
  'sha256 of the kind and the canonical text, in UTF-8 where the text has a form in it.';
comment on column pggit.blobs.definition is
  'The text of the definition as jsonb writes it. Blanks at its end make the row long enough for PostgreSQL to compress it.';
comment on column pggit.blobs.blob_id is
  'Key of the row. A hash is there twice when two sessions stored the same definition at once.';
comment on column pggit.live_objects.column_ids is
  'Attribute number to the id a column keeps for life; null when each is the name.';

comment on column pggit.deployments.deployment_id is
  'Id of the deployment: what a session puts into the setting pggit.deployment to belong to it.';
comment on column pggit.deployments.name is
  'What whoever opened it called it.';
comment on column pggit.deployments.auto_commit is
  'Whether each transaction is a commit of its own as it lands.';
comment on column pggit.deployments.status is
  'open; completed: ended; failed: aborted; interrupted: its session was gone, and somebody closed it.';
comment on column pggit.deployments.reason is
  'Why it failed or was interrupted. Of a completed one: why its outcome is not confirmed; null where it is.';
comment on column pggit.deployments.commit_id is
  'Its commit, the last one with auto_commit; null while it is open and when nothing landed.';
comment on column pggit.deployments.held_lock is
  'The oid of a migration tool''s lock table, where the deployment is the time in which its lock is held; else null.';
comment on column pggit.deployments.opened_by is
  'The login role of the session that opened it.';
comment on column pggit.deployments.started_at is
  'When it was opened.';
comment on column pggit.deployments.ended_at is
  'When it was closed; null while it is open.';

comment on column pggit.external_migrations.link_id is
  'Number of the link, in the order in which links were written.';
comment on column pggit.external_migrations.migration_key is
  'The name that the tool knows the migration by.';
comment on column pggit.external_migrations.tool_name is
  'The migration tool, as in pggit.migration_tools.';
comment on column pggit.external_migrations.source is
  'The history table the row came from, as it is called now, for example public.pgmigrations; the tool''s name for links made by hand.';
comment on column pggit.external_migrations.pggit_commit_id is
  'The commit that holds what the migration changed; null until it is made.';
comment on column pggit.external_migrations.deployment_id is
  'The deployment it was part of; null outside any.';
comment on column pggit.external_migrations.run is
  'How many times the migration has gone in this direction, this time included.';
comment on column pggit.external_migrations.direction is
  'up: applied; down: taken back.';
comment on column pggit.external_migrations.description is
  'What the tool calls it in words; null where it has none.';
comment on column pggit.external_migrations.checksum is
  'The tool''s checksum of the file; null where it keeps none.';
comment on column pggit.external_migrations.applied_at is
  'When the history row was written.';
comment on column pggit.external_migrations.reverted_at is
  'Since when the history row is deleted or no longer counts as applied; null while it does, and after TRUNCATE or DROP of the history table, which revert no migration.';

comment on column pggit.branches.name is
  'Name of the branch.';
comment on column pggit.branches.commit_id is
  'The newest commit of the branch.';

comment on column pggit.tags.name is
  'The label.';
comment on column pggit.tags.commit_id is
  'A commit that carries it.';

comment on column pggit.migration_tools.telltale_column is
  'A column, never null, that gives the table away whatever it is called; null where its name is needed.';
comment on column pggit.migration_tools.lock_column is
  'The column that is true while a run of the tool holds its lock: the time between is a deployment; null for all but a lock.';
comment on column pggit.migration_tools.exec_type_column is
  'The column that says how the migration ran; null where the tool keeps none.';
comment on column pggit.external_migrations.exec_type is
  'How the tool says that it ran, for example EXECUTED, RERAN or MARK_RAN; null where it does not say.';

comment on column pggit.migration_tools.script_column is
  'The column with the file of the migration; null where the tool keeps none, or its key says it.';
comment on column pggit.external_migrations.script is
  'The file of the migration, where the tool keeps it beside its key.';
