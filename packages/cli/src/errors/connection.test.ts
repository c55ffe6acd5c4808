import { describe, expect, it } from 'vitest';
import { explainConnectionError } from './connection.js';

const target = { host: 'db.example', port: 5432, user: 'mira', database: 'shop' };
const failed = (message: string, code?: string) => Object.assign(new Error(message), { code });
const explain = (error: unknown, at = target) => explainConnectionError(error, at, '--url').text;

describe('explainConnectionError', () => {
  it.each([
    [failed('connect ECONNREFUSED', 'ECONNREFUSED'), 'connection_failed', 'was refused'],
    [failed('getaddrinfo ENOTFOUND', 'ENOTFOUND'), 'connection_failed', 'no host "db.example"'],
    [failed('timeout expired'), 'connection_failed', 'did not answer in time'],
    [failed('too many clients', '53300'), 'connection_failed', 'no more connections'],
    [failed('starting up', '57P03'), 'connection_failed', 'not ready: starting up'],
    [failed('self-signed certificate'), 'connection_failed', 'is not trusted: self-signed'],
    [failed('no pg_hba.conf entry', '28000'), 'authentication_failed', 'role "mira" in: no pg_hba'],
    [failed('wrong', '28P01'), 'authentication_failed', 'wrong password for role "mira"'],
    [failed('no such', '3D000'), 'database_not_found', 'no database "shop"'],
    [failed('something new'), 'connection_failed', 'db.example:5432: something new'],
    ['a string', 'connection_failed', 'a string'],
  ])('%s', (error, code, message) => {
    const text = explain(error);
    expect(text.code).toBe(code);
    expect(text.message).toContain(message);
    expect(text.message).toMatch(/ \(--url\)$/);
    expect(text.hint).toBeTruthy();
    expect(text.details).toEqual({ ...target, origin: '--url' });
  });

  it('tells the first reason where a name has several addresses', () => {
    const reasons = [failed('connect ECONNREFUSED ::1', 'ECONNREFUSED'), failed('other')];
    expect(explain(new AggregateError(reasons, '')).message).toContain('was refused');
  });

  it('names the socket', () => {
    const socket = { ...target, host: '/run/postgresql' };
    expect(explain(failed('connect ENOENT', 'ENOENT'), socket).message).toContain(
      'cannot connect to /run/postgresql/.s.PGSQL.5432: there is no such socket',
    );
  });

  it('keeps the error as its cause', () => {
    const error = failed('timeout expired');
    expect(explainConnectionError(error, target, '--url').cause).toBe(error);
  });
});
