/**
 * Swaps node-pg-migrate's runner for the recording one in this process:
 * `NODE_OPTIONS="--import @pggit/node-pg-migrate/register" node-pg-migrate up`.
 */
import Module from 'node:module';
import { hasDefaultExport, isRedirected, marked, standIn, unmarked } from './redirect.js';
import { patchRequire } from './require.js';

interface Resolved {
  url: string;
}
interface Loaded {
  format?: string | null;
  source?: unknown;
}
type Next<C, R> = (subject: string, context?: C) => R;

/** `module.registerHooks` is missing from the types of Node 20. */
interface SyncHooks {
  registerHooks?(hooks: {
    resolve(
      specifier: string,
      context: { conditions: string[]; parentURL?: string },
      next: Next<object, Resolved>,
    ): Resolved;
    load(url: string, context: object, next: Next<object, Loaded>): Loaded;
  }): unknown;
}

const { registerHooks } = Module as unknown as SyncHooks;
const major = Number.parseInt(process.versions.node, 10);

// 26 deprecates `register`. Before it, synchronous hooks keep the `require` of an imported CommonJS
// file from the patch below.
if (registerHooks === undefined || major < 26) {
  Module.register('./hooks.js', import.meta.url);
} else {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      return isRedirected(specifier, context)
        ? { ...resolved, url: marked(resolved.url) }
        : resolved;
    },
    load(url, context, next) {
      const real = unmarked(url);
      if (real === undefined) return next(url, context);
      const { format, source } = next(real, { ...context, format: undefined });
      return {
        format: 'module',
        source: standIn(real, hasDefaultExport(format, source)),
        shortCircuit: true,
      } as Loaded;
    },
  });
}

patchRequire();
