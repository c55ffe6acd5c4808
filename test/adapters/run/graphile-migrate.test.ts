import { bin, proveTool } from './prove-tool.js';

proveTool('graphile-migrate', {
  project: 'graphile-migrate',
  up: [bin('graphile-migrate'), 'migrate'],
  broken: [bin('graphile-migrate'), 'migrate', '--config', 'broken.gmrc'],
  source: 'graphile_migrate.migrations',
  keys: ['000001.sql', '000002.sql'],
  landed: ['000001.sql'],
});
