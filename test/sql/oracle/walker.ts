import type { ClientBase } from 'pg';
import { Catalog } from './catalog.js';
import { Generator, type Surroundings } from './generator.js';
import { Random } from './random.js';
import type { Statement } from './statements/index.js';

/** What a step of a walk has run. */
export interface Step {
  /** Every line sent, with what became of it. */
  readonly log: readonly string[];
  /** Statements that may have changed something. */
  readonly landed: number;
  /** Whether the catalog may have changed without an event. */
  readonly isUnseen: boolean;
}

/** Walks through random DDL: single statements, and now and then a transaction of several. */
export class Walker {
  readonly #client: ClientBase;
  readonly #random: Random;
  readonly #generator: Generator;

  constructor(client: ClientBase, seed: number, surroundings: Surroundings) {
    this.#client = client;
    this.#random = new Random(seed);
    this.#generator = new Generator(this.#random, surroundings);
  }

  async step(): Promise<Step> {
    if (!this.#random.once(6)) {
      const statement = await this.#next();
      const outcome = await this.#run(statement);
      return stepOf([line(statement, outcome)], outcome === DONE ? [statement] : []);
    }
    return this.#transaction();
  }

  /** Statements in savepoints, some of which are rolled back, as the whole may be. */
  async #transaction(): Promise<Step> {
    const log = ['begin'];
    const landed: Statement[] = [];
    await this.#client.query('begin');
    if (this.#random.once(4)) {
      await this.#client.query('set constraints all immediate');
      log.push('set constraints all immediate');
    }
    for (let left = 2 + this.#random.below(5); left > 0; left -= 1) {
      const statement = await this.#next();
      await this.#client.query('savepoint here');
      const outcome = await this.#run(statement);
      log.push(line(statement, outcome));
      if (outcome === DONE && !this.#random.once(5)) {
        await this.#client.query('release here');
        landed.push(statement);
      } else {
        await this.#client.query('rollback to here');
        log.push('rollback to savepoint');
      }
    }
    const end = this.#random.once(6) ? 'rollback' : 'commit';
    await this.#client.query(end);
    return stepOf([...log, end], end === 'commit' ? landed : []);
  }

  async #next(): Promise<Statement> {
    return this.#generator.next(await Catalog.read(this.#client));
  }

  async #run(statement: Statement): Promise<string> {
    try {
      await this.#client.query(statement.text);
      return DONE;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

const DONE = 'done';

function line({ text }: Statement, outcome: string): string {
  return outcome === DONE ? text : `${text}  -- ${outcome}`;
}

function stepOf(log: readonly string[], landed: readonly Statement[]): Step {
  return { log, landed: landed.length, isUnseen: landed.some(({ isUnseen = false }) => isUnseen) };
}
