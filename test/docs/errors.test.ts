import { readFileSync } from 'node:fs';
import { ERROR_CODES } from '@pggit/core';
import { expect, it } from 'vitest';

it('the reference of errors lists every SQLSTATE with its code', () => {
  const page = readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (PG[A-Z]\d\d) \| `([a-z_]+)` \|/gm)];
  const listed = Object.fromEntries(rows.map(([, sqlState, code]) => [sqlState, code]));

  expect(listed).toEqual(ERROR_CODES);
});
