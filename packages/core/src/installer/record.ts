import { CATALOG_QUERY } from '../catalog/query.js';
import { literal } from '../connection/literal.js';
import type { EngineSource, ManifestEntry, SchemaMigration } from '../engine/source.js';
import type { Step } from './step.js';

/** Remembers that a schema migration ran, with the checksum of the text that did. */
export function recordMigration({ id, name, checksum }: SchemaMigration): Step {
  return {
    name: `record ${name}`,
    sql: `insert into pggit.schema_migrations (id, name, checksum)
values (${id}, ${literal(name)}, ${literal(checksum)});`,
  };
}

/**
 * Records version and mode. The mode is what the catalog says, not what the installer tried: where
 * event triggers exist they capture, whoever made them.
 */
export function recordSettings(engine: EngineSource): Step {
  return {
    name: 'record settings',
    sql: `insert into pggit.settings (name, value)
values
  ('engine_version', to_jsonb(${literal(engine.version)}::text)),
  ('engine_checksum', to_jsonb(${literal(engine.checksum)}::text)),
  ('mode', to_jsonb(case when exists (
    select
    from pg_catalog.pg_event_trigger t
    join pg_catalog.pg_proc p on p.oid = t.evtfoid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'pggit'
  ) then 'event'::text else 'manual' end))
on conflict (name) do update set value = excluded.value;`,
  };
}

/**
 * Records what the catalog has of the engine's own parts. Objects of others in the schema stay out:
 * an upgrade may drop only what was recorded here.
 */
export function recordManifest(manifest: readonly ManifestEntry[]): Step[] {
  if (manifest.length === 0) return [];
  const own = manifest.map(({ kind, identity }) => `(${literal(kind)}, ${literal(identity)})`);
  return [
    {
      name: 'record manifest',
      sql: `delete from pggit.manifest;
insert into pggit.manifest (kind, identity, body_hash, attributes_hash)
select c.kind, c.identity, coalesce(c.body_hash, ''), c.attributes_hash
from (${CATALOG_QUERY}) c
where (c.kind, c.identity) in (values
  ${own.join(',\n  ')}
);`,
    },
  ];
}
