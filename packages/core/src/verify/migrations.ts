import type { EngineSource } from '../engine/source.js';
import { EngineDamagedError } from '../errors/install.js';
import type { InstalledEngine } from '../installer/installed.js';
import type { Finding } from './finding.js';

const LOST: Finding = {
  kind: 'missing',
  object: 'rows of table pggit.schema_migrations',
  detail: 'which schema migrations were applied is not recorded any more',
  hint: EngineDamagedError.hint,
};

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
      hint: 'upgrade the engine with `pggit upgrade`, or with install() of @pggit/core',
    });
  }
  return findings;
}
