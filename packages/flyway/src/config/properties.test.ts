import { expect, it } from 'vitest';
import { parseProperties } from './properties.js';

it.each(['\n', '\r\n'])(
  'reads a setting that goes on in the next line, as Flyway does: %j',
  (end) => {
    const text = [
      'flyway.url=jdbc:postgresql://host/\\',
      '   shop',
      'flyway.locations = filesystem:sql,\\',
      '  classpath:db,\\',
      '  filesystem:more',
      'flyway.user=me\\',
      'flyway.password=C:\\keys\\',
      '',
    ];
    expect(Object.fromEntries(parseProperties(text.join(end)))).toEqual({
      'flyway.url': 'jdbc:postgresql://host/shop',
      'flyway.locations': 'filesystem:sql,classpath:db,filesystem:more',
      'flyway.user': 'me\\',
      'flyway.password': 'C:\\keys\\',
    });
  },
);

it.each(['=', ':', ' ', '\t', ' = ', '  '])(
  'takes %j for the end of a name, as Java does',
  (sign) => {
    expect(Object.fromEntries(parseProperties(`  flyway.password${sign}a b=c\n# x y\n`))).toEqual({
      'flyway.password': 'a b=c',
    });
  },
);
