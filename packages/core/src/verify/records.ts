import { literal } from '../connection/literal.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import type { Finding } from './finding.js';

const BACKUP = 'from a backup of schema pggit; no installation brings back what was lost';

/** A row of `_lost_records()` or `_altered_records()`. */
interface Damage {
  readonly record: string;
  readonly count: string;
  readonly example: string | null;
  /** The commit that was made last; null when there is none at all. */
  readonly newest: string | null;
}

/** Looks for records of the history that are gone or altered. */
export async function verifyRecords(client: Queryable, engine: EngineSource): Promise<Finding[]> {
  const has = (name: string) => engine.manifest.some(({ identity }) => identity === name);
  if (!has('pggit._lost_records()') || !has('pggit._altered_records()')) return [];
  const lost = await read(client, 'l.lost', '_lost_records() l');
  const altered = await read(client, 'l.altered', '_altered_records() l');
  return [...lost.map(lostFinding), ...altered.map(alteredFinding)];
}

async function read(client: Queryable, count: string, source: string): Promise<Damage[]> {
  const { rows } = await client.query(`
    select l.record, ${count}::text as count, l.example,
      (select c.commit_id from pggit.commits c order by c.commit_number desc limit 1) as newest
    from pggit.${source}`);
  return rows;
}

function lostFinding({ record, count, example, newest }: Damage): Finding {
  const name = literal(example ?? '');
  switch (record) {
    case 'branch':
      return {
        kind: 'missing',
        object: `branch ${example}`,
        detail:
          'its row in pggit.branches is gone, so there is no HEAD and nothing can be committed',
        hint:
          newest === null
            ? `restore pggit.branches and pggit.commits ${BACKUP}`
            : `insert into pggit.branches (name, commit_id) values (${name}, '${newest}')`,
      };
    case 'head':
      return {
        kind: 'missing',
        object: `last commit of branch ${example}`,
        detail: 'pggit.commits does not have it, so there is no HEAD and nothing can be committed',
        hint: `restore pggit.commits ${BACKUP}`,
      };
    case 'commit':
      return {
        kind: 'missing',
        object: `commit ${example}`,
        detail: `commits that others follow are gone: ${count}`,
        hint: `restore pggit.commits ${BACKUP}`,
      };
    default:
      return {
        kind: 'missing',
        object: `definition of ${example}`,
        detail:
          record === 'live definition'
            ? `definitions of objects as they are now are gone: ${count}`
            : `definitions that the journal of changes refers to are gone: ${count}`,
        hint: `restore pggit.blobs ${BACKUP}`,
      };
  }
}

function alteredFinding({ record, count, example }: Damage): Finding {
  if (record === 'commit' || record === 'state') {
    return {
      kind: 'modified',
      object: `commit ${example}`,
      detail:
        record === 'commit'
          ? `commits, or changes of theirs, were altered and do not have their hash any more: ${count}`
          : `states of commits do not follow from those before them: ${count}`,
      hint: `restore pggit.commits and pggit.changes ${BACKUP}; pggit.verify_history() lists them`,
    };
  }
  if (record === 'link') {
    return {
      kind: 'modified',
      object: `link of migration ${example}`,
      detail: `links name a commit with none of their changes: ${count}`,
      hint: `restore pggit.external_migrations and pggit.changes ${BACKUP}; pggit.verify_history() lists them`,
    };
  }
  if (record === 'live state') {
    return {
      kind: 'modified',
      object: 'table pggit.live_objects',
      detail: 'the objects it has are not those that the newest commit and the staged changes make',
      hint: 'restore pggit.live_objects, pggit.changes and pggit.commits from one backup of schema pggit',
    };
  }
  return {
    kind: 'modified',
    object: `definition of ${example ?? 'an object nobody knows'}`,
    detail: `definitions were altered and do not have their hash any more: ${count}`,
    hint: `restore pggit.blobs ${BACKUP}`,
  };
}
