import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cached } from './cached.js';

describe('cached', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'pggit-cached-'));
    vi.stubEnv('XDG_CACHE_HOME', home);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });

  const fill = (text: string) => async (scratch: string) => {
    const inner = join(scratch, 'inner');
    await mkdir(inner);
    await writeFile(join(inner, 'file'), text);
    return inner;
  };

  it('fills a folder once, and leaves nothing beside it', async () => {
    const folder = await cached('tool-1', fill('first'));
    expect(await cached('tool-1', fill('second'))).toBe(folder);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('first');
    expect(await readdir(join(home, 'pggit'))).toEqual(['tool-1']);
  });

  it('may be asked for by several at once', async () => {
    const folders = await Promise.all(['a', 'b', 'c'].map((text) => cached('tool-1', fill(text))));
    expect(new Set(folders).size).toBe(1);
    expect(await readdir(join(home, 'pggit'))).toEqual(['tool-1']);
  });

  it('keeps nothing of what failed', async () => {
    const failing = async (scratch: string) => {
      await fill('half')(scratch);
      throw new Error('no network');
    };
    await expect(cached('tool-1', failing)).rejects.toThrow('no network');
    expect(await readdir(join(home, 'pggit'))).toEqual([]);
  });
});
