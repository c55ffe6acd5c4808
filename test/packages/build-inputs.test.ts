import { join } from 'node:path';
import { bundledEngine } from '@pggit/core/engine';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { ROOT } from './tarballs.js';

it('the build of core looks at every file of sql/, which is outside of its package', async () => {
  const turbo = join(ROOT, 'node_modules', '.bin', 'turbo');
  const { stdout } = await execa(turbo, ['run', 'build', '--filter=@pggit/core', '--dry=json'], {
    cwd: ROOT,
  });
  const tasks: { taskId: string; inputs: Record<string, string> }[] = JSON.parse(stdout).tasks;
  const inputs = tasks.find(({ taskId }) => taskId === '@pggit/core#build')?.inputs ?? {};

  const files = [...bundledEngine.functions, ...bundledEngine.views, ...bundledEngine.comments];
  const unseen = files.filter(({ name }) => !(`../../sql/${name}` in inputs));
  expect(files.length).toBeGreaterThan(100);
  expect(unseen.map(({ name }) => name)).toEqual([]);
});
