/** Marks the address of the module that stands in for node-pg-migrate. */
const MARK = '?pggit';

const OWN_CODE = new URL('../', import.meta.url).href;

/** What Node tells a resolve hook about an import. */
export interface ImportContext {
  readonly conditions: readonly string[];
  readonly parentURL?: string | undefined;
}

/** Every `import … from 'node-pg-migrate'` but our own; `require` is patched elsewhere. */
export function isRedirected(specifier: string, context: ImportContext): boolean {
  if (specifier !== 'node-pg-migrate' || !context.conditions.includes('import')) return false;
  return context.parentURL?.startsWith(OWN_CODE) !== true;
}

export function marked(url: string): string {
  return url + MARK;
}

/** The address of the real module behind a marked one. */
export function unmarked(url: string): string | undefined {
  return url.endsWith(MARK) ? url.slice(0, -MARK.length) : undefined;
}

/** The module that stands in: everything of the real one, with the runner swapped. */
export function standIn(url: string, hasDefault: boolean): string {
  const real = JSON.stringify(url);
  const swap = JSON.stringify(new URL('swap.js', import.meta.url).href);
  const lines = [
    `import * as real from ${real};`,
    `import { swapExports, swapRunner } from ${swap};`,
    `export * from ${real};`,
    'export const runner = real.runner && swapRunner(real.runner);',
  ];
  if (hasDefault) lines.push('export default swapExports(real.default);');
  return lines.join('\n');
}

/** CommonJS always has a default export when imported; an ES module when it says so. */
export function hasDefaultExport(format: string | null | undefined, source: unknown): boolean {
  return format === 'commonjs' || /\bas default\b|\bexport default\b/.test(String(source));
}
