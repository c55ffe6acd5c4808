/**
 * The nodes of a graph that need each other, each with a number that those of its circle share; one that needs
 * itself is a circle of its own. Tarjan's algorithm, without recursion: a long chain is no deep stack.
 */
export function circlesIn<T>(
  nodes: readonly T[],
  needed: (node: T) => readonly T[],
): Map<T, number> {
  const circles = new Map<T, number>();
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  let found = 0;

  const enter = (node: T) => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    return { node, rest: [...needed(node)] };
  };
  const lower = (node: T, other: number) => low.set(node, Math.min(low.get(node) ?? 0, other));
  const leave = (node: T) => {
    if (low.get(node) !== index.get(node)) return;
    const circle = open.splice(open.lastIndexOf(node));
    for (const each of circle) isOpen.delete(each);
    if (circle.length === 1 && !needed(node).includes(node)) return;
    found += 1;
    for (const each of circle) circles.set(each, found);
  };

  for (const start of nodes) {
    const path = index.has(start) ? [] : [enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        leave(top.node);
        path.pop();
        const below = path.at(-1);
        if (below !== undefined) lower(below.node, low.get(top.node) ?? 0);
      } else if (!index.has(next)) {
        path.push(enter(next));
      } else if (isOpen.has(next)) {
        lower(top.node, index.get(next) ?? 0);
      }
    }
  }
  return circles;
}
