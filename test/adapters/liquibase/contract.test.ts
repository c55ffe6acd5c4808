import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JvmTool, launcher, liquibase } from '@pggit/testing';
import { type ContractTool, describeContract, describeManualMode } from '@pggit/testing/contract';
import { describe } from 'vitest';
import { jdbcUrl, PGGIT, sqlChangelog } from './project.js';

const keyOf = (label: string, index: number) => `changelog.sql::${index + 1}_${label}::me`;

const contractTool = (jvm: JvmTool): ContractTool => ({
  name: jvm.name,
  failureKeeps: 'all',
  failureReason: 'exit code 1',
  hasTriggers: true,
  unlock: 'update databasechangeloglock set locked = false, lockgranted = null, lockedby = null',
  applied: `select concat_ws('::', filename, id, author) as key
    from databasechangelog order by orderexecuted`,
  keyOf,
  async write(directory, migrations) {
    const changesets = migrations.map(({ label, up, down }, index) => {
      const rollback = down.split('\n').map((line) => `--rollback ${line}`);
      return [`me:${index + 1}_${label}`, up, ...rollback] as const;
    });
    await writeFile(join(directory, 'changelog.sql'), sqlChangelog(...changesets));
    await writeFile(join(directory, 'liquibase'), launcher(jvm));
    await chmod(join(directory, 'liquibase'), 0o755);
  },
  command({ url, direction, mode }) {
    const tool = ['./liquibase', ...(direction === 'up' ? ['update'] : ['rollback-count', '1'])];
    const [file = '', ...args] =
      mode === 'alone'
        ? tool
        : [
            ...[process.execPath, PGGIT, 'liquibase'],
            ...(mode === 'required' ? ['--required'] : []),
            ...['--program', ...tool.slice(0, 1), '--', ...tool.slice(1)],
          ];
    return {
      file,
      args,
      env: {
        LIQUIBASE_COMMAND_URL: jdbcUrl({ url }),
        LIQUIBASE_COMMAND_CHANGELOG_FILE: 'changelog.sql',
        // Who waits for the lock looks every ten seconds by default.
        LIQUIBASE_CHANGELOG_LOCK_POLL_RATE: '1',
      },
    };
  },
  // The banner has the time of the start, messages the address.
  normalise: (output) =>
    output
      .replaceAll(/^Starting Liquibase at .*$/gm, '')
      .replaceAll(/jdbc:postgresql:[^'\s]*/g, 'URL'),
});

const tool = await liquibase(4);
describe.skipIf(tool === undefined)('through pggit liquibase', () => {
  if (tool === undefined) return;
  describeContract(contractTool(tool));
  describeManualMode(contractTool(tool), 'one run');
});
