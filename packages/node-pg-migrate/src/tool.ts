import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ToolNotFoundError } from './errors.js';
import type { StockRunner } from './options.js';

interface ToolModule {
  runner?: StockRunner;
  default?: StockRunner | ToolModule;
}

/**
 * The runner of the node-pg-migrate that the user installed: the one beside this package, which is
 * what a peer dependency means, else the one the working directory sees (this package linked from
 * elsewhere).
 *
 * @throws ToolNotFoundError when there is none
 */
export async function loadStockRunner(): Promise<StockRunner> {
  return pickRunner(await importTool());
}

async function importTool(): Promise<ToolModule> {
  try {
    return (await import('node-pg-migrate')) as ToolModule;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  try {
    const fromHere = createRequire(join(process.cwd(), '_'));
    return await import(pathToFileURL(fromHere.resolve('node-pg-migrate')).href);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new ToolNotFoundError({ cause: error });
  }
}

/** 6 is CommonJS with a default export, 7 has both names, 8 and 9 only `runner`. */
function pickRunner(tool: ToolModule): StockRunner {
  if (tool.runner !== undefined) return tool.runner;
  if (typeof tool.default === 'function') return tool.default;
  if (tool.default !== undefined) return pickRunner(tool.default);
  throw new ToolNotFoundError({ cause: new Error('node-pg-migrate exports no runner') });
}

function isNotFound(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
