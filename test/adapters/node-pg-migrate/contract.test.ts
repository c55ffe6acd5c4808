import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ContractTool, describeContract, describeManualMode } from '@pggit/testing/contract';
import { nameOf } from './migrations.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BIN = {
  recorded: join(ROOT, 'packages/node-pg-migrate/dist/cli/bin.js'),
  required: join(ROOT, 'packages/node-pg-migrate/dist/cli/bin.js'),
  alone: join(ROOT, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js'),
};

const tool: ContractTool = {
  name: 'node-pg-migrate',
  failureKeeps: 'all',
  applied: 'select name as key from public.pgmigrations order by id',
  keyOf: (label, index) => nameOf(index, label),
  async write(directory, migrations) {
    await mkdir(join(directory, 'migrations'), { recursive: true });
    for (const [index, { label, up, down }] of migrations.entries()) {
      const text = `-- Up Migration\n${up};\n-- Down Migration\n${down};\n`;
      await writeFile(join(directory, 'migrations', `${nameOf(index, label)}.sql`), text);
    }
  },
  command: ({ direction, mode }) => ({
    file: process.execPath,
    args: [BIN[mode], direction, '--no-single-transaction'],
    env: { PGGIT_REQUIRED: String(mode === 'required') },
  }),
};

describeContract(tool);
describeManualMode(tool);
