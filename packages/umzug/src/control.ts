import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '@pggit/core';
import { isConnectionLoss, type Pooling, poolingOf } from '@pggit/core/adapter';
import type { Connections } from './options.js';
import { type OwnSession, openOwnSession } from './sessions/own-session.js';

/** Milliseconds until a lost connection has to be back. */
const RECONNECT = 30_000;

/** Milliseconds between two attempts to connect. */
const PAUSE = 250;

type Rejoin = (session: Queryable) => Promise<void>;

/**
 * The session that a deployment is opened on; it lives as long as the run. A connection that is lost
 * is made again at once, because a deployment counts as interrupted while its owner is gone.
 */
export class Control implements Queryable {
  readonly #connections: Connections;
  #session: OwnSession | undefined;
  #rejoin: Rejoin | undefined;
  #reconnecting: Promise<void> | undefined;
  #failure: unknown;
  #isClosed = false;

  private constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** @throws whatever the driver throws */
  static async open(connections: Connections): Promise<Control> {
    const control = new Control(connections);
    control.#session = await control.#connect();
    return control;
  }

  /** What is between it and the server, which only the driver's own client can tell. */
  async pooling(): Promise<Pooling> {
    return poolingOf(this.#session?.client ?? this);
  }

  /**
   * Makes up for a lost connection from now on. The one client that everything runs on is not ours
   * to replace.
   *
   * @param rejoin - what a new session does before it is used
   */
  keep(rejoin: Rejoin): void {
    if (this.#connections.client === undefined) this.#rejoin = rejoin;
  }

  async query(text: string, values?: unknown[]): ReturnType<Queryable['query']> {
    try {
      return await this.#ask(text, values);
    } catch (error) {
      if (this.#rejoin === undefined || this.#isClosed || !isConnectionLoss(error)) throw error;
      // Whether it was done before the connection was lost or not, it may be done again.
      return this.#ask(text, values);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  async #ask(text: string, values?: unknown[]): ReturnType<Queryable['query']> {
    if (this.#session === undefined) {
      await Promise.race([this.#reconnecting, sleep(RECONNECT, undefined, { ref: false })]);
    }
    const session = this.#session;
    if (session === undefined) throw this.#failure ?? new Error('the connection was lost');
    try {
      return await session.client.query(text, values);
    } catch (error) {
      if (isConnectionLoss(error)) this.#lose(session);
      throw error;
    }
  }

  async #connect(): Promise<OwnSession> {
    let session: OwnSession | undefined;
    session = await openOwnSession(this.#connections, () => session && this.#lose(session));
    return session;
  }

  #lose(session: OwnSession): void {
    if (this.#session !== session || this.#rejoin === undefined) return;
    this.#session = undefined;
    void session.close();
    this.#reconnecting = this.#reconnect(this.#rejoin);
  }

  async #reconnect(rejoin: Rejoin): Promise<void> {
    const deadline = Date.now() + RECONNECT;
    while (!this.#isClosed && Date.now() < deadline) {
      try {
        return await this.#replace(rejoin);
      } catch (error) {
        this.#failure = error;
        await sleep(PAUSE);
      }
    }
  }

  async #replace(rejoin: Rejoin): Promise<void> {
    const session = await this.#connect();
    try {
      await rejoin(session.client);
    } catch (error) {
      await session.close();
      throw error;
    }
    if (this.#isClosed) await session.close();
    else this.#session = session;
  }
}
