import type { TestProject } from 'vitest/node';
import {
  closeAsTemplate,
  createDatabase,
  dropEverythingOf,
  withClient,
} from '../database/databases.js';
import { installEngine } from '../database/engine.js';
import { uniqueName } from '../names.js';
import { withDatabase } from '../server/url.js';
import { serverFromEnvironment } from './server-from-environment.js';

/**
 * Starts the server of a run and builds the template database that every test database with the
 * engine is a copy of. Vitest calls it once for each project that has test files to run.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const server = await serverFromEnvironment(project.config.env?.PGGIT_TEST_PG_MAJOR);
  const adminUrl = server.url;
  const prefix = `${uniqueName('pggit')}_`;
  const template = `${prefix}template`;
  try {
    const major = await majorOf(adminUrl);
    await withClient(adminUrl, (admin) => createDatabase(admin, template));
    const templateFailure = await installInto(withDatabase(adminUrl, template));
    await closeAsTemplate(adminUrl, template);
    project.provide('pggitRun', {
      adminUrl,
      major,
      prefix,
      template,
      templateFailure,
      serverStays: server.stays,
    });
  } catch (error) {
    await server.dispose();
    throw error;
  }
  return async () => {
    await dropEverythingOf(adminUrl, prefix);
    await server.dispose();
  };
}

async function majorOf(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  });
}

/** A broken engine must not take down the tests which do without it: the failure is kept for later. */
async function installInto(url: string): Promise<string | undefined> {
  try {
    await installEngine(url);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
