import type { ClientBase } from 'pg';

/** Everything pggit has recorded of a schema, to be compared with that of another database. */
export async function schemaState(client: ClientBase) {
  const objects = await client.query(
    `select l.kind, l.identity, pggit.definition(l.kind, l.identity, 'HEAD') as definition
       from pggit.live_objects l order by 1, 2`,
  );
  const hashes = await client.query(
    `select encode(pggit.state_hash('live'), 'hex') as live, encode(pggit.state_hash('HEAD'), 'hex') as head`,
  );
  return { objects: objects.rows, hashes: hashes.rows[0] };
}
