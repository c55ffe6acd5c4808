import { describe, expect, it } from 'vitest';
import { transactionStatus } from './transaction-status.js';

/** A client that does not know its own status; the server answers a savepoint as given. */
function silentClient(answer: string | undefined) {
  const queries: string[] = [];
  const query = async (text: string) => {
    queries.push(text);
    if (answer !== undefined) throw Object.assign(new Error(answer), { code: answer });
    return { rows: [] };
  };
  return { query, queries };
}

describe('transactionStatus', () => {
  it.each([
    ['I', 'idle'],
    ['T', 'open'],
    ['E', 'aborted'],
  ])('takes %s from the driver as %s', async (letter, status) => {
    const client = { ...silentClient(undefined), getTransactionStatus: () => letter };
    expect(await transactionStatus(client)).toBe(status);
    expect(client.queries).toEqual([]);
  });

  it('asks the server where the driver does not know', async () => {
    expect(await transactionStatus(silentClient('25P01'))).toBe('idle');
    expect(await transactionStatus(silentClient('25P02'))).toBe('aborted');
    const open = silentClient(undefined);
    expect(await transactionStatus(open)).toBe('open');
    expect(open.queries.at(-1)).toBe('release savepoint pggit_status');
  });

  it('passes other errors on', async () => {
    await expect(transactionStatus(silentClient('57P01'))).rejects.toThrow('57P01');
  });
});
