import { bundledEngine } from '@pggit/core/engine';
import { callbackSql } from '@pggit/flyway';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { jdbcUrl } from '../adapters/liquibase/project.js';
import { run, runJson } from '../cli/pggit.js';
import { warningsOf } from '../sql/deployments/session.js';
import { firstRelease } from './first-release.js';

const db = useDatabase({ engine: false });
const added = bundledEngine.migrations.slice(4).map(({ name }) => name);

it('the first release is told to be older in one finding, and to be upgraded with its migrations', async () => {
  await db.client.query(await firstRelease('engine.sql'));
  await db.client.query('alter event trigger pggit_ddl_trigger disable');
  const { exitCode, data } = await runJson(['verify'], { url: db.url });
  expect({ exitCode, findings: data.findings }).toEqual({
    exitCode: 4,
    findings: [
      {
        kind: 'missing',
        object: `pggit ${bundledEngine.version}`,
        detail: expect.stringMatching(`^the engine is older than this package: .*${added.at(-1)}$`),
        hint: expect.stringContaining('`pggit upgrade`'),
      },
      expect.objectContaining({ kind: 'disabled' }),
    ],
  });

  const FLYWAY_URL = jdbcUrl(db);
  const flyway = (...flags: string[]) =>
    run(['flyway', ...flags, '--program', 'true', '--', 'migrate'], { env: { FLYWAY_URL } });
  const older = expect.stringMatching(/older than this package: .+\n.*hint: .+`pggit upgrade`/);
  expect(await flyway()).toMatchObject({ exitCode: 0, stderr: older });
  expect(await flyway('--required')).toMatchObject({ exitCode: 125, stderr: older });
  const tooOld = /engine of pggit .* older than its callbacks/;
  const warnings = warningsOf(db.client);
  await db.client.query(callbackSql('beforeEachMigrate'));
  expect(warnings).toEqual([
    { message: expect.stringMatching(tooOld), hint: expect.stringContaining('pggit upgrade') },
  ]);
  const required = db.client.query(callbackSql('beforeEachMigrate', { required: true }));
  await expect(required).rejects.toMatchObject({
    code: 'PGI01',
    message: expect.stringMatching(tooOld),
    hint: expect.stringContaining('pggit upgrade'),
  });

  const { stdout } = await run(['upgrade'], { url: db.url });
  expect(stdout).toMatch(
    new RegExp(`^upgraded pggit .*${bundledEngine.version} with ${added.length} schema migrations`),
  );
  expect(stdout).toContain(`schema migrations: ${added.join(', ')}`);
  await db.client.query('alter event trigger pggit_ddl_trigger enable');
  expect(await run(['verify'], { url: db.url })).toMatchObject({ exitCode: 0 });
});
