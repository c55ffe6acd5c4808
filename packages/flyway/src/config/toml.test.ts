import { expect, it } from 'vitest';
import { parseToml } from './toml.js';

it('reads strings, lists and booleans by their full name', () => {
  const values = parseToml(`
    # "not" = "read"
    id = "x" # a comment
    [environments."prod"]
    url = 'jdbc:postgresql://host/db?a=#b'
    password = "a\\"b\\\\c"
    [flyway]
    locations = [ "filesystem:sql", # the first
      'classpath:db',
    ]
    cleanDisabled = true
    connectRetries = 3
    flyway.url = "jdbc:x"
    [[list]]
    url = "elsewhere"
  `);
  expect(Object.fromEntries(values)).toMatchObject({
    id: 'x',
    'environments.prod.url': 'jdbc:postgresql://host/db?a=#b',
    'environments.prod.password': 'a"b\\c',
    'flyway.locations': ['filesystem:sql', 'classpath:db'],
    'flyway.cleanDisabled': true,
    'flyway.flyway.url': 'jdbc:x',
  });
});

it.each(['[', 'a = [', 'a = "', '= 1', '"', 'a = [1, 2]\nb = "x"', '\u0000'])(
  'ends on what is no TOML: %j',
  (text) => {
    expect(parseToml(text)).toBeInstanceOf(Map);
  },
);
