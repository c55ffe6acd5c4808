import Module from 'node:module';
import { isStockBin } from './stock-bin.js';
import { swapExports } from './swap.js';

interface Parent {
  readonly filename?: string | null;
}

type Load = (
  this: unknown,
  request: string,
  parent: Parent | undefined,
  ...rest: unknown[]
) => unknown;

/**
 * Makes `require('node-pg-migrate')`, and the `require('../dist')` of 6.2's own bin, return the
 * swapped runner.
 */
export function patchRequire(): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = function (request, parent, ...rest) {
    const exports = load.call(this, request, parent, ...rest);
    return isTool(request, parent) ? swapExports(exports) : exports;
  };
}

function isTool(request: string, parent: Parent | undefined): boolean {
  if (request === 'node-pg-migrate') return true;
  return request === '../dist' && isStockBin(parent?.filename);
}
