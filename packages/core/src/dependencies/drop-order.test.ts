import { describe, expect, it } from 'vitest';
import { dropOrder, dropStatement, withDependents } from './drop-order.js';
import type { OwnObject } from './graph.js';

const object = (identity: string, kind = 'function'): OwnObject => ({
  address: `1:${identity}`,
  kind,
  identity,
});
const [table, trigger, view] = [object('t', 'table'), object('g', 'trigger'), object('v', 'view')];
const fn = object('f');

describe('dropOrder', () => {
  it('drops what needs an object before the object', () => {
    const edges = [
      [trigger, table],
      [trigger, fn],
      [fn, view],
      [view, table],
    ] as const;
    expect(dropOrder([table, view, fn, trigger], edges)).toEqual([trigger, fn, view, table]);
  });

  it('passes over edges to what stays', () => {
    expect(dropOrder([table], [[view, table]])).toEqual([table]);
  });

  it('says which objects need each other in a circle', () => {
    const edges = [
      [fn, view],
      [view, fn],
    ] as const;
    expect(() => dropOrder([fn, view], edges)).toThrow('function f, view v');
  });
});

describe('withDependents', () => {
  it('takes in dependents over several steps, as far as they may go', () => {
    const edges = [
      [view, fn],
      [trigger, view],
      [table, fn],
    ] as const;
    const found = withDependents([fn], edges, ({ kind }) => kind !== 'table');
    expect(found).toEqual([fn, view, trigger]);
  });
});

describe('dropStatement', () => {
  it('never cascades', () => {
    expect(dropStatement(object('pggit.f(text)'))).toBe(
      'drop routine if exists pggit.f(text) restrict;',
    );
    expect(dropStatement(object('x on pggit.t', 'trigger'))).toBe(
      'drop trigger if exists x on pggit.t restrict;',
    );
  });
});
