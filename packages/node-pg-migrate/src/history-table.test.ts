import { describe, expect, it } from 'vitest';
import { historyTable } from './history-table.js';

describe('historyTable', () => {
  it.each([
    [{}, '"public"."pgmigrations"'],
    [{ schema: 'shop' }, '"shop"."pgmigrations"'],
    [{ schema: ['shop', 'public'] }, '"shop"."pgmigrations"'],
    [{ schema: [] }, '"public"."pgmigrations"'],
    [{ schema: '' }, '"public"."pgmigrations"'],
    [{ schema: 'shop', migrationsSchema: 'ops' }, '"ops"."pgmigrations"'],
    [{ migrationsTable: 'Odd "name"' }, '"public"."Odd ""name"""'],
  ])('%j is %s', (options, expected) => {
    expect(historyTable({ migrationsTable: 'pgmigrations', ...options })).toBe(expected);
  });
});
