import { bin, proveTool } from './prove-tool.js';

const migrate = (direction: string, folder: string) => [
  bin('node-pg-migrate'),
  direction,
  '--migrations-dir',
  folder,
  '--no-single-transaction',
];

proveTool("node-pg-migrate's own command", {
  project: 'node-pg-migrate-cli',
  up: migrate('up', 'migrations'),
  down: migrate('down', 'migrations'),
  broken: migrate('up', 'broken'),
  source: 'public.pgmigrations',
  keys: ['1736500000000_orders', '1736600000000_totals'],
  landed: ['1736500000000_orders'],
});
