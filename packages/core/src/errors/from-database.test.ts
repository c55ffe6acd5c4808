import { describe, expect, it } from 'vitest';
import { RAISED_ERRORS } from './from-database.js';
import {
  DeploymentOpenError,
  ERROR_CODES,
  isPgGitError,
  NotInstalledError,
  PgGitError,
  toPgGitError,
} from './index.js';

const raised = (code: string, detail?: string) =>
  Object.assign(new Error('something'), { code, detail, hint: 'do this' });

describe('toPgGitError', () => {
  it('makes the class of the situation, with its fields', () => {
    const cause = raised('PGD01', '{"deployment_id": "8f5e", "name": "autumn"}');
    const error = toPgGitError(cause);
    expect(error).toBeInstanceOf(DeploymentOpenError);
    expect(error).toMatchObject({
      name: 'DeploymentOpenError',
      message: 'something',
      code: 'deployment_open',
      sqlState: 'PGD01',
      deploymentId: '8f5e',
      deploymentName: 'autumn',
      hint: 'do this',
      cause,
    });
  });

  it('keeps a detail that is no JSON object', () => {
    expect(toPgGitError(raised('PGR01', 'plain'))).toMatchObject({ details: { text: 'plain' } });
    expect(toPgGitError(raised('PGR01', '[1]'))).toMatchObject({ details: { text: '[1]' } });
    expect(toPgGitError(raised('PGR01'))).toMatchObject({ details: {} });
  });

  it.each([raised('42P01'), raised('ECONNREFUSED'), new Error('plain'), 'text', undefined])(
    'gives anything else back as it is: %s',
    (error) => {
      expect(toPgGitError(error)).toBe(error);
    },
  );

  it.each(Object.entries(RAISED_ERRORS))('%s and its class agree', (sqlState, ErrorClass) => {
    const error = new ErrorClass('message');
    expect(error.sqlState).toBe(sqlState);
    expect(error.code).toBe(ERROR_CODES[sqlState as keyof typeof ERROR_CODES]);
    expect(error).toBeInstanceOf(PgGitError);
  });
});

describe('isPgGitError', () => {
  it('recognises errors of another copy of the package by their code', () => {
    const foreign = Object.assign(new Error('x'), { code: 'deployment_open', sqlState: 'PGD01' });
    expect(isPgGitError(foreign)).toBe(true);
    expect(isPgGitError(foreign, 'deployment_open')).toBe(true);
    expect(isPgGitError(foreign, 'no_deployment')).toBe(false);
  });

  it('does not recognise others', () => {
    expect(isPgGitError(raised('PGD01'))).toBe(false);
    expect(isPgGitError(null)).toBe(false);
    expect(isPgGitError(new NotInstalledError(), 'not_installed')).toBe(true);
  });
});
