import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/cli-error.js';
import { findConnection } from './source.js';

const url = (name: string) => `postgres://user@host/${name}`;

describe('findConnection', () => {
  it('takes the first of the flag, PGGIT_DATABASE_URL, DATABASE_URL and the PG* variables', () => {
    const env = { PGGIT_DATABASE_URL: url('b'), DATABASE_URL: url('c'), PGHOST: 'd' };
    expect(findConnection(url('a'), env)).toEqual({ url: url('a'), origin: '--url' });
    expect(findConnection(undefined, env).origin).toBe('PGGIT_DATABASE_URL');
    expect(findConnection(undefined, { ...env, PGGIT_DATABASE_URL: '' }).url).toBe(url('c'));
    expect(findConnection(undefined, { PGHOST: 'd' })).toEqual({ origin: 'the PG* variables' });
  });

  it('refuses to guess', () => {
    expect(() => findConnection(undefined, {})).toThrow(UsageError);
    // These say how to reach a database, not which.
    expect(() => findConnection(undefined, { PGPASSWORD: 'x', PGSSLMODE: 'require' })).toThrow(
      'no database is given',
    );
  });

  it.each([
    'postgresql://host/db',
    'postgres:///db?host=/run/postgresql',
    'postgres://user:pass@/db?host=/run/postgresql',
    'postgres://user@one:5432,two:5433/db',
    'postgres://user:p%40ss@[::1]:5432/db?sslmode=verify-full',
  ])('takes %s', (given) => {
    expect(findConnection(given, {}).url).toBe(given);
  });

  it.each(['', 'shop', 'host=localhost dbname=shop', 'mysql://host/db', 'postgres://u:a/b@h:1/d'])(
    'refuses %j without repeating it',
    (given) => {
      const find = () => findConnection(given, {});
      expect(find).toThrow('--url is not a PostgreSQL URL');
      expect(find).not.toThrow(/a\/b/);
    },
  );
});
