import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { proveTool } from './prove-tool.js';

/** Drizzle's rows hold no name, only the hash of the file. */
const keys = ['0000_orders.sql', '0001_totals.sql'].map((file) => {
  const url = new URL(`../../../fixtures/drizzle/migrations/${file}`, import.meta.url);
  return createHash('sha256').update(readFileSync(url)).digest('hex');
});

for (const driver of ['node-postgres', 'postgres-js']) {
  proveTool(`Drizzle on ${driver}`, {
    project: 'drizzle',
    up: [process.execPath, `${driver}.mjs`],
    broken: [process.execPath, `${driver}.mjs`],
    source: 'drizzle.__drizzle_migrations',
    keys,
    changes: ['added index public.orders_customer_idx'],
  });
}
