import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCallbacks } from '@pggit/flyway';
import { type JvmTool, launcher } from '@pggit/testing';
import { type ContractTool, describeContract, describeManualMode } from '@pggit/testing/contract';
import { describe } from 'vitest';
import { BIN } from '../../cli/pggit.js';
import { addressOf, flywayOf } from './project.js';

const keyOf = (_label: string, index: number) => String(index + 1);

const contractTool = (jvm: JvmTool): ContractTool => ({
  name: jvm.name,
  failureKeeps: 'all',
  failureReason: 'exit code 1',
  hasWayBack: false,
  applied: 'select version as key from public.flyway_schema_history order by installed_rank',
  keyOf,
  async write(directory, migrations) {
    await mkdir(join(directory, 'sql'), { recursive: true });
    for (const [index, { label, up }] of migrations.entries()) {
      const name = `V${index + 1}__${label}.sql`;
      await writeFile(join(directory, 'sql', name), `${up.replaceAll('; ', ';\n')};\n`);
    }
    await writeCallbacks(join(directory, 'pggit'));
    await writeFile(join(directory, 'flyway'), launcher(jvm));
    await chmod(join(directory, 'flyway'), 0o755);
  },
  command({ url, mode }) {
    const [address = '', ...credentials] = addressOf(url);
    const args = [...credentials, '-locations=filesystem:sql,filesystem:pggit', 'migrate'];
    const env = { FLYWAY_URL: address.replace('-url=', ''), HOME: process.env.HOME ?? '' };
    if (mode === 'alone') return { file: './flyway', args, env };
    const flags = mode === 'required' ? ['--required'] : [];
    return {
      file: process.execPath,
      args: [BIN, 'flyway', ...flags, '--program', './flyway', '--', ...args],
      env,
    };
  },
  normalise: (output) =>
    output
      .replaceAll(/\(?execution time [\d:.s]+\)?/g, 'TIME')
      .replaceAll(/jdbc:postgresql:[^\s]*/g, 'URL'),
});

const tool = await flywayOf();
describe.skipIf(tool === undefined)('through pggit flyway', () => {
  if (tool === undefined) return;
  describeContract(contractTool(tool));
  describeManualMode(contractTool(tool), 'one run');
});
