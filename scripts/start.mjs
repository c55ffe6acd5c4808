// `npm start`: pggit on a real database, from nothing. Starts an embedded PostgreSQL 17, installs pggit, migrates the
// metering fixture with node-pg-migrate in three runs, one of which fails, and shows what pggit knows afterwards.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { install, pggit } from '@pggit/core';
import { runner } from '@pggit/node-pg-migrate';
import { startEmbeddedServer, withDatabase } from '@pggit/testing/server';
import pg from 'pg';

const fixture = fileURLToPath(new URL('../fixtures/node-pg-migrate/', import.meta.url));
const cli = fileURLToPath(new URL('../packages/cli/dist/index.js', import.meta.url));
const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);

/** A heading between the steps of the story. */
function step(text) {
  const heading = `== ${text}`;
  console.log(`\n${terminal ? styleText('bold', heading) : heading}`);
}

/** Runs the pggit command on the database and prints the command with what it says. */
function show(url, ...args) {
  console.log(`$ pggit ${args.join(' ')}`);
  spawnSync(process.execPath, [cli, ...args, '--url', url], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** One run of node-pg-migrate through the adapter; its own chatter is left out. */
async function migrate(databaseUrl, dir, options) {
  const quiet = () => {};
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const ran = await runner({
    databaseUrl,
    dir,
    direction: 'up',
    migrationsTable: 'pgmigrations',
    logger,
    useGlob: true,
    ...options,
  });
  console.log(`node-pg-migrate: ${ran.length} migrations applied`);
}

async function main() {
  step('Starting an embedded PostgreSQL 17');
  const server = await startEmbeddedServer({ major: 17 });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create database metering');
  await admin.end();
  const url = withDatabase(server.url, 'metering');
  const client = new pg.Client({ connectionString: url });
  await client.connect();

  step('Installing pggit');
  const report = await install(client);
  console.log(
    `engine ${report.engineVersion}, ${report.mode} mode, baseline ${report.baselineCommit}`,
  );
  await pggit(client).configureTracking({ ignoreSchemas: ['query_cache', 'pg_temp%'] });

  step('Run 1: the first 21 migrations');
  await migrate(url, `${fixture}migrations/*`, { count: 21, pggit: { name: 'first release' } });

  step('Run 2: the rest, one of which is broken');
  await migrate(url, `${fixture}{migrations,broken}/*`, { pggit: { name: 'price history' } }).catch(
    (error) => {
      console.log(`node-pg-migrate: ${error.message}`);
    },
  );

  step('Run 3: the same, repaired');
  await migrate(url, `${fixture}{migrations,repaired}/*`, {
    pggit: { name: 'price history, repaired', tags: ['billing'], refresh: 'affected' },
  });

  step('What pggit knows: the history');
  show(url, 'log');
  step('One deployment with its changes');
  show(url, 'show', 'billing');
  step('Every row of the history table, linked to its commit');
  show(url, 'migrations');
  step('What is not tracked, and why');
  for (const { kind, identity, rule } of await pggit(client).ignoredObjects()) {
    console.log(`${kind} ${identity}: ${rule}`);
  }
  console.log('REFRESH MATERIALIZED VIEW (any view): never changes a definition');
  step('Does HEAD equal the catalog?');
  show(url, 'status');
  await client.end();

  if (terminal) {
    step('The database is yours until Ctrl-C');
    console.log(`${url}\n\n  npx pggit log --url '${url}'`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  }
  await server.dispose();
}

await main();
