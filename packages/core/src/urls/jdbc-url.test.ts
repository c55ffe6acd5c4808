import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isJdbcUrl, namedJdbcUrl, plainJdbcUrl } from './jdbc-url.js';

/** What node-postgres makes of an URL. */
const parse = (url: string) => new pg.Client(url);

const PREFERS = 'sslmode=prefer&uselibpqcompat=true';

it('knows an URL of Java from others', () => {
  expect(isJdbcUrl('jdbc:postgresql:shop')).toBe(true);
  expect(isJdbcUrl('JDBC:postgresql://host/shop')).toBe(true);
  expect(isJdbcUrl('postgresql://host/shop')).toBe(false);
  expect(isJdbcUrl('jdbc:mysql://host/shop')).toBe(false);
});

it.each([
  ['jdbc:postgresql:shop', 'jdbc:postgresql:shop?ApplicationName=pggit%3A1'],
  ['jdbc:postgresql://h/shop?', 'jdbc:postgresql://h/shop?ApplicationName=pggit%3A1'],
  ['jdbc:postgresql:shop?ssl=true', 'jdbc:postgresql:shop?ApplicationName=pggit%3A1&ssl=true'],
])('names the sessions of %s', (url, named) => {
  expect(namedJdbcUrl(url, '1')).toBe(named);
});

describe('plainJdbcUrl', () => {
  it.each([
    ['jdbc:postgresql://host/shop', 'postgresql://host:5432/shop'],
    ['jdbc:postgresql://host:6000/shop', 'postgresql://host:6000/shop'],
    ['jdbc:postgresql://[::1]:6000/shop', 'postgresql://[::1]:6000/shop'],
    ['jdbc:postgresql://one,two:6000/shop', 'postgresql://one:5432,two:6000/shop'],
    ['jdbc:postgresql:shop', 'postgresql://localhost:5432/shop'],
    ['jdbc:postgresql:/', 'postgresql://localhost:5432'],
    ['jdbc:postgresql://', 'postgresql://localhost:5432'],
    ['jdbc:postgresql:///shop', 'postgresql://localhost:5432/shop'],
    ['jdbc:postgresql://host:6000', 'postgresql://host:6000'],
    ['jdbc:postgresql://host/a%20b', 'postgresql://host:5432/a%20b'],
  ])('finds server and database of %s', (url, plain) => {
    expect(plainJdbcUrl(url)).toBe(`${plain}?${PREFERS}`);
  });

  it('takes user and password of the URL, and what it leaves open from beside it', () => {
    const beside = { user: 'other', password: 'p@ss/word?' };
    expect(
      parse(plainJdbcUrl('jdbc:postgresql:shop?user=me&password=a%26+b', beside)),
    ).toMatchObject({
      user: 'me',
      password: 'a& b',
      database: 'shop',
      host: 'localhost',
      port: 5432,
    });
    expect(parse(plainJdbcUrl('jdbc:postgresql:shop?user=me', beside))).toMatchObject({
      user: 'me',
      password: 'p@ss/word?',
    });
    expect(parse(plainJdbcUrl('jdbc:postgresql:shop', { password: 'p@ss' }))).toMatchObject({
      password: 'p@ss',
    });
  });

  it('hands on what node-postgres knows under the same or another name, and nothing else', () => {
    const url =
      'jdbc:postgresql://h/shop?options=-c%20search_path%3Dapp&ApplicationName=ci' +
      '&targetServerType=primary&currentSchema=app&socketTimeout=5&loggerLevel=OFF';
    const plain = plainJdbcUrl(url);
    expect(Object.fromEntries(new URL(plain).searchParams)).toEqual({
      options: '-c search_path=app',
      application_name: 'ci',
      target_session_attrs: 'read-write',
      sslmode: 'prefer',
      uselibpqcompat: 'true',
    });
    expect(parse(plain)).toMatchObject({ ssl: { rejectUnauthorized: false } });
  });

  it.each([
    ['sslmode=disable', 'sslmode=disable'],
    ['ssl=false', PREFERS],
    ['sslmode=allow', PREFERS],
    ['sslmode=require', 'sslmode=require&uselibpqcompat=true'],
    ['ssl=true', 'sslmode=verify-full&uselibpqcompat=true'],
    ['ssl', 'sslmode=verify-full&uselibpqcompat=true'],
    ['ssl=true&sslmode=require', 'sslmode=require&uselibpqcompat=true'],
    ['sslmode=verify-ca', 'sslmode=verify-full&uselibpqcompat=true'],
    [
      'sslmode=verify-ca&sslrootcert=/etc/ca.pem',
      'sslmode=verify-ca&uselibpqcompat=true&sslrootcert=%2Fetc%2Fca.pem',
    ],
    [
      'sslmode=require&sslcert=me.crt&sslkey=me.key',
      'sslmode=require&uselibpqcompat=true&sslcert=me.crt&sslkey=me.key',
    ],
    ['sslmode=require&sslcert=me.crt&sslkey=me.pk8', 'sslmode=require&uselibpqcompat=true'],
  ])('encrypts as the driver of Java does with %s', (given, expected) => {
    expect(plainJdbcUrl(`jdbc:postgresql://h/db?${given}`)).toBe(
      `postgresql://h:5432/db?${expected}`,
    );
  });

  it('takes the last of two values, and what is not encoded as it is', () => {
    expect(parse(plainJdbcUrl('jdbc:postgresql:db?user=a&user=100%'))).toMatchObject({
      user: '100%',
    });
  });
});
