import { proveTool } from './prove-tool.js';

const migrate = [process.execPath, 'migrate.mjs'];

proveTool('Kysely', {
  project: 'kysely',
  up: [...migrate, 'up'],
  down: [...migrate, 'down'],
  broken: [...migrate, 'up'],
  source: 'public.kysely_migration',
  keys: ['2025-01-10-orders', '2025-01-11-totals'],
});
