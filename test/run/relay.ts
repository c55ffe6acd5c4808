import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A wire that can be cut. */
export interface Relay {
  readonly url: string;
  /** Breaks every connection, and makes none until it is mended. */
  cut(): void;
  /** Breaks every connection for the clients only: the server does not learn of it. */
  cutUnseen(): void;
  mend(): void;
}

/** Puts a wire between clients and the server of a URL, for the rest of the test. */
export async function relayTo(url: string): Promise<Relay> {
  const { hostname, port } = new URL(url);
  const ends = { near: new Set<Socket>(), far: new Set<Socket>() };
  const destroy = (end: keyof typeof ends) => {
    for (const socket of ends[end]) socket.destroy();
    ends[end].clear();
  };
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port), hostname);
    ends.near.add(near.on('error', () => {}));
    ends.far.add(far.on('error', () => {}));
    near.pipe(far);
    far.pipe(near);
    far.once('close', () => near.destroy());
    near.once('close', () => {
      // One that was cut unseen is not known any more.
      if (ends.near.delete(near)) far.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    destroy('near');
    destroy('far');
    server.close();
  });
  const relayed = new URL(url);
  relayed.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: relayed.href,
    cut() {
      isCut = true;
      destroy('far');
      destroy('near');
    },
    cutUnseen: () => destroy('near'),
    mend() {
      isCut = false;
    },
  };
}
