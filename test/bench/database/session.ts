import pg from 'pg';
import { type Cost, costOf } from '../measure/cost.js';
import { onePair, type Pair } from '../measure/pairs.js';

/** PostgreSQL 17 and later can switch event triggers for one session. */
const SETTING = { on: 'set event_triggers = on', off: 'set event_triggers = off' };

const TRIGGERS = { on: alterTriggers('enable'), off: alterTriggers('disable') };

function alterTriggers(action: string): string {
  return ['pggit_ddl_trigger', 'pggit_drop_trigger']
    .map((name) => `alter event trigger ${name} ${action}`)
    .join(';');
}

/** A connection whose backend's processor time can be read, and whose capture can be switched. */
export class Session {
  readonly client: pg.Client;
  readonly backend: number;
  #switch: { readonly on: string; readonly off: string } | undefined;

  private constructor(client: pg.Client) {
    this.client = client;
    // Known from the start of the connection: asking the server would be a statement of its own.
    this.backend = (client as unknown as { processID: number }).processID;
  }

  /** @param options server settings of the session, as in PGOPTIONS */
  static async open(url: string, options?: string): Promise<Session> {
    const client = new pg.Client({ connectionString: url, ...(options ? { options } : {}) });
    await client.connect();
    return new Session(client);
  }

  async run(sql: string): Promise<void> {
    await this.client.query(sql);
  }

  async value<T>(sql: string, parameters: unknown[] = []): Promise<T> {
    const { rows } = await this.client.query({ text: sql, values: parameters, rowMode: 'array' });
    return rows[0]?.[0] as T;
  }

  cost(sql: string): Promise<Cost> {
    return costOf(this.backend, () => this.client.query(sql));
  }

  /**
   * Switches event triggers. Not through session_replication_role: that setting throws away all plans
   * of the session, and only capture would have to make them again.
   */
  async capture(isOn: boolean): Promise<void> {
    this.#switch ??= (await this.value(`select current_setting('event_triggers', true)`))
      ? SETTING
      : TRIGGERS;
    await this.run(isOn ? this.#switch.on : this.#switch.off);
  }

  /** Measures some work with capture and without it. */
  pair<T>(round: number, work: () => Promise<T>): Promise<Pair<T>> {
    const as = async (isOn: boolean): Promise<T> => {
      await this.capture(isOn);
      return work();
    };
    return onePair(
      round,
      () => as(true),
      () => as(false),
    );
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
