import { describe, expect, it } from 'vitest';
import { run } from './pggit.js';

describe.each(['liquibase', 'flyway'])('what is behind the -- of pggit %s', (tool) => {
  it.each([['init', 'project'], ['attach'], ['callback', 'migrate'], ['help'], ['--', 'update']])(
    'is given to the tool, whatever pggit has by that name: %j %j',
    async (...args) => {
      const flags = ['--program', 'echo', '--name', 'log', '--'];
      const { exitCode, stdout } = await run([tool, ...flags, ...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: args.join(' ') });
      const bare = await run([tool, '--', ...args], { env: { PATH: '/nonexistent' } });
      expect(bare).toMatchObject({ exitCode: 127, stdout: '' });
      expect(bare.stderr).toContain(`${tool}: command not found`);
    },
  );

  it.each(['--help', '-v', 'help'])(
    'is a question to the tool, of which pggit has nothing to say: %s',
    async (question) => {
      const flags = ['--required', '--program', 'echo', '--'];
      const { exitCode, stdout, stderr } = await run([tool, ...flags, question, 'update']);
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 0,
        stdout: `${question} update`,
        stderr: '',
      });
    },
  );
});
