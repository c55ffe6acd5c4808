import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Spread, spreadOf } from './statistics.js';

const WRITES = 200;

/** Milliseconds for a page to be written and known to be on the disk of `directory`. */
export async function syncTime(directory: string): Promise<Spread> {
  const path = join(directory, 'pggit-bench-sync');
  const file = await open(path, 'w');
  const page = Buffer.alloc(8_192, 1);
  const times: number[] = [];
  try {
    for (let write = 0; write < WRITES; write += 1) {
      const before = performance.now();
      await file.write(page, 0, page.length, write * page.length);
      await file.datasync();
      times.push(performance.now() - before);
    }
  } finally {
    await file.close();
    await rm(path);
  }
  return spreadOf(times);
}
