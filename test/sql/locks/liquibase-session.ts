import type { ClientBase } from 'pg';

/** Names of Liquibase's tables, which a team may choose. */
export interface Tables {
  readonly changelog: string;
  readonly lock: string;
}

const DEFAULT: Tables = {
  changelog: 'public.databasechangelog',
  lock: 'public.databasechangeloglock',
};

/** The statements of Liquibase 4.33 in the transactions in which it sends them, over one session. */
export class LiquibaseSession {
  readonly session: ClientBase;
  readonly tables: Tables;

  constructor(session: ClientBase, tables: Tables = DEFAULT) {
    this.session = session;
    this.tables = tables;
  }

  /** What comes before the very first run. */
  async createTables(): Promise<void> {
    await this.query(`CREATE TABLE ${this.tables.changelog} (ID VARCHAR(255) NOT NULL,
      AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL,
      DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT NULL,
      EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255),
      COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255),
      LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))`);
    await this.query(`CREATE TABLE ${this.tables.lock} (ID INTEGER NOT NULL,
      LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255),
      PRIMARY KEY (ID))`);
    await this.query(`DELETE FROM ${this.tables.lock}`);
    await this.query(`INSERT INTO ${this.tables.lock} (ID, LOCKED) VALUES (1, FALSE)`);
  }

  async lock(): Promise<void> {
    await this.query(`UPDATE ${this.tables.lock} SET LOCKED = TRUE, LOCKEDBY = 'ci (10.0.0.3)',
      LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE`);
  }

  /** At the end of a run, and what `release-locks` does. */
  async release(): Promise<void> {
    await this.query(`UPDATE ${this.tables.lock} SET LOCKED = FALSE, LOCKEDBY = NULL,
      LOCKGRANTED = NULL WHERE ID = 1`);
  }

  /** A changeset in its transaction, and its row in another one. */
  async changeset(id: string, statement: string): Promise<void> {
    await this.session.query('BEGIN');
    await this.session.query(statement);
    await this.session.query('COMMIT');
    await this.record(id);
  }

  async record(id: string, execType = 'EXECUTED'): Promise<void> {
    await this.query(`INSERT INTO ${this.tables.changelog} (ID, AUTHOR, FILENAME, DATEEXECUTED,
        ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID)
      SELECT '${id}', 'me', 'log.sql', NOW(), COALESCE(MAX(ORDEREXECUTED), 0) + 1,
        '9:4cf799b1140772e8b37483eeeab9230e', 'sql', '', '${execType}', NULL, NULL, '4.33.0', '5659442182'
      FROM ${this.tables.changelog}`);
  }

  /** A statement in a transaction of its own. */
  async query(statement: string): Promise<void> {
    await this.session.query('BEGIN');
    await this.session.query(statement);
    await this.session.query('COMMIT');
  }

  /** A whole run. */
  async run(work: () => Promise<void>): Promise<void> {
    await this.lock();
    await work();
    await this.release();
  }
}
