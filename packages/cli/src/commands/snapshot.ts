import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Snapshot, UnwrittenObject } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { CliError, UsageError } from '../errors/cli-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { counted } from '../format/text.js';
import { type Context, handler } from '../handler.js';

interface Options {
  readonly ref: string;
}

interface Written {
  readonly folder: string;
  readonly ref: string;
  readonly stateHash: string;
  readonly files: number;
  readonly unwritten: readonly UnwrittenObject[];
}

export function register(program: Command): void {
  define(program.command('snapshot'), {
    summary: 'write a state as a folder of SQL files',
    description:
      'Writes the definitions of a state as SQL files, one for each object, with a load.sql that loads ' +
      'them into an empty database with psql, where they give the same state hash. It takes any ref: ' +
      'what a commit recorded is enough. Roles are not written, nor is data. What SQL cannot be ' +
      'written for, such as the passwords of user mappings, is listed, as is what the database has of kinds ' +
      'that pggit does not record and what is needed without being tracked, and the exit code is 4.',
    examples: [
      { run: 'pggit snapshot schema/', to: 'to write the database as it is now into schema/' },
      {
        run: 'pggit snapshot schema-v1/ --ref v1',
        to: 'to write it as the commit with the tag v1 has it',
      },
      {
        run: 'psql -f schema/load.sql postgres://localhost/empty',
        to: 'to load it into an empty database',
      },
    ],
    json: {
      type: 'object',
      fields: {
        folder: 'as it was given',
        ref: 'as it was given',
        stateHash: 'of the state (hexadecimal); that of a database it was loaded into is the same',
        files: 'number of files',
        'unwritten[].kind': 'kind of an object that is not written, or not all of it',
        'unwritten[].identity': 'the object',
        'unwritten[].attributes': 'what is missing; absent where there is no file at all',
        'unwritten[].rule':
          'why it is not tracked; absent for what is, and for schemas that are gone',
      },
    },
    exitCodes: { [EXIT.findings]: 'something of the state could not be written' },
  })
    .argument('<folder>', 'where to; it must be empty or not be there')
    .option(
      '--ref <ref>',
      'live, HEAD, a branch, a tag, a commit id or the beginning of one',
      'live',
    )
    .action(handler<Options>('pggit_reader', run));
}

async function run({
  pggit,
  core,
  args,
  options: { ref },
  output,
}: Context<Options>): Promise<ExitCode | undefined> {
  const folder = args[0] ?? '';
  await assertEmpty(folder);
  const { objects, stateHash } = await pggit.state(ref);
  const { files, unwritten } = core.renderSnapshot(
    objects,
    `pggit snapshot of ${ref}, state ${stateHash}`,
    await pggit.ignoredObjects(),
  );
  await write(folder, files);
  const all = [...unwritten, ...(await unrecorded(pggit))];
  const written: Written = { folder, ref, stateHash, files: files.length, unwritten: all };
  output.result(written, render);
  for (const each of all) output.warn(telling(each));
  return all.length > 0 ? EXIT.findings : undefined;
}

/** What the database has now of kinds that no state has. */
async function unrecorded(pggit: Context<Options>['pggit']): Promise<UnwrittenObject[]> {
  const entries = await pggit.status();
  return entries.flatMap(({ state, kind, identity }) =>
    state === 'unmodelled' ? [{ kind: kind ?? '', identity: identity ?? '' }] : [],
  );
}

/** What is in the folder already would be taken for a part of the state. */
async function assertEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`cannot use ${folder}: ${error.message}`);
  });
  if (found.length === 0) return;
  throw new UsageError(`${folder} is not empty`, 'name a folder that is empty or not there');
}

async function write(folder: string, files: Snapshot['files']): Promise<void> {
  try {
    for (const { path, text } of files) {
      const file = join(folder, path);
      await makeFolder(dirname(resolve(file)));
      await writeFile(file, text);
    }
  } catch (error) {
    const message = `cannot write to ${folder}: ${(error as Error).message}`;
    throw new CliError({ code: 'error', message }, { cause: error });
  }
}

/** One by one: making them at once never ends where a folder says that there is none to make one in, as /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

function render({ folder, stateHash, files }: Written): string {
  return `wrote ${counted(files, 'file')} to ${folder}, state ${stateHash}`;
}

function telling({ kind, identity, attributes, rule }: UnwrittenObject): string {
  if (rule !== undefined) return `needed, but not tracked: ${kind} ${identity} (${rule})`;
  if (attributes === undefined) return `not written: ${kind} ${identity}`;
  return `not written of ${kind} ${identity}: ${attributes.join(', ')}`;
}
