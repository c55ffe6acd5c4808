import { ERROR_CODES } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { expect, it } from 'vitest';

/**
 * An engine that is missing or being installed raises nothing itself, and none can see the pooler in
 * front of it.
 */
const MADE_BY_CLIENTS = /^PGI|^PGD06$/;

it('SQL raises exactly the errors that TypeScript has classes for', () => {
  const raised = new Set<string>();
  for (const { sql } of bundledEngine.functions) {
    for (const [, code] of sql.matchAll(/'(PG[A-Z]\d\d)'/g)) raised.add(code ?? '');
  }
  const classes = Object.keys(ERROR_CODES).filter((code) => !MADE_BY_CLIENTS.test(code));
  expect([...raised].sort()).toEqual(classes.sort());
});
