import { describe, expect, it } from 'vitest';
import { transactionStatus } from './transaction-status.js';

/** A client whose queries fail with the SQLSTATE given for their first word. */
function fakeClient(failures: Record<string, string> = {}) {
  const queries: string[] = [];
  const query = async (text: string) => {
    queries.push(text);
    const code = failures[text.split(' ', 1)[0] ?? ''];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
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
    const client = { ...fakeClient(), getTransactionStatus: () => letter };
    expect(await transactionStatus(client)).toBe(status);
  });

  it('does not trust the driver right after an error', async () => {
    const client = { ...fakeClient({ select: '25P02' }), getTransactionStatus: () => 'T' };
    expect(await transactionStatus(client)).toBe('aborted');
  });

  it('asks the server where the driver does not know', async () => {
    expect(await transactionStatus(fakeClient({ savepoint: '25P01' }))).toBe('idle');
    const open = fakeClient();
    expect(await transactionStatus(open)).toBe('open');
    expect(open.queries.at(-1)).toBe('release savepoint pggit_status');
  });

  it('passes other errors on', async () => {
    await expect(transactionStatus(fakeClient({ select: '57P01' }))).rejects.toThrow('57P01');
    await expect(transactionStatus(fakeClient({ savepoint: '57P01' }))).rejects.toThrow('57P01');
  });
});
