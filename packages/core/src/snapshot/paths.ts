import type { TrackedObject } from '../client/rows.js';

/** File systems take 255 bytes for a name; an ending and a number have to fit in, too. */
const MAX_BYTES = 200;

/** A folder for each kind, and names that no file system takes for the same: those get a number. */
export function pathsOf(objects: readonly TrackedObject[]): Map<TrackedObject, string> {
  const paths = new Map<TrackedObject, string>();
  const used = new Set<string>();
  for (const object of objects) {
    if (paths.has(object)) continue;
    const base = `${object.kind.replaceAll(' ', '-')}/${nameOf(object.identity)}`;
    let path = base;
    for (let n = 2; used.has(folded(path)); n += 1) path = `${base}~${n}`;
    used.add(folded(path));
    paths.set(object, path);
  }
  return paths;
}

/** Letters of another case, or composed in another way. */
const folded = (path: string) => path.normalize('NFKD').toUpperCase().toLowerCase();

function nameOf(identity: string): string {
  const name = identity.replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replaceAll(/^_+|_+$/g, '');
  return shortened(name) || '_';
}

function shortened(name: string): string {
  let short = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    short += character;
  }
  return short;
}
