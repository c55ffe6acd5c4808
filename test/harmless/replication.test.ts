import { isolatedServer } from '@pggit/testing';
import { expect, it } from 'vitest';
import { warningsOf } from '../sql/kinds/cases.js';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { GROUND, runOrdinaryDdl } from './ordinary-ddl.js';

// A server of its own: logical decoding is off unless the server is started with it.
const server = isolatedServer({ settings: { wal_level: 'logical' } });

it('DDL and deployments go on under a FOR ALL TABLES publication that is decoded', async () => {
  const { url } = await server.createDatabase({ engine: true });
  const session = await server.connect(url);
  await session.query('create publication everything for all tables');
  await session.query("select pg_create_logical_replication_slot('decoded', 'pgoutput')");
  const warnings = warningsOf(session);

  await session.query(GROUND);
  await runOrdinaryDdl(session, 1);
  await session.query("select pggit.begin_deployment('release', auto_commit => true)");
  await runOrdinaryDdl(session, 2);
  await session.query("select pggit.end_deployment('done', array['label'])");
  await session.query('alter table ground.orders drop column renamed1; drop table ground.t1');
  await session.query(
    'set pggit.tracking = off; drop table ground.t2; reset pggit.tracking; select pggit.capture()',
  );

  expect(warnings).toEqual([]);
  const other = await server.connect(url);
  expect(await expectationsOf(other)).toEqual(SOUND);
  const { rows } = await other.query(
    `select count(*)::int > 100 as decoded from pg_logical_slot_get_binary_changes(
       'decoded', null, null, 'proto_version', '1', 'publication_names', 'everything')`,
  );
  expect(rows).toEqual([{ decoded: true }]);
});
