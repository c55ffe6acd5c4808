import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder in the user's cache, which is filled on the first call on a machine. Several processes may do
 * that at once: the last step is one rename.
 *
 * @param name of the folder, another one for other contents
 * @param fill gets an empty folder and answers the one to keep: that, or one in it
 */
export async function cached(
  name: string,
  fill: (scratch: string) => Promise<string>,
): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pggit');
  const kept = join(cache, name);
  if (await exists(kept)) return kept;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, 'fetch-'));
  try {
    await rename(await fill(scratch), kept).catch(async (error: unknown) => {
      if (!(await exists(kept))) throw error; // or another process was first
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return kept;
}

async function exists(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  );
}
