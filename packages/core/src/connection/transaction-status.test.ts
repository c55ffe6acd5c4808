import { describe, expect, it } from 'vitest';
import { transactionStatus } from './transaction-status.js';

/** A client whose server says whether it is inside a transaction, or fails with an SQLSTATE. */
const clientOf = (answer: boolean | string) => ({
  query: async () => {
    if (typeof answer === 'boolean') return { rows: [{ inside: answer }] };
    throw Object.assign(new Error(answer), { code: answer });
  },
});

describe('transactionStatus', () => {
  it.each([
    ['I', 'idle'],
    ['T', 'open'],
    ['E', 'aborted'],
  ])('takes %s from the driver as %s', async (letter, status) => {
    const client = { ...clientOf(letter !== 'T'), getTransactionStatus: () => letter };
    expect(await transactionStatus(client)).toBe(status);
  });

  it('does not trust the driver right after an error', async () => {
    const client = { ...clientOf('25P02'), getTransactionStatus: () => 'T' };
    expect(await transactionStatus(client)).toBe('aborted');
  });

  it('takes the answer of the server where the driver does not know', async () => {
    expect(await transactionStatus(clientOf(false))).toBe('idle');
    expect(await transactionStatus(clientOf(true))).toBe('open');
  });

  it('passes other errors on', async () => {
    await expect(transactionStatus(clientOf('57P01'))).rejects.toThrow('57P01');
  });
});
