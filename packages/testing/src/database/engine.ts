import { withClient } from './databases.js';

interface EnginePackage {
  install(db: unknown): Promise<unknown>;
}

/**
 * Installs pggit into the database at `url`, through the package a user would use. Loaded by name
 * and late: core's own tests and scripts depend on this package, so it cannot depend on core.
 */
export async function installEngine(url: string): Promise<void> {
  const name = '@pggit/core';
  const core = (await import(name)) as EnginePackage;
  await withClient(url, (client) => core.install(client));
}
