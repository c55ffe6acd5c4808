/** Everything a reader may ask, in a database that has a table public.a. */
export const READING_CALLS = [
  'select * from pggit.log()',
  'select * from pggit.show()',
  'select * from pggit.status()',
  "select pggit.state_hash('HEAD')",
  "select pggit.state_hash('live')",
  "select pggit.definition('table', 'public.a')",
  "select pggit.definition('table', 'public.a', 'HEAD')",
  'select * from pggit.objects()',
  "select * from pggit.objects('HEAD')",
  "select pggit.definition_difference('{}', null)",
  'select * from pggit.ignored_objects()',
  'select * from pggit.affected_views()',
  'select pggit.current_deployment()',
  'select * from pggit.deployment_report(gen_random_uuid())',
  'select * from pggit.orphaned_deployments()',
  'select * from pggit.commits',
  'select * from pggit.deployments',
  'select * from pggit.external_migrations',
  'select * from pggit.branches',
  'select * from pggit.tags',
  'select * from pggit.history_tables',
];

/** What takes a deployer: refused to readers, and to those without any role of pggit's. */
export const WORKING_CALLS = [
  "select pggit.begin_deployment('x')",
  'select pggit.end_deployment()',
  'select pggit.abort_deployment()',
  'select pggit.join_deployment(gen_random_uuid())',
  'select pggit.recover_deployments()',
  'select pggit.link_migration(1)',
  "select pggit.link_migration_key('1_a', 'umzug')",
];
