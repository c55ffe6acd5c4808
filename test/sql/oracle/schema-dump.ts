import type { ClientPrograms } from '@pggit/testing';

/** What `pg_dump -s` says of a database, one entry an object or a part of one, in no order. */
export type SchemaDump = ReadonlySet<string>;

/** Lines between entries that say what holds for the ones that follow. */
const SETTING = /^SET default_table_access_method = (.*);$/m;

const NOT_NULL_NAME = /CONSTRAINT ("[^"]+_not_null"|\w+_not_null) (?=NOT NULL)/g;

/** Dumps a database without pggit. */
export async function schemaDump(programs: ClientPrograms, url: string): Promise<SchemaDump> {
  const text = await programs.dump(
    url,
    '--schema-only',
    '--exclude-schema=pggit',
    '--no-tablespaces',
  );
  // The first part is the preamble, with a random key in it.
  const [, ...parts] = text
    .replace(/^\\unrestrict .*$/m, '')
    .replace('-- PostgreSQL database dump complete', '')
    .split(/^--\n-- Name: /m);
  const entries = new Set<string>();
  let accessMethod = '';
  for (const part of parts) {
    const next = SETTING.exec(part)?.[1];
    const entry = part.replaceAll(/^(SET default_\w+ = .*;|--)$/gm, '').trim();
    if (!isOurs(entry)) entries.add(normalised(entry, accessMethod));
    accessMethod = next ?? accessMethod;
  }
  return entries;
}

/** Entries that only one of the two has. */
export function difference(before: SchemaDump, after: SchemaDump): string[] {
  return [
    ...[...before].filter((entry) => !after.has(entry)).map((entry) => `- ${entry}`),
    ...[...after].filter((entry) => !before.has(entry)).map((entry) => `+ ${entry}`),
  ];
}

function isOurs(entry: string): boolean {
  return /^(EVENT TRIGGER )?pggit_(ddl|drop)_trigger; /.test(entry);
}

function normalised(entry: string, accessMethod: string): string {
  const type = /; Type: ([A-Z ]+);/.exec(entry)?.[1];
  switch (type) {
    // GRANT statements come in the order in which the rights were once given.
    case 'ACL':
    case 'DEFAULT ACL':
      return entry.split('\n').sort().join('\n');
    // A NOT NULL whose name looks like a default one says no more than the column: see the roads.
    case 'TABLE':
    case 'MATERIALIZED VIEW':
      return `${entry.replaceAll(NOT_NULL_NAME, '')}\nUSING ${accessMethod}`;
    // Values are passwords as often as not: pggit keeps the names of the options only.
    case 'USER MAPPING':
      return entry.replaceAll(/'[^']*'/g, '');
    case 'DOMAIN':
      return entry.replaceAll(NOT_NULL_NAME, '');
    default:
      return entry;
  }
}
