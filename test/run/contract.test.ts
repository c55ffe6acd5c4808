import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ContractTool, describeContract, describeManualMode } from '@pggit/testing/contract';
import { BIN } from '../cli/pggit.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TOOL = join(ROOT, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js');

const keyOf = (label: string, index: number) => `${1700000000001 + index}_${label}`;

const tool: ContractTool = {
  name: "pggit run with node-pg-migrate's own command",
  failureKeeps: 'all',
  // The error is on the terminal, which is the command's own.
  failureReason: 'exit code 1',
  applied: 'select name as key from public.pgmigrations order by id',
  keyOf,
  async write(directory, migrations) {
    await mkdir(join(directory, 'migrations'), { recursive: true });
    for (const [index, { label, up, down }] of migrations.entries()) {
      const text = `-- Up Migration\n${up};\n-- Down Migration\n${down};\n`;
      await writeFile(join(directory, 'migrations', `${keyOf(label, index)}.sql`), text);
    }
  },
  command({ direction, mode }) {
    const flags = mode === 'required' ? ['--required'] : [];
    const run = mode === 'alone' ? [] : [BIN, 'run', ...flags, '--', process.execPath];
    return {
      file: process.execPath,
      args: [...run, TOOL, direction, '--no-single-transaction'],
    };
  },
};

describeContract(tool);
describeManualMode(tool);
