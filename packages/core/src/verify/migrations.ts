import type { EngineSource } from '../engine/source.js';
import { EngineDamagedError } from '../errors/install.js';
import type { InstalledEngine } from '../installer/installed.js';
import { compareVersions } from '../installer/version.js';
import type { Finding } from './finding.js';

const LOST: Finding = {
  kind: 'missing',
  object: 'rows of table pggit.schema_migrations',
  detail: 'which schema migrations were applied is not recorded any more',
  hint: EngineDamagedError.hint,
};

/** What an older engine lacks would fill pages, and one command brings all of it. */
const OLDER = 'upgrade the engine with `pggit upgrade`, or with install() of @pggit/core';

/**
 * One finding for an engine that is older than `engine` as a whole: migrations are to come after the
 * last one it has, or its version is older and it was installed from other SQL. `undefined` when it is
 * not, or when what it remembers does not fit: that is for {@link verifyMigrations}.
 */
export function verifyAge(installed: InstalledEngine, engine: EngineSource): Finding | undefined {
  if (installed.contents === 'remains') return undefined;
  const { migrations } = engine;
  const pending = migrations.slice(installed.migrations.length);
  const isBeginning = installed.migrations.every(
    ({ id, checksum }, n) => migrations[n]?.id === id && migrations[n]?.checksum === checksum,
  );
  const isOlderRelease =
    installed.checksum !== engine.checksum &&
    compareVersions(installed.version, engine.version) < 0;
  if (!isBeginning || (pending.length === 0 && !isOlderRelease)) return undefined;
  const lacks = pending.map(({ name }) => name).join(', ');
  return {
    kind: 'missing',
    object: `pggit ${engine.version}`,
    detail:
      `the engine is older than this package: the database has pggit ${installed.version}` +
      (lacks === '' ? '' : `, without schema migration ${lacks}`),
    hint: OLDER,
  };
}

/** Compares the schema migrations that a database remembers with those of the engine. */
export function verifyMigrations(installed: InstalledEngine, engine: EngineSource): Finding[] {
  if (installed.contents === 'remains') return [LOST];
  const bundled = new Map(engine.migrations.map((migration) => [migration.id, migration]));
  const applied = new Set(installed.migrations.map(({ id }) => id));
  const findings: Finding[] = [];
  for (const { id, name, checksum } of installed.migrations) {
    const migration = bundled.get(id);
    const object = `schema migration ${name}`;
    if (migration === undefined) {
      findings.push({
        kind: 'unexpected',
        object,
        detail: 'this package does not know it: the engine is newer',
        hint: 'upgrade @pggit/core',
      });
    } else if (migration.checksum !== checksum) {
      findings.push({
        kind: 'modified',
        object,
        detail: `it was applied with checksum ${checksum}, this package has ${migration.checksum}`,
        hint: 'restore pggit.schema_migrations, or use the package version it was installed with',
      });
    }
  }
  for (const { id, name } of engine.migrations) {
    if (applied.has(id)) continue;
    findings.push({
      kind: 'missing',
      object: `schema migration ${name}`,
      detail: 'it was not applied: the engine is older than this package',
      hint: OLDER,
    });
  }
  return findings;
}
