import { createServer } from 'node:net';
import { isolatedServer } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { HISTORY, migrate } from '../sql/flyway/run.js';
import { run } from './pggit.js';

/** A name with an address of either family, as `localhost` is in most places. */
const RESOLVER = `
  import dns from 'node:dns';
  dns.lookup = (name, options, answer) => {
    const families = [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }];
    if (dns.getDefaultResultOrder() === 'ipv4first') families.reverse();
    if (options.all) answer(null, families);
    else answer(null, families[0].address, families[0].family);
  };`;

const hasIpv6 = await new Promise<boolean>((resolve) => {
  const server = createServer();
  server.on('error', () => resolve(false));
  server.listen(0, '::1', () => server.close(() => resolve(true)));
});

// The servers of the other tests listen at one address.
describe.skipIf(!hasIpv6)('pggit flyway callback', () => {
  const server = isolatedServer({ settings: { listen_addresses: '127.0.0.1,::1' } });

  it('ends the run of a Flyway that has come by the other family of addresses', async () => {
    const { url } = await server.createDatabase({ engine: true });
    const [main, migration] = [await server.connect(url), await server.connect(url)];
    await main.query(HISTORY);
    await migrate({ main, migration }, 1, ['create table public.a ()']);

    const { username, password, port, pathname } = new URL(url);
    const { exitCode, stderr } = await run(['flyway', 'callback', 'afterMigrateApplied'], {
      env: {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(RESOLVER)}`,
        FLYWAY_URL: `jdbc:postgresql://db.example:${port}${pathname}`,
        FLYWAY_USER: username,
        FLYWAY_PASSWORD: password,
        FP__flyway_defaultSchema__: 'public',
        FP__flyway_table__: 'flyway_schema_history',
        FP__flyway_timestamp__: '2026-11-26 10:00:00',
      },
    });

    expect([exitCode, stderr]).toEqual([0, '']);
    expect((await readHistory(main)).deployments).toMatchObject([{ status: 'completed' }]);
  });
});
