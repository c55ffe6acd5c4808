import { startEmbeddedServer } from '@pggit/testing/server';
import pg from 'pg';

/** Runs `work` in an empty database of a server that lives for this only. */
export async function inScratch<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const server = await startEmbeddedServer({ major: 17 });
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await server.dispose();
  }
}
