import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cost } from '../measure/cost.js';
import { programCost } from '../measure/program.js';

/** Where the packages and their tools are. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** node-pg-migrate's own command. */
export const NODE_PG_MIGRATE = join(ROOT, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js');

/** A program that migrates a database: that in DATABASE_URL, or wherever `env` puts it. */
export interface Command {
  /** A script for Node; or `file`, any program. */
  readonly script?: string;
  readonly file?: string;
  readonly arguments?: readonly string[];
  readonly env?: Environment | ((url: string) => Environment);
  readonly cwd?: string;
}

type Environment = Readonly<Record<string, string>>;

/** Migrates a database. @throws Error when the command fails */
export function runTool(
  { script, file = process.execPath, arguments: given = [], env = {}, cwd = ROOT }: Command,
  url: string,
  postmaster: number,
): Promise<Cost> {
  return programCost(postmaster, file, script === undefined ? given : [script, ...given], {
    cwd,
    env: { ...process.env, DATABASE_URL: url, ...(typeof env === 'function' ? env(url) : env) },
  });
}
