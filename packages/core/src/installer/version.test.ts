import { describe, expect, it } from 'vitest';
import { compareVersions } from './version.js';

describe('compareVersions', () => {
  const ascending = [
    '0.9.0',
    '0.10.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.2',
    '1.0.0-alpha.10',
    '1.0.0-beta',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '2.0.0',
  ];

  it('orders as semantic versioning says', () => {
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
  });

  it('does not look at build metadata', () => {
    expect(compareVersions('1.0.0+one', '1.0.0+two')).toBe(0);
  });
});
