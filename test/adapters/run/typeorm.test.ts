import { bin, proveTool } from './prove-tool.js';

const typeorm = (command: string) => [bin('typeorm'), command, '-d', 'data-source.js'];

proveTool('TypeORM', {
  project: 'typeorm',
  up: typeorm('migration:run'),
  down: typeorm('migration:revert'),
  broken: typeorm('migration:run'),
  source: 'public.migrations',
  keys: ['Orders1736500000000', 'Totals1736600000000'],
  landed: ['Orders1736500000000'],
});
