import { expect, it } from 'vitest';
import { urlsOfEncryption, urlsOfHosts, wantsPrimary } from './hosts.js';

it.each([
  [
    'postgres://me:a,b@one:5432,two:5433/db?sslmode=disable',
    [
      'postgres://me:a,b@one:5432/db?sslmode=disable',
      'postgres://me:a,b@two:5433/db?sslmode=disable',
    ],
  ],
  ['postgresql://one,[::1]:5433', ['postgresql://one', 'postgresql://[::1]:5433']],
  ['postgres://one/a,b', ['postgres://one/a,b']],
  ['postgres:///db?host=/a,b', ['postgres:///db?host=/a,b']],
])('tries the hosts of %s one by one', (url, urls) => {
  expect(urlsOfHosts(url)).toEqual(urls);
});

it('knows who asks for a primary', () => {
  expect(wantsPrimary('postgres://a,b/db?target_session_attrs=read-write')).toBe(true);
  expect(wantsPrimary('postgres://a,b/db?x=1&target_session_attrs=primary')).toBe(true);
  expect(wantsPrimary('postgres://a,b/db?target_session_attrs=any')).toBe(false);
});

it('tries an URL that prefers encryption with it and without', () => {
  const url = 'postgres://h/db?options=x&sslmode=prefer&uselibpqcompat=true';
  expect(urlsOfEncryption(url)).toEqual([url, 'postgres://h/db?options=x&sslmode=disable']);
  const strict = url.replace('prefer', 'require');
  expect(urlsOfEncryption(strict)).toEqual([strict]);
  expect(urlsOfEncryption('postgres://h/db?sslmode=prefer')).toHaveLength(1);
});
