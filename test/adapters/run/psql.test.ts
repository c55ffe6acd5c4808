import { clientPrograms } from '@pggit/testing';
import { describe } from 'vitest';
import { proveTool } from './prove-tool.js';

const programs = await clientPrograms();

const script = (file: string) => [
  'sh',
  '-c',
  `exec "$0" -X -q -v ON_ERROR_STOP=1 "$DATABASE_URL" -f "$1"`,
  `${programs?.folder}/psql`,
  file,
];

describe.skipIf(programs === undefined)('without any history table', () => {
  proveTool('psql -f', {
    project: 'psql',
    up: script('orders.sql'),
    down: script('drop.sql'),
    broken: script('broken.sql'),
    keys: [],
    changes: ['added index public.orders_customer_idx', 'added view public.customers'],
    landed: [],
  });
});
