/**
 * Writes cli-definition.json and docs/reference/cli.md from the command tree. `--check` writes
 * nothing and fails where a committed file is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgram } from '../src/program.js';
import { describeProgram } from './describe-program.js';
import { renderReference } from './render-reference.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DEFINITION = fileURLToPath(new URL('../cli-definition.json', import.meta.url));
const REFERENCE = fileURLToPath(new URL('../../../docs/reference/cli.md', import.meta.url));

const description = describeProgram(createProgram());
const files = {
  [DEFINITION]: `${JSON.stringify(description, null, 2)}\n`,
  [REFERENCE]: renderReference(description),
};
const check = process.argv.includes('--check');
for (const [path, text] of Object.entries(files)) {
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current.replaceAll('\r\n', '\n') === text) continue;
  const name = relative(ROOT, path).replaceAll('\\', '/');
  if (check) {
    console.error(`${name} is stale: run \`npm run generate\` and commit it`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`wrote ${name}`);
  }
}
