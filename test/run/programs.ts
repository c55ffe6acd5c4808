import { nodeProgram } from './pggit-run.js';

/**
 * Runs each line that is typed as SQL, over a new connection, and prints `ready` in the beginning and
 * `done` after each. An empty line ends it with 0, a statement that fails with 1.
 */
export const TYPED = nodeProgram(`
  import { createInterface } from 'node:readline';
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === '') process.exit(0);
    const client = new pg.Client(process.env.DATABASE_URL);
    client.on('error', () => {});
    await client.connect();
    await client.query(line);
    await client.end();
    console.log('done');
  }`);

/** Creates a table, prints `ready` and stays until a signal ends it. */
const LANDS_AND_STAYS = `
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query('create table if not exists public.landed ()');
  await client.end();
  console.log('ready');
  setInterval(() => {}, 1000);`;

/** Creates a table, prints `ready`, and then prints each signal; soon after one it ends with 0. */
export const PRINTS_SIGNALS = nodeProgram(`
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']) process.on(signal, () => {
    console.log('got ' + signal);
    setTimeout(() => process.exit(0), 300);
  });
  ${LANDS_AND_STAYS}`);

/** Creates a table, prints `ready` and waits until a signal ends it. */
export const WAITS = nodeProgram(LANDS_AND_STAYS);
