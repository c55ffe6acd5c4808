import { basename } from 'node:path/posix';
import type { SqlFile } from '../../src/engine/source.js';

/** What a function's text shows: the SQLSTATEs in it and the functions it calls. */
interface Seen {
  readonly codes: readonly string[];
  readonly calls: readonly string[];
}

/**
 * The SQLSTATEs of class PG that each function can raise, by itself or through what it calls.
 *
 * @param files one function each, named after it
 */
export function raisedBy(files: readonly SqlFile[]): ReadonlyMap<string, readonly string[]> {
  const seen = new Map(files.map(({ name, sql }) => [basename(name, '.sql'), look(sql)]));
  return new Map(
    [...seen.keys()].map((name) => {
      const codes = reach(seen, name).flatMap((reached) => seen.get(reached)?.codes ?? []);
      return [name, [...new Set(codes)].sort()];
    }),
  );
}

function look(sql: string): Seen {
  const body = (/\$pggit\$([\s\S]*)\$pggit\$/.exec(sql)?.[1] ?? '').replaceAll(/--.*/g, '');
  // A hint may name a function: what is between quotes is no call.
  const code = body.replaceAll(/'(?:[^']|'')*'/g, "''");
  return {
    codes: [...body.matchAll(/'(PG[A-Z]\d\d)'/g)].map(([, state]) => state ?? ''),
    calls: [...code.matchAll(/pggit\.(\w+)\s*\(/g)].map(([, name]) => name ?? ''),
  };
}

/** A function and all that it calls, directly or through others. */
function reach(seen: ReadonlyMap<string, Seen>, start: string): string[] {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const call of seen.get(name)?.calls ?? []) reached.add(call);
  }
  return [...reached];
}
