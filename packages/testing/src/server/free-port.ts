import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 that is free now. Another process may take it before the caller does:
 * whoever uses it has to be ready to ask again.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') {
          reject(new Error('the probe for a free port got no TCP address'));
        } else {
          resolve(address.port);
        }
      });
    });
  });
}
