// `npm start`: pggit on a real database, from nothing. Starts an embedded PostgreSQL 17, installs pggit, migrates the
// metering fixture with node-pg-migrate in three runs, one of which fails, and shows what pggit knows afterwards.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runner } from '@pggit/node-pg-migrate';
import { startEmbeddedServer } from '@pggit/testing/server';
import { createDatabase, withPggit } from './start/database.mjs';
import { growWithJvmTools } from './start/jvm-tools.mjs';
import { show, step, terminal } from './start/terminal.mjs';

const fixture = fileURLToPath(new URL('../fixtures/node-pg-migrate/', import.meta.url));

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

  step('Installing pggit');
  const { url, report } = await createDatabase(server, 'metering');
  console.log(
    `engine ${report.engineVersion}, ${report.mode} mode, baseline ${report.baselineCommit}`,
  );

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
  show({ url }, 'log');
  step('One deployment with its changes');
  show({ url }, 'show', 'billing');
  step('Every row of the history table, linked to its commit');
  show({ url }, 'migrations');
  step('What is not tracked, and why');
  for (const { kind, identity, rule } of await withPggit(url, (git) => git.ignoredObjects())) {
    console.log(`${kind} ${identity}: ${rule}`);
  }
  console.log('REFRESH MATERIALIZED VIEW (any view): never changes a definition');
  step('Does HEAD equal the catalog?');
  show({ url }, 'status');

  const databases = [['node-pg-migrate', url], ...(await growWithJvmTools(server))];
  if (databases.length > 1) {
    step('Did the three tools make the same? The hashes of the states');
    for (const [name, grown] of databases) {
      console.log(`${await withPggit(grown, (git) => git.stateHash())}  ${name}`);
    }
  }

  if (terminal) {
    step('What is here is yours until Ctrl-C');
    for (const [name, grown] of databases) console.log(`${grown}  ${name}`);
    console.log(`\n  npx pggit log --url '${url}'`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  }
  await server.dispose();
}

await main();
