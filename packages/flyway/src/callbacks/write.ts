import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ForeignFileError } from '../errors.js';
import {
  type CallbackOptions,
  callbackFile,
  callbackSql,
  EVENTS,
  MARK,
  REFRESH_FILE,
  refreshCallbackSql,
} from './callback.js';

/** What became of a callback. */
export interface WrittenCallback {
  readonly file: string;
  readonly action: 'written' | 'replaced' | 'unchanged' | 'removed';
}

interface PlannedCallback extends WrittenCallback {
  readonly text: string;
}

/**
 * Writes the callbacks into a folder, which is made where there is none. Those that are as they should be
 * stay untouched; one that refreshes, and is not asked for any more, is removed.
 *
 * @param check - writes nothing and only tells
 * @throws ForeignFileError when a file of that name is somebody else's; then nothing was written
 */
export async function writeCallbacks(
  folder: string,
  options: CallbackOptions & { readonly check?: boolean | undefined } = {},
): Promise<WrittenCallback[]> {
  const wanted = EVENTS.map((event) => ({
    file: join(folder, callbackFile(event)),
    text: callbackSql(event, options),
  }));
  const refreshing = { file: join(folder, REFRESH_FILE), text: refreshCallbackSql() };
  const isRefreshing = options.refresh === 'affected';
  const planned: PlannedCallback[] = await Promise.all(
    [...wanted, ...(isRefreshing ? [refreshing] : [])].map(async ({ file, text }) => {
      return { file, text, action: actionFor(file, text, await contentsOf(file)) };
    }),
  );
  if (!isRefreshing && (await contentsOf(refreshing.file))?.startsWith(MARK)) {
    planned.push({ ...refreshing, action: 'removed' });
  }
  if (!options.check) {
    await mkdir(folder, { recursive: true });
    for (const { file, text, action } of planned) {
      if (action === 'removed') await rm(file);
      else if (action !== 'unchanged') await writeFile(file, text);
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
