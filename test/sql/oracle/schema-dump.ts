import type { ClientPrograms } from '@pggit/testing';

/** What `pg_dump -s` says of a database without pggit. */
export interface SchemaDump {
  /** The script to load it with. */
  readonly script: string;
  /** One entry an object or a part of one, in no order. */
  readonly entries: ReadonlySet<string>;
}

/** Begins an entry. */
const START = '--\n-- Name: ';

/** Lines between entries that say what holds for the ones that follow. */
const SETTING = /^SET default_table_access_method = (.*);$/m;

const BETWEEN = /^(SET default_\w+ = .*;|--|-- PostgreSQL database dump complete)$/gm;

const NOT_NULL_NAME = /CONSTRAINT ("[^"]+_not_null"|\w+_not_null) (?=NOT NULL)/g;

/** Dumps a database. */
export async function schemaDump(programs: ClientPrograms, url: string): Promise<SchemaDump> {
  const text = await programs.dump(
    url,
    '--schema-only',
    '--exclude-schema=pggit',
    '--no-tablespaces',
  );
  // Lines with a random key protect psql from what a hostile server might put between them.
  const [preamble = '', ...parts] = text.replaceAll(/^\\(un)?restrict .*\n/gm, '').split(START);
  const theirs = parts.filter((part) => !isOurs(part));
  const entries = new Set<string>();
  let accessMethod = '';
  for (const part of theirs) {
    entries.add(normalised(part.replaceAll(BETWEEN, '').trim(), accessMethod));
    accessMethod = SETTING.exec(part)?.[1] ?? accessMethod;
  }
  return { script: [preamble, ...theirs].join(START), entries };
}

/** Entries that only one of the two has. */
export function difference(before: SchemaDump, after: SchemaDump): string[] {
  return [
    ...only(before, after).map((entry) => `- ${entry}`),
    ...only(after, before).map((entry) => `+ ${entry}`),
  ];
}

function only(one: SchemaDump, other: SchemaDump): string[] {
  return [...one.entries].filter((entry) => !other.entries.has(entry));
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
