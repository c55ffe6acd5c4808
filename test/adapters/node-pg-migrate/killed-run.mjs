// Runs migrations and kills its own process the way kill -9 does: after the tool has committed,
// before the deployment ends. argv: database url, folder of the migrations. The adapter is the one
// of the project in the working directory.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [databaseUrl, dir] = process.argv.slice(2);
const fromProject = createRequire(`${process.cwd()}/_`);
const load = (name) => import(pathToFileURL(fromProject.resolve(name)).href);
const { runner } = await load('@pggit/node-pg-migrate');
const { default: pg } = await load('pg');

const client = new pg.Client(databaseUrl);
await client.connect();
const dbClient = {
  query(text, values) {
    if (String(text).includes('pggit.end_deployment')) process.kill(process.pid, 'SIGKILL');
    return client.query(text, values);
  },
};
await runner({ dbClient, dir, direction: 'up', migrationsTable: 'pgmigrations', verbose: false });
