import { bin, proveTool } from './prove-tool.js';

const migrate = (command: string, folder: string) => [
  bin('db-migrate'),
  command,
  '--env',
  'dev',
  '--migrations-dir',
  folder,
];

proveTool('db-migrate', {
  project: 'db-migrate',
  up: migrate('up', 'migrations'),
  down: migrate('down', 'migrations'),
  broken: migrate('up', 'broken'),
  source: 'public.migrations',
  keys: ['/20250110090000-orders', '/20250111090000-totals'],
  landed: ['/20250110090000-orders'],
});
