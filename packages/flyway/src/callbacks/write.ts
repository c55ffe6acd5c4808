import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ForeignFileError } from '../errors.js';
import { type CallbackOptions, callbackFile, callbackSql, EVENTS, MARK } from './callback.js';

/** What became of a callback. */
export interface WrittenCallback {
  readonly file: string;
  readonly action: 'written' | 'replaced' | 'unchanged';
}

/**
 * Writes the callbacks into a folder, which is made where there is none. Those that are as they should be
 * stay untouched.
 *
 * @param check - writes nothing and only tells
 * @throws ForeignFileError when a file of that name is somebody else's; then nothing was written
 */
export async function writeCallbacks(
  folder: string,
  options: CallbackOptions & { readonly check?: boolean | undefined } = {},
): Promise<WrittenCallback[]> {
  const planned = await Promise.all(
    EVENTS.map(async (event) => {
      const file = join(folder, callbackFile(event));
      const text = callbackSql(event, options);
      return { file, text, action: actionFor(file, text, await contentsOf(file)) };
    }),
  );
  if (!options.check) {
    await mkdir(folder, { recursive: true });
    for (const { file, text, action } of planned) {
      if (action !== 'unchanged') await writeFile(file, text);
    }
  }
  return planned.map(({ file, action }) => ({ file, action }));
}

function actionFor(
  file: string,
  text: string,
  existing: string | undefined,
): WrittenCallback['action'] {
  if (existing === undefined) return 'written';
  // Git may have changed the ends of its lines.
  if (existing.replaceAll('\r\n', '\n') === text) return 'unchanged';
  if (!existing.startsWith(MARK)) throw new ForeignFileError(file);
  return 'replaced';
}

async function contentsOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
