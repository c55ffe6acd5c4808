import { describe, expect, it } from 'vitest';
import { isPgGitError } from '../errors/index.js';
import { assertSession, call, camelCaseKeys } from './call.js';

const failing = (error: Error) => ({ query: async () => Promise.reject(error) });
const databaseError = (code: string, message: string) =>
  Object.assign(new Error(message), { code });

describe('call', () => {
  it('gives rows with names in camelCase and leaves values alone', async () => {
    const rows = [{ commit_id: 'a', attributes: { snake_case: 1 } }];
    const db = { query: async () => ({ rows }) };
    expect(await call(db, 'select')).toEqual([{ commitId: 'a', attributes: { snake_case: 1 } }]);
  });

  it.each([
    ['42883', 'function pggit.log(unknown) does not exist'],
    ['42P01', 'relation "pggit.commits" does not exist'],
    ['3F000', 'schema "pggit" does not exist'],
  ])('takes %s about pggit for a database without it', async (code, message) => {
    const error = await call(failing(databaseError(code, message)), 'select').catch((e) => e);
    expect(isPgGitError(error, 'not_installed')).toBe(true);
    expect(error.cause).toMatchObject({ code });
  });

  it('passes errors about something else on', async () => {
    const error = databaseError('42P01', 'relation "app.orders" does not exist');
    await expect(call(failing(error), 'select')).rejects.toBe(error);
  });
});

describe('camelCaseKeys', () => {
  it('renames keys only', () => {
    expect(camelCaseKeys({ pggit_commit_id: 'snake_value', run: 1 })).toEqual({
      pggitCommitId: 'snake_value',
      run: 1,
    });
  });
});

describe('assertSession', () => {
  it('refuses a pool and says what to do', () => {
    const pool = { query: async () => ({ rows: [] }), connect: async () => {}, totalCount: 0 };
    expect(() => assertSession(pool, 'beginDeployment', 'use withDeployment')).toThrow(
      'use withDeployment',
    );
  });
});
