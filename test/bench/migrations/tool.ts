import { fileURLToPath } from 'node:url';
import type { Cost } from '../measure/cost.js';
import { programCost } from '../measure/program.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const COMMANDS = {
  plain: `${root}node_modules/node-pg-migrate/bin/node-pg-migrate.js`,
  captured: `${root}packages/node-pg-migrate/dist/cli/bin.js`,
};

export interface Run {
  readonly command: keyof typeof COMMANDS;
  readonly url: string;
  /** Where the migrations are, as the tool wants it. */
  readonly arguments: readonly string[];
}

/** Migrates a database with the tool's own command, or the adapter's. @throws Error when it fails */
export function runTool(run: Run, postmaster: number): Promise<Cost> {
  return programCost(
    postmaster,
    process.execPath,
    [COMMANDS[run.command], 'up', ...run.arguments],
    {
      cwd: root,
      env: { ...process.env, DATABASE_URL: run.url },
    },
  );
}
