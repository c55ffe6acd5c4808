import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ToolNotFoundError } from '../errors.js';

/**
 * The file of the stock CLI: of the node-pg-migrate that the working directory sees, which is what
 * `npx node-pg-migrate` would run, else of the one beside this package.
 *
 * @throws ToolNotFoundError when there is none
 */
export function findStockBin(): string {
  for (const from of [join(process.cwd(), '_'), import.meta.url]) {
    const manifest = findManifest(from);
    if (manifest === undefined) continue;
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    return join(dirname(manifest), typeof bin === 'string' ? bin : bin['node-pg-migrate']);
  }
  throw new ToolNotFoundError();
}

function findManifest(from: string): string | undefined {
  try {
    return createRequire(from).resolve('node-pg-migrate/package.json');
  } catch {
    return undefined;
  }
}

/**
 * Whether a file is node-pg-migrate's own command, reached directly or through node_modules/.bin.
 */
export function isStockBin(file: string | null | undefined): boolean {
  if (!file) return false;
  try {
    const manifest = join(dirname(realpathSync(file)), '..', 'package.json');
    return JSON.parse(readFileSync(manifest, 'utf8')).name === 'node-pg-migrate';
  } catch {
    return false;
  }
}

/** Whether this process is the stock CLI: as itself, or as `pggit-node-pg-migrate`. */
export function isStockCli(): boolean {
  const [, script] = process.argv;
  return isStockBin(script) || isOwnBin(script);
}

function isOwnBin(file: string | undefined): boolean {
  try {
    return !!file && realpathSync(file) === fileURLToPath(new URL('bin.js', import.meta.url));
  } catch {
    return false;
  }
}
