/** Lengths at which a uuid can be cut: before each of its hyphens, or not at all. */
const LENGTHS = [8, 13, 18, 23, 36];

/** Cuts ids as short as they can be without two of `ids` looking alike. */
export function shortener(ids: Iterable<string>): (id: string | null) => string {
  const all = [...new Set(ids)];
  const length = LENGTHS.find((n) => new Set(all.map((id) => id.slice(0, n))).size === all.length);
  return (id) => (id === null ? '' : id.slice(0, length));
}
