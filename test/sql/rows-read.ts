import type { ClientBase } from 'pg';

/** Counts the rows that transactions of a session read in the catalogs and in pggit's own tables. */
export class RowsRead {
  readonly #session: ClientBase;
  readonly #tables: readonly number[];

  private constructor(session: ClientBase, tables: readonly number[]) {
    this.#session = session;
    this.#tables = tables;
  }

  static async of(session: ClientBase): Promise<RowsRead> {
    const { rows } = await session.query<{ oid: number }>(`
      select oid from pg_catalog.pg_class
      where relkind = 'r' and relnamespace in ('pg_catalog'::regnamespace, 'pggit'::regnamespace)`);
    return new RowsRead(
      session,
      rows.map(({ oid }) => oid),
    );
  }

  /** Ends the transaction, its record included, and says how many rows it read. */
  async atCommit(): Promise<number> {
    await this.#session.query('set constraints all immediate');
    const { rows } = await this.#session.query<{ read: number }>(
      `select sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))::int
         as read
       from unnest($1::oid[]) as t (oid)`,
      [this.#tables],
    );
    await this.#session.query('commit');
    // Or the next transaction would count on from here.
    await this.#session.query('select pg_stat_force_next_flush()');
    return rows[0]?.read ?? 0;
  }
}
