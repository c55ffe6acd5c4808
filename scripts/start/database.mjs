import { install, pggit } from '@pggit/core';
import { withDatabase } from '@pggit/testing/server';
import pg from 'pg';

/** Makes a database, with pggit in it, and answers its URL. */
export async function createDatabase(server, name) {
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();

  const url = withDatabase(server.url, name);
  const report = await withPggit(url, async (git, client) => {
    const installed = await install(client);
    await git.configureTracking({ ignoreSchemas: ['query_cache', 'pg_temp%'] });
    return installed;
  });
  return { url, report };
}

/** Works with pggit in the database. */
export async function withPggit(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(pggit(client), client);
  } finally {
    await client.end();
  }
}
