import { install, verify } from '@pggit/core';
import { isolatedServer, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

describe('many clients at once', () => {
  const db = useDatabase({ engine: false });

  it('end with one engine', async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => db.connect()));
    const reports = await Promise.all(clients.map((client) => install(client)));
    const actions = reports.map(({ action }) => action).sort();
    expect(actions).toEqual(['installed', ...Array(19).fill('unchanged')]);
    expect(await verify(db.client)).toEqual([]);
    const { rows } = await db.client.query('select count(*)::int as n from pggit.commits');
    expect(rows[0].n).toBe(1);
  });
});

describe('many databases at once', () => {
  // A server of its own: pggit's roles belong to the cluster, and here nobody has made them yet.
  const server = isolatedServer();

  it('share the roles without getting in each other’s way', async () => {
    const databases = await Promise.all(Array.from({ length: 6 }, () => server.createDatabase()));
    const clients = await Promise.all(databases.map(({ url }) => server.connect(url)));
    const reports = await Promise.all(clients.map((client) => install(client)));
    expect(reports.map(({ action }) => action)).toEqual(Array(6).fill('installed'));
    for (const client of clients) expect(await verify(client)).toEqual([]);
  });
});
