/**
 * Writes docs/reference/sql.md with a page for each function in sql/, and internals.md: every function,
 * type, view and table of the engine, from their comments and docs/examples. `--check` writes nothing and
 * fails where the committed pages are stale.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { bundledEngine } from '../src/engine/bundled.js';
import { installEngine } from '../src/installer/install.js';
import { inScratch } from './in-scratch.js';
import { readFolder } from './read-folder.js';
import { type Guide, renderFunction, type Surroundings } from './reference/function-page.js';
import { readReference } from './reference/read.js';
import { isInIndex, isPrivate, renderInterface, renderInternals } from './reference/render.js';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));

async function main(check: boolean): Promise<void> {
  const wanted = await pages();
  const found = new Map(
    (await readFolder(`${DOCS}reference`, '.md'))
      .filter(({ name }) => wanted.has(name) || name.startsWith('sql/'))
      .map(({ name, sql }) => [name, sql]),
  );
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  for (const name of names.filter((one) => wanted.get(one) !== found.get(one))) {
    const text = wanted.get(name);
    const path = `${DOCS}reference/${name}`;
    if (check) {
      console.error(`docs/reference/${name} is stale: run \`npm run generate\` and commit it`);
      process.exitCode = 1;
    } else if (text === undefined) {
      await rm(path);
    } else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }
}

/** The pages by their path in docs/reference. */
async function pages(): Promise<ReadonlyMap<string, string>> {
  const reference = await inScratch(async (client) => {
    await installEngine(client, bundledEngine);
    return readReference(client, bundledEngine);
  });
  const surroundings: Surroundings = {
    functions: reference.functions.filter((one) => !isPrivate(one)),
    relations: reference.relations.filter(isInIndex),
    examples: new Map(
      (await readFolder(`${DOCS}examples`, '.sql')).map(({ name, sql }) => [name, sql]),
    ),
    guides: await readGuides(),
  };
  return new Map([
    ['sql.md', renderInterface(reference)],
    ['internals.md', renderInternals(reference)],
    ...surroundings.functions.map((one): [string, string] => [
      `sql/${one.name}.md`,
      renderFunction(one, surroundings),
    ]),
  ]);
}

/** The pages that somebody reads who wants to get something done. */
async function readGuides(): Promise<Guide[]> {
  const folders = ['tutorials', 'how-to', 'explanation'].map(async (folder) => {
    const files = await readFolder(DOCS + folder, '.md');
    return files.map(({ name, sql }) => ({ path: `${folder}/${name}`, text: sql }));
  });
  return (await Promise.all(folders)).flat();
}

await main(process.argv.includes('--check'));
