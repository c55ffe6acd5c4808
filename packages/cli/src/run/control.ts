import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '@pggit/core';
import type pg from 'pg';
import { TooLateError, within } from './within.js';

/** Milliseconds for a sign of life. */
const ANSWER = 3000;

/** Milliseconds until a lost connection has to be back. */
const RECONNECT = 30_000;

/** Milliseconds after which somebody wants to know what is waited for. */
const SILENCE = 2000;

/**
 * Milliseconds between two attempts to connect. Until one succeeds, any other recorded run takes this
 * one for dead: it has to be back before the server has served many.
 */
const PAUSE = 250;

/**
 * The session that owns the deployment of a run. A connection that is lost is made again at once,
 * because a deployment counts as interrupted while its owner is gone.
 */
export class Control implements Queryable {
  /** Milliseconds a statement may take; undefined for as long as it likes. */
  patience: number | undefined;
  readonly #connect: () => Promise<pg.Client>;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #rejoin: ((client: Queryable) => Promise<void>) | undefined;
  #reconnecting: Promise<void> | undefined;
  #failure: unknown;

  private constructor(connect: () => Promise<pg.Client>, client: pg.Client) {
    this.#connect = connect;
    this.#use(client);
  }

  /**
   * @param connect makes a connection, the first one and those after a loss
   * @throws whatever the first one rejects with
   */
  static async open(connect: () => Promise<pg.Client>): Promise<Control> {
    return new Control(connect, await connect());
  }

  /** @param rejoin what a new connection does before it is used, from now on */
  keep(rejoin: (client: Queryable) => Promise<void>): void {
    this.#rejoin = rejoin;
  }

  /** The server process that the connection was told it has; a pooler tells one of its own making. */
  get processID(): number | undefined {
    return (this.#client as { processID?: number } | undefined)?.processID;
  }

  async query(text: string, values?: unknown[]): ReturnType<Queryable['query']> {
    if (this.#client === undefined) throw this.#lost();
    return this.#ask(this.#client, this.patience, text, values);
  }

  /**
   * Waits until the connection answers, or a new one does.
   *
   * @param onSilence is called when that takes a while
   * @throws Error when none does
   */
  async ready(onSilence: (seconds: number) => void = () => {}): Promise<void> {
    const silence = setTimeout(() => onSilence(RECONNECT / 1000), SILENCE);
    try {
      await this.#answer();
    } finally {
      clearTimeout(silence);
    }
  }

  async #answer(): Promise<void> {
    const client = this.#client;
    if (client !== undefined) {
      const answer = await this.#ask(client, ANSWER, 'select').catch(() => undefined);
      if (answer !== undefined) return;
      this.#drop(client);
    }
    await within(RECONNECT, 'connecting again', this.#reconnecting ?? Promise.resolve()).catch(
      () => {},
    );
    if (this.#client === undefined) throw this.#lost();
  }

  /** Ends the connection, or the attempts to get one. Never waits long. */
  async close(): Promise<void> {
    this.#closing.abort();
    const client = this.#client;
    this.#client = undefined;
    if (client) await within(ANSWER, 'disconnecting', client.end()).catch(() => {});
  }

  async #ask(client: pg.Client, limit: number | undefined, text: string, values?: unknown[]) {
    try {
      return await within(limit, 'the answer of the database', client.query(text, values));
    } catch (error) {
      // One that was too late may come yet, and would be taken for that of the next statement.
      if (error instanceof TooLateError) this.#drop(client);
      throw error;
    }
  }

  #use(client: pg.Client): void {
    this.#client = client;
    client.once('end', () => this.#drop(client));
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => {});
    if (this.#rejoin && !this.#closing.signal.aborted) {
      this.#reconnecting = this.#reconnect(this.#rejoin);
    }
  }

  async #reconnect(rejoin: (client: Queryable) => Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const client = await this.#connect();
        if (signal.aborted) return void client.end().catch(() => {});
        await within(ANSWER, 'joining again', rejoin(client)).catch((error) => {
          client.end().catch(() => {});
          throw error;
        });
        return this.#use(client);
      } catch (error) {
        this.#failure = error;
        await sleep(PAUSE, undefined, { signal }).catch(() => {});
      }
    }
  }

  #lost(): Error {
    const why = this.#failure instanceof Error ? `: ${this.#failure.message}` : '';
    return new Error(`the connection to the database was lost${why}`);
  }
}

/** The role's timeouts are for its own work; this session waits as long as the command runs. */
export async function liftTimeouts(client: Queryable): Promise<void> {
  // One of them came with PostgreSQL 17.
  await client.query(
    `select pg_catalog.set_config(s.name, '0', false)
     from pg_catalog.pg_settings s
     where s.name in ('idle_session_timeout', 'statement_timeout', 'transaction_timeout')`,
  );
}
