/**
 * Loader hooks of Node before 26, which run in a thread of their own. Newer versions get the same
 * in `register.ts`.
 */
import type { LoadHook, ResolveHook } from 'node:module';
import { hasDefaultExport, isRedirected, marked, standIn, unmarked } from './redirect.js';

export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  return isRedirected(specifier, context) ? { ...resolved, url: marked(resolved.url) } : resolved;
};

export const load: LoadHook = async (url, context, next) => {
  const real = unmarked(url);
  if (real === undefined) return next(url, context);
  const { format, source } = await next(real, { ...context, format: undefined });
  return {
    format: 'module',
    source: standIn(real, hasDefaultExport(format, source)),
    shortCircuit: true,
  };
};
