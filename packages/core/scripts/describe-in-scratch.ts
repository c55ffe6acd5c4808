import { startEmbeddedServer } from '@pggit/testing/server';
import pg from 'pg';
import { describeEngine } from '../src/engine/describe-engine.js';
import type { EngineSource } from '../src/engine/source.js';

/** Describes an engine in a database of a server that lives for this only. */
export async function describeInScratch(engine: EngineSource): Promise<EngineSource> {
  const server = await startEmbeddedServer({ major: 17 });
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await describeEngine(client, engine);
    } finally {
      await client.end();
    }
  } finally {
    await server.dispose();
  }
}
