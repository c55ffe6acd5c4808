import pg from 'pg';

const { escapeIdentifier, escapeLiteral } = pg;

/** The comment on a database that its test wants to be looked at. */
const KEPT = 'kept: a test failed in here';

/** Runs `work` on a connection of its own to `url`, which is closed afterwards. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates a database as a copy of `template`. The default, template0, has no sessions that could
 * be in the way. Copying files takes a fraction of the time of PostgreSQL's default strategy. Only a
 * copy of template0 may have an `encoding` of its own; C is the locale that every encoding goes with.
 */
export async function createDatabase(
  admin: pg.ClientBase,
  name: string,
  template = 'template0',
  encoding?: string,
): Promise<void> {
  const copy = escapeIdentifier(name);
  const original = escapeIdentifier(template);
  const encoded =
    encoding === undefined
      ? ''
      : `encoding ${escapeLiteral(encoding)} locale_provider libc locale 'C'`;
  await admin.query(`create database ${copy} template ${original} strategy file_copy ${encoded}`);
}

/** Drops a database and ends the sessions in it. */
export async function dropDatabase(admin: pg.ClientBase, name: string): Promise<void> {
  await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
}

/** Makes a database a template: anybody with `createdb` may copy it, nobody connects to it. */
export async function closeAsTemplate(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(
      `alter database ${escapeIdentifier(name)} with allow_connections false is_template true`,
    ),
  );
}

/** Saves a database from {@link dropEverythingOf}. */
export async function keepDatabase(admin: pg.ClientBase, name: string): Promise<void> {
  await admin.query(`comment on database ${escapeIdentifier(name)} is ${escapeLiteral(KEPT)}`);
}

/**
 * Drops what a run has left on a server that outlives it: databases (templates included, kept ones
 * not) and roles whose names start with `prefix`.
 */
export async function dropEverythingOf(adminUrl: string, prefix: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const databases = await client.query<{ datname: string; datistemplate: boolean }>(
      `select datname, datistemplate
         from pg_catalog.pg_database
        where starts_with(datname, $1)
          and pg_catalog.shobj_description(oid, 'pg_database') is distinct from $2`,
      [prefix, KEPT],
    );
    for (const { datname, datistemplate } of databases.rows) {
      if (datistemplate) {
        await client.query(`alter database ${escapeIdentifier(datname)} with is_template false`);
      }
      await dropDatabase(client, datname);
    }
    const roles = await client.query<{ rolname: string }>(
      `select rolname
         from pg_catalog.pg_roles r
        where starts_with(rolname, $1)
          and not exists (select from pg_catalog.pg_shdepend d where d.refobjid = r.oid)`,
      [prefix],
    );
    for (const { rolname } of roles.rows) {
      await client.query(`drop role ${escapeIdentifier(rolname)}`);
    }
  });
}
