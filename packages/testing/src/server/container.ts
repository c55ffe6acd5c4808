import type { TestServer } from './test-server.js';
import { databaseUrl } from './url.js';

const PORT = 5432;

/**
 * PostgreSQL from a container image, where Docker is at hand. testcontainers' own reaper removes
 * it when this process is gone.
 *
 * @param image for example `postgres:17`
 */
export async function startContainer(image: string): Promise<TestServer> {
  // Loaded on demand: nobody who runs the embedded server waits for a Docker client.
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = 'pggit';
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts(PORT)
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'max_connections=200'])
    // The image starts the server once to set it up, and once to serve.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const url = new URL(
    databaseUrl({
      user: 'postgres',
      password,
      port: container.getMappedPort(PORT),
      database: 'postgres',
    }),
  );
  url.hostname = container.getHost();
  return {
    url: url.href,
    stays: false,
    dispose: async () => {
      await container.stop();
    },
  };
}
