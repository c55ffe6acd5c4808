import { bin, proveTool } from './prove-tool.js';

proveTool('Knex', {
  project: 'knex',
  up: [bin('knex'), 'migrate:latest'],
  down: [bin('knex'), 'migrate:down'],
  broken: [bin('knex'), 'migrate:latest'],
  source: 'public.knex_migrations',
  keys: ['20250110090000_orders.js', '20250111090000_totals.js'],
});
