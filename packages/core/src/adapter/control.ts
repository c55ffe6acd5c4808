import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../connection/queryable.js';
import { LATE, within } from '../connection/within.js';
import { type Pooling, poolingOf } from '../pooling/pooling.js';
import type { OpenSession, OtherSession } from '../pooling/session-opener.js';
import { isConnectionLoss } from './connection-loss.js';

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
 * Makes a session for a run to be recorded over, the first one and those after a loss.
 *
 * @param lost is to be called when the session ends
 */
export type ConnectControl = (lost: () => void) => Promise<OtherSession>;

type Rejoin = (session: Queryable) => Promise<void>;

/**
 * The session that a deployment is opened on; it lives as long as the run. A connection that is lost
 * is made again at once, because a deployment counts as interrupted while its owner is gone.
 */
export class ControlSession implements Queryable {
  /** Milliseconds a statement may take; undefined for as long as it likes. */
  patience: number | undefined;
  readonly #connect: ConnectControl;
  readonly #repeats: boolean;
  readonly #closing = new AbortController();
  #session: OtherSession | undefined;
  #rejoin: Rejoin | undefined;
  #reconnecting: Promise<void> | undefined;
  #lostAt = 0;
  #failure: unknown;

  private constructor(connect: ConnectControl, repeats: boolean) {
    this.#connect = connect;
    this.#repeats = repeats;
  }

  /**
   * @param options.repeats whether a statement that meets a loss waits for the next connection and is
   *   done there, maybe a second time; otherwise it fails, and `ready` waits
   * @throws whatever the first connection rejects with
   */
  static async open(
    connect: ConnectControl,
    { repeats = false }: { readonly repeats?: boolean } = {},
  ): Promise<ControlSession> {
    const control = new ControlSession(connect, repeats);
    control.#session = await control.#open();
    return control;
  }

  /**
   * What is between it and the server, which only the driver's own client can tell.
   *
   * @param open one more session; by default one like its own, where that can be made
   */
  async pooling(open?: OpenSession): Promise<Pooling> {
    return poolingOf(this.#session?.client ?? this, open);
  }

  /**
   * Makes up for a lost connection from now on.
   *
   * @param rejoin what a new session does before it is used
   */
  keep(rejoin: Rejoin): void {
    this.#rejoin = rejoin;
  }

  async query(text: string, values?: unknown[]): ReturnType<Queryable['query']> {
    if (!this.#repeats) return this.#ask(this.patience, text, values);
    try {
      return await this.#askNext(text, values);
    } catch (error) {
      if (!this.#mayReturn || !isConnectionLoss(error)) throw error;
      return this.#askNext(text, values);
    }
  }

  /**
   * Waits until the connection answers, or a new one does where it is kept.
   *
   * @param onSilence is called when that takes a while, with the seconds that it may take
   * @throws Error when none does
   */
  async ready(onSilence: (seconds: number) => void = () => {}): Promise<void> {
    const silence = setTimeout(() => onSilence(RECONNECT / 1000), SILENCE);
    try {
      const session = this.#session;
      if (session !== undefined) {
        try {
          await this.#ask(ANSWER, 'select');
          return;
        } catch (error) {
          // Nobody makes another one.
          if (!this.#mayReturn) throw error;
          this.#lose(session);
        }
      }
      await this.#returned(RECONNECT);
    } finally {
      clearTimeout(silence);
    }
  }

  /** Ends the connection, or the attempts to get one. Never waits long, and never rejects. */
  async close(): Promise<void> {
    this.#closing.abort();
    const session = this.#session;
    this.#session = undefined;
    if (session) await within(ANSWER, session.close()).catch(() => {});
  }

  get #mayReturn(): boolean {
    return this.#rejoin !== undefined && !this.#closing.signal.aborted;
  }

  async #askNext(text: string, values?: unknown[]): ReturnType<Queryable['query']> {
    if (this.#session === undefined) await this.#returned(this.#lostAt + RECONNECT - Date.now());
    return this.#ask(this.patience, text, values);
  }

  async #ask(
    limit: number | undefined,
    text: string,
    values?: unknown[],
  ): ReturnType<Queryable['query']> {
    const session = this.#session;
    if (session === undefined) throw this.#lost();
    try {
      const answer = await within(limit, session.client.query(text, values));
      if (answer !== LATE) return answer;
    } catch (error) {
      if (isConnectionLoss(error)) this.#lose(session);
      throw error;
    }
    // It may come yet, and would be taken for that of the next statement.
    this.#lose(session);
    throw tooLate('the answer of the database', limit);
  }

  async #open(): Promise<OtherSession> {
    let session: OtherSession | undefined;
    session = await this.#connect(() => session && this.#lose(session));
    return session;
  }

  #lose(session: OtherSession): void {
    if (this.#session !== session || this.#rejoin === undefined) return;
    this.#session = undefined;
    this.#lostAt = Date.now();
    session.close().catch(() => {});
    this.#reconnecting = this.#reconnect(this.#rejoin);
  }

  async #reconnect(rejoin: Rejoin): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        return await this.#replace(rejoin);
      } catch (error) {
        this.#failure = error;
        await sleep(PAUSE, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #replace(rejoin: Rejoin): Promise<void> {
    const session = await this.#open();
    try {
      if ((await within(ANSWER, rejoin(session.client))) === LATE) {
        throw tooLate('joining again', ANSWER);
      }
    } catch (error) {
      session.close().catch(() => {});
      throw error;
    }
    if (this.#closing.signal.aborted) session.close().catch(() => {});
    else this.#session = session;
  }

  async #returned(milliseconds: number): Promise<void> {
    await within(Math.max(milliseconds, 0), this.#reconnecting ?? Promise.resolve());
    if (this.#session === undefined) throw this.#lost();
  }

  #lost(): Error {
    const why = this.#failure instanceof Error ? `: ${this.#failure.message}` : '';
    return new Error(`the connection to the database was lost${why}`);
  }
}

function tooLate(what: string, milliseconds = 0): Error {
  return new Error(`${what} took more than ${milliseconds / 1000} s`);
}
