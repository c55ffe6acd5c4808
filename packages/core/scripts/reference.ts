/**
 * Writes docs/reference/sql.md and internals.md: every function, type, view and table of the engine, from
 * their comments. `--check` writes nothing and fails where the committed pages are stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundledEngine } from '../src/engine/bundled.js';
import { installEngine } from '../src/installer/install.js';
import { inScratch } from './in-scratch.js';
import { readReference } from './reference/read.js';
import { renderInterface, renderInternals } from './reference/render.js';

const FOLDER = fileURLToPath(new URL('../../../docs/reference/', import.meta.url));

async function main(check: boolean): Promise<void> {
  const reference = await inScratch(async (client) => {
    await installEngine(client, bundledEngine);
    return readReference(client, bundledEngine);
  });
  const pages = {
    'sql.md': renderInterface(reference),
    'internals.md': renderInternals(reference),
  };
  for (const [name, text] of Object.entries(pages)) {
    const found = await readFile(FOLDER + name, 'utf8').catch(() => '');
    if (found.replaceAll('\r\n', '\n') === text) continue;
    if (!check) {
      await writeFile(FOLDER + name, text);
      continue;
    }
    console.error(`docs/reference/${name} is stale: run \`npm run generate\` and commit it`);
    process.exitCode = 1;
  }
}

await main(process.argv.includes('--check'));
