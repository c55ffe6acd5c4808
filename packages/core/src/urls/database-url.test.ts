import { describe, expect, it } from 'vitest';
import { isDatabaseUrl, plainUrl, urlWith } from './database-url.js';

const ID = '11111111-2222-3333-4444-555555555555';
const OURS = `-c%20pggit.deployment%3D${ID}`;

describe('isDatabaseUrl', () => {
  it.each([
    'postgres://host/db',
    'postgresql:///db',
    'jdbc:postgresql://host/db',
    'jdbc:postgresql:db',
    'postgresql+psycopg2://host/db',
    'postgresql+psycopg://host/db',
    'POSTGRES://host/db',
  ])('takes %s', (url) => {
    expect(isDatabaseUrl(url)).toBe(true);
  });

  it.each([
    '',
    'mysql://host/db',
    'host=localhost dbname=shop',
    'postgresql+asyncpg://host/db',
    'prisma+postgres://host/db',
    'see postgres://host/db',
  ])('refuses %j', (url) => {
    expect(isDatabaseUrl(url)).toBe(false);
  });
});

describe('urlWith', () => {
  it.each([
    'postgres://host/db',
    'postgresql://user:p%40ss%2Fword%3F@host:5432/db',
    'postgres://user@[::1]:5432/db',
    'postgres://one:5432,two:5433/db',
    'postgres:///db',
    'postgres://%2Frun%2Fpostgresql/db',
    // A question mark in a password: no query yet.
    'postgresql://user:what?@host/db',
    'jdbc:postgresql:db',
    'jdbc:postgresql://one,two:5433/db',
    'postgresql+psycopg2://host/db',
  ])('adds a query to %s', (url) => {
    expect(urlWith(url, ID)).toBe(`${url}?options=${OURS}`);
  });

  it.each([
    ['postgres:///db', 'host=/run/postgresql&sslmode=disable'],
    ['postgres://user:p@host/db', 'sslmode=verify-full&sslrootcert=a%20b.pem'],
    ['postgres://user:what?@host/db', 'application_name=a+b&connect_timeout=10'],
    ['postgres://host/db', 'search_path=a?b'],
    ['jdbc:postgresql://host/db', 'user=me&password=a%26b&ApplicationName=x'],
    ['postgres://host/db', 'sslmode=disable#staging'],
    // Its name only begins alike.
    ['postgres://host/db', 'optionsx=1&x=options=2'],
  ])('keeps every parameter of %s?%s', (path, query) => {
    expect(urlWith(`${path}?${query}`, ID)).toBe(`${path}?options=${OURS}&${query}`);
  });

  it.each([
    ['-c%20search_path%3Dapp', '-c%20search_path%3Dapp%20'],
    ['-c+search_path%3Dapp', '-c+search_path%3Dapp%20'],
    ['-csearch_path=app', '-csearch_path=app%20'],
    ['', ''],
    ['-c%20a.b%3Dx%5C', '-c%20a.b%3Dx%20'],
    ['-c%20a.b%3Dx%5C%5c', '-c%20a.b%3Dx%5C%5c%20'],
    [
      '-c%20pggit.deployment%3D00000000-0000-0000-0000-000000000000',
      '-c%20pggit.deployment%3D00000000-0000-0000-0000-000000000000%20',
    ],
  ])('joins the options that are there: %j', (existing, kept) => {
    expect(urlWith(`postgres://h/db?a=1&options=${existing}&b=2`, ID)).toBe(
      `postgres://h/db?a=1&options=${kept}${OURS}&b=2`,
    );
  });

  it('ends an empty query', () => {
    expect(urlWith('postgres://host/db?', ID)).toBe(`postgres://host/db?options=${OURS}`);
  });

  it('keeps a fragment behind the options', () => {
    expect(urlWith('postgres://h/db?options=-csearch_path%3Da#x', ID)).toBe(
      `postgres://h/db?options=-csearch_path%3Da%20${OURS}#x`,
    );
  });

  it('is read by an URL parser as it is meant', () => {
    const url = new URL(urlWith('postgres://u@h/db?options=-c%20search_path%3Dapp&a=1', ID));
    expect(url.searchParams.get('options')).toBe(`-c search_path=app -c pggit.deployment=${ID}`);
    expect(url.searchParams.get('a')).toBe('1');
  });
});

describe('plainUrl', () => {
  it.each([
    [
      'jdbc:postgresql://host/db?user=me',
      'postgresql://me@host:5432/db?sslmode=prefer&uselibpqcompat=true',
    ],
    ['postgresql+psycopg2://host/db', 'postgresql://host/db'],
    ['postgresql+asyncpg://host/db', 'postgresql://host/db'],
    ['POSTGRES://Host/DB', 'postgres://Host/DB'],
    ['postgres://a+b:c@host/db', 'postgres://a+b:c@host/db'],
    ['mysql://host/db', 'mysql://host/db'],
  ])('%s is %s', (url, plain) => {
    expect(plainUrl(url)).toBe(plain);
  });
});
