import { engineVersion, install, isPgGitError, verify } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { snapshot } from './snapshot.js';

describe('an engine that cannot be gone on from', () => {
  const db = useDatabase({ per: 'test' });

  it('is refused when an applied migration was tampered with', async () => {
    await db.client.query("update pggit.schema_migrations set checksum = 'tampered' where id = 2");
    const before = await snapshot(db.client);
    const error = await install(db.client).catch((e) => e);
    expect(isPgGitError(error, 'migration_checksum')).toBe(true);
    expect(await snapshot(db.client)).toEqual(before);
    expect(error).toMatchObject({
      migration: bundledEngine.migrations[1]?.name,
      expected: bundledEngine.migrations[1]?.checksum,
      actual: 'tampered',
    });
    expect(await verify(db.client)).toMatchObject([
      { kind: 'modified', object: `schema migration ${bundledEngine.migrations[1]?.name}` },
    ]);
  });

  it('is refused when its version is newer', async () => {
    await db.client.query(
      `update pggit.settings set value = '"99.0.0"' where name = 'engine_version'`,
    );
    const before = await snapshot(db.client);
    await expect(install(db.client)).rejects.toMatchObject({
      code: 'engine_newer',
      installed: '99.0.0',
      bundled: engineVersion,
    });
    await expect(install(db.client, { dryRun: true })).rejects.toMatchObject({
      code: 'engine_newer',
    });
    expect(await snapshot(db.client)).toEqual(before);
    await db.client.query('create table public.still_captured ()');
    const { rows } = await db.client.query('select message from pggit.log() limit 1');
    expect(rows).toEqual([{ message: 'added table public.still_captured' }]);
  });

  it('is refused when it has migrations this package does not know', async () => {
    await db.client.query(
      "insert into pggit.schema_migrations (id, name, checksum) values (9999, '9999_future', 'x')",
    );
    const error = await install(db.client).catch((e) => e);
    expect(isPgGitError(error, 'engine_newer')).toBe(true);
    expect(error.message).toContain('9999_future');
  });
});
