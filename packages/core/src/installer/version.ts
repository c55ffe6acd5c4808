/**
 * Compares two semantic versions; build metadata does not count.
 *
 * @returns negative when `a` is older than `b`, positive when it is newer, 0 when they are equal
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  return compareParts(left.numbers, right.numbers) || comparePreReleases(left.pre, right.pre);
}

function parse(version: string) {
  const [core = '', pre = ''] = version.replace(/\+.*$/, '').split(/-(.*)/s);
  return { numbers: core.split('.'), pre: pre === '' ? [] : pre.split('.') };
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  // A version without a pre-release comes after its pre-releases.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareParts(a, b);
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const numeric = Number(left) - Number(right);
    if (!Number.isNaN(numeric)) return numeric;
    return left < right ? -1 : 1;
  }
  return 0;
}
