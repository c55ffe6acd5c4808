import { describe, expect, it } from 'vitest';
import { circlesIn } from './circles.js';

const groupsIn = (edges: Readonly<Record<string, string>>): string[] => {
  const found = circlesIn(Object.keys(edges), (node) => [...(edges[node] ?? '')]);
  const groups = new Map<number, string>();
  for (const [node, n] of found) groups.set(n, [...(groups.get(n) ?? ''), node].sort().join(''));
  return [...groups.values()].sort();
};

describe('circles of a graph', () => {
  it('are none where nothing comes back to itself', () => {
    expect(groupsIn({ a: 'bc', b: 'd', c: 'd', d: '' })).toEqual([]);
  });

  it('are the nodes that need each other, however they are connected with others', () => {
    expect(groupsIn({ a: 'b', b: 'c', c: 'bd', d: 'ef', e: 'd', f: 'g', g: 'f', h: 'a' })).toEqual([
      'bc',
      'de',
      'fg',
    ]);
    expect(groupsIn({ a: 'bc', b: 'a', c: 'a' })).toEqual(['abc']);
  });

  it('are nodes that need themselves', () => {
    expect(groupsIn({ a: 'ab', b: '' })).toEqual(['a']);
  });

  it('are found in a chain of any length', () => {
    const nodes = Array.from({ length: 50_000 }, (_, n) => n);
    expect(circlesIn(nodes, (n) => [(n + 1) % nodes.length]).size).toBe(nodes.length);
    expect(circlesIn(nodes, (n) => nodes.slice(n + 1, n + 2)).size).toBe(0);
  });
});
