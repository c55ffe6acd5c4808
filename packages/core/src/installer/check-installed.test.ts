import { describe, expect, it } from 'vitest';
import { createEngineSource } from '../engine/create-engine-source.js';
import { EngineDamagedError, EngineNewerError, MigrationChecksumError } from '../errors/install.js';
import { checkInstalled, checkServer } from './check-installed.js';

const engine = createEngineSource([{ name: 'schema/0001_a.sql', sql: 'select 1;' }], '1.1.0');
const [migration] = engine.migrations;
const applied = { id: 1, name: '0001_a', checksum: migration?.checksum ?? '' };
const installed = {
  version: '1.0.0',
  checksum: undefined,
  mode: 'event' as const,
  migrations: [applied],
  manifest: new Map(),
  contents: 'complete' as const,
};

describe('checkInstalled', () => {
  it('goes on from an older engine', () => {
    expect(() => checkInstalled(installed, engine)).not.toThrow();
  });

  it('refuses a newer version', () => {
    expect(() => checkInstalled({ ...installed, version: '1.2.0' }, engine)).toThrow(
      EngineNewerError,
    );
  });

  it('refuses migrations it does not know', () => {
    const migrations = [applied, { id: 2, name: '0002_b', checksum: '' }];
    expect(() => checkInstalled({ ...installed, migrations }, engine)).toThrow('0002_b');
  });

  it('refuses an applied migration with another text', () => {
    const migrations = [{ ...applied, checksum: 'other' }];
    expect(() => checkInstalled({ ...installed, migrations }, engine)).toThrow(
      MigrationChecksumError,
    );
  });
});

describe('an engine whose record of migrations is gone', () => {
  const lost = { ...installed, version: '0.0.0', migrations: [] };

  it('is refused when other rows are there', () => {
    expect(() => checkInstalled({ ...lost, contents: 'remains' }, engine)).toThrow(
      EngineDamagedError,
    );
  });

  it('is replaced when nothing is there', () => {
    expect(() => checkInstalled({ ...lost, contents: 'nothing' }, engine)).not.toThrow();
  });
});

describe('checkServer', () => {
  const server = (version: string) => ({
    query: async () => ({ rows: [{ server_version_num: version }] }),
  });

  it('refuses PostgreSQL before 15', async () => {
    await expect(checkServer(server('140012'))).rejects.toMatchObject({
      code: 'unsupported_server',
      serverVersion: 140012,
      minimum: 15,
    });
    await expect(checkServer(server('150000'))).resolves.toBeUndefined();
  });
});
