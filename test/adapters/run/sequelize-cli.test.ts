import { bin, proveTool } from './prove-tool.js';

const sequelize = [bin('sequelize-cli'), '--env', 'development'];

proveTool('sequelize-cli', {
  project: 'sequelize-cli',
  up: [...sequelize, 'db:migrate'],
  down: [...sequelize, 'db:migrate:undo'],
  broken: [...sequelize, 'db:migrate'],
  source: 'public."SequelizeMeta"',
  keys: ['20250110090000-orders.js', '20250111090000-totals.js'],
  landed: ['20250110090000-orders.js'],
});
