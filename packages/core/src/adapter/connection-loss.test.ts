import { describe, expect, it } from 'vitest';
import { NotInstalledError } from '../errors/index.js';
import { isConnectionLoss } from './connection-loss.js';

const coded = (code?: string) => Object.assign(new Error('of the driver'), { code });

describe('isConnectionLoss', () => {
  it.each(['ECONNRESET', 'EPIPE', '57P01', '08006', '08P01', undefined])(
    'knows that %s is a connection that was lost',
    (code) => {
      expect(isConnectionLoss(coded(code))).toBe(true);
    },
  );

  it.each(['42P01', '55P03', '57014', 'PGD01', '25P02', 'ERR01'])(
    'knows that %s is a statement that was refused',
    (code) => {
      expect(isConnectionLoss(coded(code))).toBe(false);
    },
  );

  it('knows that an error of pggit is an answer', () => {
    expect(isConnectionLoss(new NotInstalledError())).toBe(false);
  });
});
