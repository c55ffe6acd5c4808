import type { ManifestEntry, SqlFile } from '../src/engine/source.js';

const HEADER = '// Generated from the SQL tree by `npm run generate`: do not edit.\n';

/** On its own: who only asks for the version need not load the engine. */
export function renderVersion(version: string): string {
  return `${HEADER}
/** Version of the engine. */
export const ENGINE_VERSION = '${version}';
`;
}

/** The texts, each as a template literal: they read in a diff as they read in the tree. */
export function renderEngine(files: readonly SqlFile[]): string {
  const entries = files.map(
    ({ name, sql }) => `  {\n    name: '${name}',\n    sql: ${template(sql)},\n  },\n`,
  );
  return `${HEADER}import type { SqlFile } from '../engine/source.js';

/** Every file of the SQL tree. */
export const SQL_FILES: readonly SqlFile[] = [
${entries.join('')}];
`;
}

/** The manifest, one part a line: a changed function is a changed line. */
export function renderManifest(manifest: readonly ManifestEntry[]): string {
  const entries = manifest.map((entry) => `  ${JSON.stringify(entry)},\n`);
  return `${HEADER}import type { ManifestEntry } from '../engine/source.js';

/** What a catalog has of the engine once it is installed. */
export const MANIFEST: readonly ManifestEntry[] = [
${entries.join('')}];
`;
}

function template(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
