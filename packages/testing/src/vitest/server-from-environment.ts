import { DEFAULT_MAJOR, toMajor } from '../server/binaries.js';
import { startContainer } from '../server/container.js';
import { startEmbeddedServer } from '../server/embedded.js';
import type { TestServer } from '../server/test-server.js';

/**
 * The server which PGGIT_TEST_PG asks for: `embedded` (default), `container` (of image
 * PGGIT_TEST_IMAGE, default the official one of the major) or a postgres:// URL. With
 * PGGIT_TEST_KEEP=1 an embedded server stays after the run.
 */
export async function serverFromEnvironment(
  wantedMajor: string = String(DEFAULT_MAJOR),
): Promise<TestServer> {
  const kind = process.env.PGGIT_TEST_PG || 'embedded';
  if (/^postgres(ql)?:\/\//.test(kind)) return { url: kind, stays: true, dispose: async () => {} };
  switch (kind) {
    case 'embedded':
      return embedded(wantedMajor);
    case 'container':
      return startContainer(process.env.PGGIT_TEST_IMAGE || `postgres:${wantedMajor}`);
    default:
      throw new Error(
        `PGGIT_TEST_PG is "${kind}": it can be "embedded", "container" or a postgres:// URL`,
      );
  }
}

async function embedded(wantedMajor: string): Promise<TestServer> {
  const keep = process.env.PGGIT_TEST_KEEP === '1';
  const server = await startEmbeddedServer({ major: toMajor(wantedMajor), keep });
  if (keep) {
    console.log(`PostgreSQL ${server.major} stays after this run: ${server.url}`);
    console.log(`End it with: kill ${server.pid}`);
  }
  return server;
}
