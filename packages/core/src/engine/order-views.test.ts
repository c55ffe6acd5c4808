import { describe, expect, it } from 'vitest';
import { orderViews } from './order-views.js';

const view = (name: string, sql: string) => ({ name: `views/${name}.sql`, sql });
const names = (files: readonly { name: string }[]) => files.map(({ name }) => name.slice(6, -4));

describe('orderViews', () => {
  it('puts a view after those it reads', () => {
    const files = [
      view('a', 'create or replace view pggit.a as select * from pggit.c;'),
      view('b', 'create or replace view pggit.b as select 1;'),
      view('c', 'create or replace view pggit.c as select * from pggit.b;'),
    ];
    expect(names(orderViews(files))).toEqual(['b', 'c', 'a']);
  });

  it('looks at code only: a comment or a function of the same name is no source', () => {
    const files = [
      view('a', '-- reads like pggit.b\ncreate view pggit.a as select pggit.b(1);'),
      view('b', "create view pggit.b as select * from pggit.a; comment on view pggit.b is 'x';"),
    ];
    expect(names(orderViews(files))).toEqual(['a', 'b']);
  });

  it('says which views read each other in a circle', () => {
    const files = [
      view('a', 'create view pggit.a as select * from pggit.b'),
      view('b', 'create view pggit.b as select * from pggit.a'),
    ];
    expect(() => orderViews(files)).toThrow('a -> b -> a');
  });
});
