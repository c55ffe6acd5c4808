/**
 * Writes src/generated/ from the SQL tree: its texts, and the manifest of what they make of a real
 * catalog. `--check` writes nothing and fails where the committed files are stale.
 *
 * A server is started only when something that decides about the outcome has changed.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createEngineSource } from '../src/engine/create-engine-source.js';
import { describeEngine } from '../src/engine/describe-engine.js';
import { hashOf, hashOfFiles } from './hash.js';
import { inScratch } from './in-scratch.js';
import { readFolder } from './read-folder.js';
import { renderEngine, renderManifest, renderVersion } from './render.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const STAMP = 'stamp.json';
const GENERATED = here('../src/generated/');

/** Where the outcome comes from, and what it was when it was written. */
interface Stamp {
  readonly inputs: string;
  readonly outputs: string;
}

async function main(check: boolean): Promise<void> {
  const files = await readFolder(here('../../../sql'), '.sql');
  const version = JSON.parse(await readFile(here('../package.json'), 'utf8')).version;
  const inputs = await hashOfInputs(files, version);
  if (await isCurrent(inputs)) {
    console.log('src/generated is up to date');
    return;
  }
  if (check) {
    throw new Error('packages/core/src/generated is stale: run `npm run generate` and commit it');
  }
  const started = performance.now();
  const source = createEngineSource(files, version);
  const engine = await inScratch((client) => describeEngine(client, source));
  const outputs = {
    'version.ts': renderVersion(version),
    'engine.ts': renderEngine(files),
    'manifest.ts': renderManifest(engine.manifest),
  };
  const stamp: Stamp = { inputs, outputs: hashOfTexts(Object.values(outputs)) };
  for (const [name, text] of Object.entries(outputs)) await replace(GENERATED + name, text);
  await replace(GENERATED + STAMP, `${JSON.stringify(stamp, null, 2)}\n`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${files.length} files, ${engine.manifest.length} parts, ${seconds} s`);
}

/** The SQL, its version, and the code that reads catalogs and writes files. */
async function hashOfInputs(
  files: Awaited<ReturnType<typeof readFolder>>,
  version: string,
): Promise<string> {
  const code = [
    ...(await readFolder(here('../src/catalog'), '.ts')),
    ...(await readFolder(here('../src/engine'), '.ts')),
    ...(await readFolder(here('.'), '.ts')),
  ].filter(({ name }) => !name.endsWith('.test.ts'));
  return hashOf([version, hashOfFiles(files), hashOfFiles(code)].join('\n'));
}

/** Also false where somebody edited the generated files by hand. */
async function isCurrent(inputs: string): Promise<boolean> {
  const read = (name: string) => readFile(GENERATED + name, 'utf8').catch(() => '');
  const stamp: Partial<Stamp> = JSON.parse((await read(STAMP)) || '{}');
  const outputs = hashOfTexts([
    await read('version.ts'),
    await read('engine.ts'),
    await read('manifest.ts'),
  ]);
  return stamp.inputs === inputs && stamp.outputs === outputs;
}

/** In one step: a build that runs beside this one must not read half a file. */
async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}

function hashOfTexts(texts: readonly string[]): string {
  return hashOf(texts.map((text) => text.replaceAll('\r\n', '\n')).join('\n'));
}

try {
  await main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
