import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { changesOf, readHistory } from '@pggit/testing/contract';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { BIN } from '../../cli/pggit.js';
import { addressOf, flywayOf, PATIENCE, useFlywayProject } from './project.js';

const page = readFileSync(new URL('../../../docs/how-to/flyway.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );

const tool = await flywayOf();
const db = useDatabase();
const project = useFlywayProject(tool);

it.skipIf(tool === undefined)(
  'the five minutes with Flyway come to one commit, with what each version made',
  async () => {
    const [toml = '', line = ''] = blocks('toml');
    const [url = '', user = '', password = ''] = addressOf(db.url).map((arg) =>
      arg.replace(/^-\w+=/, ''),
    );
    const own = toml
      .replace(/^url = .*$/m, `url = "${url}"`)
      .replace(/^user = .*$/m, `user = "${user}"`)
      .replace(/^password = .*$/m, `password = "${password}"`);
    const config = join(project.directory, 'flyway.toml');
    await writeFile(config, own);
    const shell = (script: string) => execa('sh', ['-ec', script], { cwd: project.directory });
    const commands = blocks('sh').join('');
    const written = commands.split('\n').filter((command) => /^(mkdir|echo) /.test(command));
    await shell(written.join('\n'));

    const init = /^npx pggit (flyway init .*)$/m.exec(commands)?.[1] ?? '';
    const { stdout } = await shell(`'${process.execPath}' '${BIN}' ${init}`);
    expect(stdout).toContain(line.trim());
    await writeFile(config, (await readFile(config, 'utf8')).replace(/^locations = .*\n/m, line));
    const command = tool?.command('migrate');
    await execa(command?.file ?? '', [...(command?.args ?? [])], { cwd: project.directory });

    const { links, commits } = await readHistory(db.client);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual([
      ['1', commits[0]?.id],
      ['2', commits[0]?.id],
    ]);
    expect(commits.map(({ message }) => message.split('\n')[0])).toEqual([
      'flyway migrate: 2 migrations',
    ]);
    expect(await changesOf(db.client, commits[0]?.id ?? null)).toEqual([
      'added index public.orders_pkey',
      'added table public.orders',
      'added view public.order_totals',
    ]);
  },
  PATIENCE,
);
