import { useDatabase } from '@pggit/testing';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { ControlSession } from './control.js';

const PROCESS = 'select pg_catalog.pg_backend_pid() as pid';

describe('ControlSession', () => {
  const db = useDatabase({ engine: false });
  const connect = async (lost: () => void) => {
    const client = new pg.Client(db.url);
    client.on('error', () => {});
    client.once('end', lost);
    await client.connect();
    return { client, close: () => client.end() };
  };

  /** Opens one and has the server end its session. */
  async function openAndLose(before: (control: ControlSession) => void = () => {}) {
    const control = await ControlSession.open(connect);
    before(control);
    const { rows } = await control.query(PROCESS);
    await db.client.query('select pg_catalog.pg_terminate_backend($1, 5000)', [rows[0].pid]);
    return { control, lost: rows[0].pid };
  }

  it('is ready while its connection answers, whether it is kept or not', async () => {
    const control = await ControlSession.open(connect);
    await expect(control.ready()).resolves.toBeUndefined();
    await control.close();
  });

  it('is never ready again when a connection is lost that nobody wanted kept', async () => {
    const { control } = await openAndLose();
    await expect(control.ready()).rejects.toThrow();
    await control.close();
  });

  it('is ready over a new connection that has joined, when it is kept', async () => {
    const joined: unknown[] = [];
    const { control, lost } = await openAndLose((kept) =>
      kept.keep(async (session) => {
        joined.push((await session.query(PROCESS)).rows[0].pid);
      }),
    );
    await control.ready();
    const { rows } = await control.query(PROCESS);
    expect(rows[0].pid).not.toBe(lost);
    expect(joined).toEqual([rows[0].pid]);
    await control.close();
    await expect(control.ready()).rejects.toThrow('the connection to the database was lost');
  });
});
