import { describe, expect, it } from 'vitest';
import { optionsWith } from './server-options.js';

const ID = '11111111-2222-3333-4444-555555555555';
const OURS = `-c pggit.deployment=${ID}`;

describe('optionsWith', () => {
  it.each([undefined, '', '   '])(
    'is the deployment alone where there are none: %j',
    (existing) => {
      expect(optionsWith(existing, ID)).toBe(OURS);
    },
  );

  it.each([
    '-c search_path=app',
    '--search_path=app',
    String.raw`-c search_path=app,\ public -c work_mem=8MB`,
    String.raw`-c app.path=C:\\`,
    '-c pggit.deployment=00000000-0000-0000-0000-000000000000',
  ])('follows what is there: %j', (existing) => {
    expect(optionsWith(existing, ID)).toBe(`${existing} ${OURS}`);
  });

  it('drops a backslash at the end, which would make one word of two', () => {
    expect(optionsWith('-c app.path=x\\', ID)).toBe(`-c app.path=x ${OURS}`);
    expect(optionsWith('-c app.path=x\\\\\\', ID)).toBe(`-c app.path=x\\\\ ${OURS}`);
  });
});
