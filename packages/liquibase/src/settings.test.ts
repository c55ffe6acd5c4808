import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from './settings.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-liquibase-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = (file: string, text: string) => writeFile(join(directory, file), text, 'latin1');

const find = async (args: readonly string[], environment = {}) =>
  (await Settings.read(args, environment, directory)).find('url')?.value;

describe('the settings of Liquibase', () => {
  it.each([
    ['liquibase.properties', 'liquibase.local.properties', []],
    ['ci.properties', 'ci.local.properties', ['--defaults-file=ci.properties']],
  ])('are those of %s, and before them those of %s', async (shared, local, args) => {
    await write(shared, 'url=shared');
    expect(await find([...args, 'update'])).toBe('shared');
    await write(local, 'url=');
    expect(await find([...args, 'update'])).toBe('shared');
    await write(local, 'url=local');
    expect(await find([...args, 'update'])).toBe('local');
    expect(await find([...args, 'update'], { LIQUIBASE_COMMAND_URL: 'said' })).toBe('said');
  });

  it.each([
    'URL: x',
    'Liquibase.Command.Url = x',
    'liquibase.command.url=x  \t',
    'liquibase.command.update.url=x\nliquibase.command.url=y',
    'liquibase.command.updateUrl=x\nurl=y',
    'liquibase.command.status.url=y\nurl=x',
  ])('have names in each way that Liquibase reads: %j', async (text) => {
    await write('liquibase.properties', text);
    expect(await find(['--log-level', 'status', 'update'])).toBe('x');
  });

  it('are read as Java reads them, byte by byte', async () => {
    await write('liquibase.properties', 'url=caf\u00e9\\u0142\u00a0 ');
    expect(await find(['update'])).toBe('caf\u00e9\u0142\u00a0');
  });

  it.each(['--url=x', '--url x # the shop', `--url "x" 'y'`, '# --url=y\n--url\nx'])(
    'are those of a file of arguments: %j',
    async (text) => {
      await write('args.txt', text);
      expect(await find(['@args.txt', 'update'])).toBe('x');
      expect(await find(['@@args.txt', 'update'])).toBeUndefined();
      expect(await find(['@none.txt', 'update'])).toBeUndefined();
    },
  );
});
