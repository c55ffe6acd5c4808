import { proveTool } from './prove-tool.js';

proveTool('postgres-migrations', {
  project: 'postgres-migrations',
  up: [process.execPath, 'migrate.mjs'],
  broken: [process.execPath, 'migrate.mjs'],
  source: 'public.migrations',
  // The first is the tool's own: it creates its table.
  keys: ['create-migrations-table', 'orders', 'totals'],
  landed: ['create-migrations-table', 'orders'],
});
