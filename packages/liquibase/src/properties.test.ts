import { expect, it } from 'vitest';
import { parseProperties } from './properties.js';

it('reads a properties file as Java does', () => {
  const text = String.raw`
# a comment
! another
url=jdbc:postgresql://host:5432/shop?user=a&ssl=true
  username : shop owner
password  p\=w\:d\\x
liquibase.command.url = jdbc\:postgresql\:shop
long = one, \
       two
unicode=caf\u00e9
empty
ends=with\\
again=1
again=2`;
  expect(Object.fromEntries(parseProperties(text))).toEqual({
    url: 'jdbc:postgresql://host:5432/shop?user=a&ssl=true',
    username: 'shop owner',
    password: String.raw`p=w:d\x`,
    'liquibase.command.url': 'jdbc:postgresql:shop',
    long: 'one, two',
    unicode: 'café',
    empty: '',
    ends: 'with\\',
    again: '2',
  });
});
