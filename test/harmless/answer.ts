import type { ClientBase, QueryResult } from 'pg';

/** All that a session is told about one query. */
export interface Answer {
  readonly results: unknown[];
  readonly notices: unknown[];
  readonly error: unknown;
}

/** Fields of an error or a notice as they come over the wire; `length` and `name` are the driver's. */
const FIELDS = [
  'severity',
  'code',
  'message',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

/** A session whose answers are kept word for word, to be compared with those of another database. */
export class Witness {
  readonly #session: ClientBase;
  readonly #database: string;
  #notices: unknown[] = [];

  /** @param database its name, which is the one word in which answers may differ */
  constructor(session: ClientBase, database: string) {
    this.#session = session;
    this.#database = database;
    session.on('notice', (notice) => this.#notices.push(this.#fieldsOf(notice)));
  }

  async ask(statement: string): Promise<Answer> {
    this.#notices = [];
    try {
      const results = await this.#session.query(statement.replaceAll('DATABASE', this.#database));
      return { results: [results].flat().map(resultOf), notices: this.#notices, error: null };
    } catch (error) {
      return { results: [], notices: this.#notices, error: this.#fieldsOf(error) };
    }
  }

  #fieldsOf(message: unknown): Record<string, unknown> {
    const fields = message as Record<string, unknown>;
    return Object.fromEntries(
      FIELDS.filter((name) => fields[name] !== undefined).map((name) => [
        name,
        name === 'code' ? fields[name] : this.#comparable(String(fields[name])),
      ]),
    );
  }

  /**
   * Some names that PostgreSQL makes hold an oid or the number of the session. Which member of an
   * extension it finds first depends on where the rows of pg_depend lie on disk.
   */
  #comparable(text: string): string {
    return text
      .replace(/^.+(?= is not in the extension's schema )/, 'MEMBER')
      .replaceAll(this.#database, 'DATABASE')
      .replaceAll(/\d{5,}/g, 'OID')
      .replaceAll(/\bpg_temp_\d+/g, 'pg_temp_N');
  }
}

/** A statement to which two databases answer differently. */
export interface Difference {
  readonly statement: string;
  readonly plain: Answer;
  readonly tracked: Answer;
}

/** The statements to which the two do not give the same answer. ROLE stands for `role` in them. */
export async function differences(
  statements: Iterable<string> | AsyncIterable<string>,
  one: Witness,
  other: Witness,
  role: string,
): Promise<Difference[]> {
  const different: Difference[] = [];
  for await (const statement of statements) {
    const text = statement.replaceAll('ROLE', role);
    const [plain, tracked] = [await one.ask(text), await other.ask(text)];
    if (JSON.stringify(plain) !== JSON.stringify(tracked)) {
      different.push({ statement, plain, tracked });
    }
  }
  return different;
}

function resultOf({ command, rowCount, rows, fields }: QueryResult): unknown {
  return { command, rowCount, rows, names: fields.map(({ name }) => name) };
}
