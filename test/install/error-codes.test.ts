import { ERROR_CODES } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { expect, it } from 'vitest';

it('SQL raises exactly the errors that TypeScript has classes for', () => {
  const raised = new Set<string>();
  for (const { sql } of bundledEngine.functions) {
    for (const [, code] of sql.matchAll(/'(PG[A-Z]\d\d)'/g)) raised.add(code ?? '');
  }
  const classes = Object.keys(ERROR_CODES).filter(
    (code) => !code.startsWith('PGI') && code !== 'PGD06',
  );
  expect([...raised].sort()).toEqual(classes.sort());
});
