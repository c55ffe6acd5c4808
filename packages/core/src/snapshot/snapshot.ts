import type { TrackedObject } from '../client/rows.js';
import { neededBeside, type UntrackedObject } from './needed.js';
import { orderObjects, sequencesByOwner } from './order.js';
import { pathsOf } from './paths.js';
import { withoutVariables } from './psql.js';
import { renderObject } from './render.js';
import type { State } from './rendered.js';

/** A file of a snapshot. */
export interface SnapshotFile {
  /** From the folder of the snapshot, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What SQL could not be written for. */
export interface UnwrittenObject {
  readonly kind: string;
  readonly identity: string;
  /** Attributes that are missing from its file; undefined where there is no file. */
  readonly attributes?: readonly string[];
  /** Why it is not tracked, where it is not and the state needs it. */
  readonly rule?: string;
}

export interface Snapshot {
  /** A file for each object, and `load.sql`, which loads them in order. */
  readonly files: readonly SnapshotFile[];
  readonly unwritten: readonly UnwrittenObject[];
}

/**
 * Writes the objects of a state as SQL files, one for each object, that make the same state in an empty
 * database. Foreign keys and whatever else may point both ways are in a file beside that of their table.
 *
 * @param objects the state: `pggit(db).objects(ref)`
 * @param about a line for the head of `load.sql`
 * @param untracked what is there without being tracked, such as `pggit(db).ignoredObjects()`: what of it the
 *   state needs is unwritten
 */
export function renderSnapshot(
  objects: readonly TrackedObject[],
  about = '',
  untracked: readonly UntrackedObject[] = [],
): Snapshot {
  const { steps, circular } = orderObjects(objects);
  const state = stateOf(objects, circular);
  const paths = pathsOf(steps.map(({ object }) => object));
  const files: SnapshotFile[] = [];
  const later: SnapshotFile[] = [];
  const unwritten: UnwrittenObject[] = [];
  for (const { object, isBefore } of steps) {
    const { kind, identity } = object;
    const { before, statements, after, missing } = renderObject(object, state);
    const path = paths.get(object);
    if (isBefore) {
      files.push({ path: `${path}.before.sql`, text: textOf(before) });
      continue;
    }
    if (missing === undefined) {
      unwritten.push({ kind, identity });
      continue;
    }
    if (missing.length > 0) unwritten.push({ kind, identity, attributes: missing });
    if (statements.length > 0) files.push({ path: `${path}.sql`, text: textOf(statements) });
    if (after.length > 0) later.push({ path: `${path}.after.sql`, text: textOf(after) });
  }
  const ordered = [...files, ...later];
  const needed = neededBeside(objects, untracked);
  return {
    files: [
      ...ordered,
      { path: 'load.sql', text: loadFile(ordered, [...objects, ...needed], about) },
    ],
    unwritten: [...unwritten, ...needed],
  };
}

function stateOf(objects: readonly TrackedObject[], circular: ReadonlySet<TrackedObject>): State {
  return {
    objects: new Map(objects.map((object) => [`${object.kind} ${object.identity}`, object])),
    sequencesOf: sequencesByOwner(objects),
    circular: new Set([...circular].map(({ definition }) => definition)),
  };
}

const textOf = (statements: readonly string[]): string =>
  statements.map((statement) => `${withoutVariables(statement)};\n`).join('\n');

/** What the text of a definition means must not depend on whose session loads it. */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: "''",
  check_function_bodies: 'off',
  client_min_messages: 'warning',
  statement_timeout: '0',
  lock_timeout: '0',
  standard_conforming_strings: 'on',
  xmloption: 'content',
  transform_null_equals: 'off',
  array_nulls: 'on',
  datestyle: "'ISO, YMD'",
  intervalstyle: 'postgres',
  default_table_access_method: 'heap',
  default_tablespace: "''",
};

/** For psql, in one transaction: all of it or nothing. */
function loadFile(
  files: readonly SnapshotFile[],
  objects: readonly UntrackedObject[],
  about: string,
): string {
  const hasPublic = objects.some(
    ({ kind, identity }) => kind === 'schema' && identity === 'public',
  );
  return `${[
    ...about.split('\n').map((line) => `-- ${line}`.trimEnd()),
    '-- Loads into an empty database: psql -f load.sql',
    '\\set ON_ERROR_STOP on',
    '\\encoding UTF8',
    'begin;',
    ...Object.entries(SETTINGS).map(([name, value]) => `set local ${name} = ${value};`),
    ...(hasPublic ? [] : ['drop schema if exists public;']),
    ...files.map(({ path }) => `\\ir ${quotePath(path)}`),
    'commit;',
  ].join('\n')}\n`;
}

const quotePath = (path: string) => `'${path.replaceAll("'", "''")}'`;
