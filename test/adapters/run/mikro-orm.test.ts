import { proveTool } from './prove-tool.js';

proveTool('MikroORM 6', {
  project: 'mikro-orm',
  up: [process.execPath, 'migrate.js', 'up'],
  down: [process.execPath, 'migrate.js', 'down'],
  broken: [process.execPath, 'migrate.js', 'up'],
  source: 'public.mikro_orm_migrations',
  keys: ['Migration20250110090000', 'Migration20250111090000'],
});
