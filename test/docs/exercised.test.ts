import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every test, its helpers included, but not this one. */
const tests = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'test/*.ts', 'packages/*.test.ts'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)) && !path.startsWith('test/docs/'))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');

it('a test calls each public SQL function', () => {
  const names = bundledEngine.functions.flatMap(
    ({ sql }) => /create or replace function pggit\.([a-z]\w*)/.exec(sql)?.[1] ?? [],
  );
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !tests.includes(`pggit.${name}(`))).toEqual([]);
});

it('a test provokes each error', () => {
  const unprovoked = Object.entries(ERROR_CODES).filter(
    ([state, code]) => !tests.includes(state) && !tests.includes(`'${code}'`),
  );
  expect(unprovoked).toEqual([]);
});
