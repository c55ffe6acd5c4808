import { describe, expect, it } from 'vitest';
import { type Dependency, FoldedGraph, type OwnObject } from './graph.js';

const view: OwnObject = { address: 'class:1', kind: 'view', identity: 'pggit.v' };
const table: OwnObject = { address: 'class:2', kind: 'table', identity: 'pggit.t' };
const fn: OwnObject = { address: 'proc:3', kind: 'function', identity: 'pggit.f()' };

function graphOf(
  dependencies: Dependency[],
  descriptions: Record<string, string> = {},
  userTriggers: string[] = [],
) {
  return new FoldedGraph(
    {
      dependencies,
      descriptions: new Map(Object.entries(descriptions)),
      userTriggers: new Set(userTriggers),
    },
    [view, table, fn],
  );
}

describe('FoldedGraph', () => {
  it('reads the rule of an own view as the view', () => {
    const graph = graphOf([
      { from: 'rule:9', to: view.address, type: 'i' },
      { from: 'rule:9', to: fn.address, type: 'n' },
    ]);
    expect(graph.ownEdges()).toEqual([[view, fn]]);
    expect(graph.foreignEdges()).toEqual([]);
  });

  it('reads a default of an own table as the table', () => {
    const graph = graphOf([
      { from: 'default:9', to: table.address, type: 'a' },
      { from: 'default:9', to: fn.address, type: 'n' },
    ]);
    expect(graph.ownEdges()).toEqual([[table, fn]]);
  });

  it('reads the constraint of a constraint trigger as the trigger', () => {
    const trigger: OwnObject = { address: 'trigger:4', kind: 'trigger', identity: 'x on pggit.t' };
    const dependencies = [
      { from: 'constraint:9', to: table.address, type: 'a' },
      { from: 'constraint:9', to: trigger.address, type: 'i' },
      { from: trigger.address, to: table.address, type: 'a' },
    ];
    const graph = new FoldedGraph(
      { dependencies, descriptions: new Map(), userTriggers: new Set() },
      [table, trigger],
    );
    expect(graph.ownEdges().every(([dependent]) => dependent === trigger)).toBe(true);
  });

  it('reads the copy of a trigger on a partition as the trigger', () => {
    const trigger: OwnObject = { address: 'trigger:4', kind: 'trigger', identity: 'x on app.t' };
    const dependencies = [
      { from: 'trigger:5', to: trigger.address, type: 'P' },
      { from: 'trigger:5', to: 'class:8', type: 'S' },
      { from: 'trigger:5', to: fn.address, type: 'n' },
    ];
    const graph = new FoldedGraph(
      { dependencies, descriptions: new Map(), userTriggers: new Set() },
      [trigger, fn],
    );
    expect(graph.ownEdges()).toEqual([[trigger, fn]]);
    expect(graph.foreignEdges()).toEqual([]);
  });

  it('names the view of somebody else, not its rule', () => {
    const graph = graphOf(
      [
        { from: 'rule:9', to: 'class:8', type: 'i' },
        { from: 'rule:9', to: view.address, type: 'n' },
      ],
      { 'class:8': 'view public.mine', 'rule:9': 'rule _RETURN on view public.mine' },
    );
    expect(graph.foreignEdges()).toEqual([['view public.mine', view]]);
  });

  it('follows a row type to its relation', () => {
    const graph = graphOf(
      [
        { from: 'type:9', to: table.address, type: 'i' },
        { from: 'class:8', to: 'type:9', type: 'n' },
      ],
      { 'class:8': 'table public.copies' },
    );
    expect(graph.foreignEdges()).toEqual([['table public.copies', table]]);
  });

  it('counts a trigger of a user, which would go silently with its table', () => {
    const dependencies = [{ from: 'trigger:9', to: table.address, type: 'a' }];
    expect(graphOf(dependencies).foreignEdges()).toEqual([]);
    const graph = graphOf(dependencies, { 'trigger:9': 'trigger mine' }, ['trigger:9']);
    expect(graph.foreignEdges()).toEqual([['trigger mine', table]]);
  });
});
