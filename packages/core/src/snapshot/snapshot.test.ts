import { describe, expect, it } from 'vitest';
import type { TrackedObject } from '../client/rows.js';
import { renderSnapshot } from './snapshot.js';

const object = (
  kind: string,
  identity: string,
  definition: Record<string, unknown> = {},
): TrackedObject => ({ kind, identity, definition: { format_version: 1, ...definition } });
const table = (identity: string, definition: Record<string, unknown> = {}) =>
  object('table', identity, { columns: {}, column_order: [], ...definition });
const pathsOf = (...objects: TrackedObject[]) =>
  renderSnapshot(objects).files.map(({ path }) => path);
const textOf = (path: string, ...objects: TrackedObject[]) =>
  renderSnapshot(objects).files.find((file) => file.path === path)?.text;

describe('a snapshot', () => {
  it('has files of different names for names that a file system takes for one', () => {
    const paths = pathsOf(table('a."T t"'), table('a."T_t"'), table('a."t/t"'), table('a."."'));
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    const composed = pathsOf(table('a."\u00e9"'), table('a."e\u0301"'), table('a."\ufb01"'));
    expect(new Set(composed.map((path) => path.normalize('NFKC'))).size).toBe(composed.length);
    expect(paths.every((path) => /^[\w./~-]+$/.test(path))).toBe(true);
    expect(paths.flatMap((path) => path.split('/'))).not.toContain('..');
  });

  it('makes each object after those its definition names', () => {
    const paths = pathsOf(
      table('a.x', {
        columns: { c: { type: 'a.d', default: "b.f('a.y'::text)" } },
        column_order: ['c'],
      }),
      object('function', 'b.f(text)', { language: 'sql', returns: 'text', body: 'select a.x' }),
      object('domain', 'a.d', { type: 'text' }),
      object('schema', 'b', { owner: 'o' }),
      object('schema', 'a', { owner: 'o' }),
    );
    expect(paths).toEqual([
      'schema/a.sql',
      'domain/a.d.sql',
      'schema/b.sql',
      'function/b.f_text.sql',
      'table/a.x.sql',
      'load.sql',
    ]);
  });

  it('makes a sequence before the table that owns it, whatever comes first', () => {
    const paths = pathsOf(
      object('view', 'a.v', { columns: {}, column_order: [], query: 'select from a.t' }),
      table('a.t'),
      object('sequence', 'a.s', { owned_by: 'a.t.n' }),
    );
    expect(paths.slice(0, 3)).toEqual(['sequence/a.s.sql', 'table/a.t.sql', 'view/a.v.sql']);
  });

  it('leaves foreign keys that point at each other to the end', () => {
    const key = (to: string) => ({
      constraints: {
        k: { type: 'foreign key', columns: ['c'], references: { table: to, columns: ['id'] } },
      },
    });
    expect(pathsOf(table('a.x', key('a.y')), table('a.y', key('a.x')))).toEqual([
      'table/a.x.sql',
      'table/a.y.sql',
      'table/a.x.after.sql',
      'table/a.y.after.sql',
      'load.sql',
    ]);
  });

  it('lists what it cannot write: kinds it does not know, attributes it does not know', () => {
    const { unwritten, files } = renderSnapshot([
      object('new kind', 'x'),
      object('schema', 'a'),
      table('a.t', { new_attribute: true }),
    ]);
    expect(unwritten).toEqual([
      { kind: 'new kind', identity: 'x' },
      { kind: 'table', identity: 'a.t', attributes: ['new_attribute'] },
    ]);
    expect(files).toHaveLength(3);
  });

  it('lists what it needs of what is not tracked, with its schema, and schemas that are gone', () => {
    const ignored = (kind: string, identity: string) => ({ kind, identity, rule: 'r' });
    const { unwritten, files } = renderSnapshot(
      [
        object('schema', 'a'),
        table('a.t', {
          constraints: {
            k: {
              type: 'foreign key',
              columns: ['c'],
              references: { table: 'b."T t"', columns: ['c'] },
            },
          },
        }),
        object('view', '"G g".v', {
          query: 'SELECT f(x.id) FROM b.x',
          columns: {},
          column_order: [],
        }),
        object('foreign server', 's', { wrapper: 'My w' }),
        object('view', 'a.of_t', { query: 'SELECT FROM a.t', columns: {}, column_order: [] }),
        object('function', 'a.f()', {
          language: 'sql',
          body: 'select b.unread',
          returns: 'public.d',
        }),
      ],
      '',
      [
        ignored('schema', 'b'),
        ignored('schema', 'a'),
        ignored('table', 'a.t'),
        ignored('schema', 'c'),
        ignored('schema', 'public'),
        ignored('table', 'b."T t"'),
        ignored('table', 'b.unread'),
        ignored('view', 'b.x'),
        ignored('domain', 'public.d'),
        ignored('foreign data wrapper', '"My w"'),
      ],
    );
    expect(unwritten).toEqual([
      { kind: 'schema', identity: '"G g"' },
      ignored('schema', 'b'),
      ignored('schema', 'public'),
      ignored('table', 'b."T t"'),
      ignored('view', 'b.x'),
      ignored('domain', 'public.d'),
      ignored('foreign data wrapper', '"My w"'),
    ]);
    expect(files.at(-1)?.text).not.toContain('drop schema');
  });

  it('has no variables of psql in it, and leaves alone what is in quotes', () => {
    const quoted = `'a:b' || E'\\':c' || "d:e" || f::text`;
    const query = `SELECT a[1:"PORT"], b[1:c:d], $$x:y'$$, ${quoted}`;
    expect(
      textOf('view/a.v.sql', object('view', 'a.v', { query, columns: {}, column_order: [] })),
    ).toBe(`create view a.v as\nSELECT a[1: "PORT"], b[1: c: d], $$x:y'$$, ${quoted};\n`);
  });

  it('gives privileges again as those who gave them, once they have the right to', () => {
    const privileges = { 'a by b': ['USAGE'], 'b by "C c"': ['USAGE*'], '"C c"': ['USAGE*'] };
    expect(textOf('schema/s.sql', object('schema', 's', { owner: 'o', privileges }))).toContain(`
grant USAGE on schema s to "C c" with grant option;

set role "C c";

grant USAGE on schema s to b with grant option;

reset role;

set role b;

grant USAGE on schema s to a;

reset role;
`);
  });

  it('lists the exclusion constraint of a partition as one without its parent’s', () => {
    const constraints = { k: { type: 'exclude', exclusion: 'EXCLUDE USING btree (c WITH =)' } };
    const index = (identity: string, more: object) =>
      object('index', identity, { table: 'a.t', keys: [], constraint: true, ...more });
    const objects = [
      object('schema', 'a', { owner: 'o' }),
      table('a.t', { constraints }),
      index('a.k', { index_of: 'a.other' }),
    ];
    expect(renderSnapshot(objects).unwritten).toEqual([
      { kind: 'index', identity: 'a.k', attributes: ['index_of'] },
    ]);
    expect(textOf('index/a.k.sql', ...objects)).not.toContain('attach');
  });

  it('drops the schema public that an empty database has, where the state has none', () => {
    expect(textOf('load.sql')).toContain('drop schema if exists public;');
    expect(textOf('load.sql', object('schema', 'public', { owner: 'o' }))).not.toContain('drop');
  });

  it('keeps a body between dollars that it does not have, and a text with backslashes', () => {
    const f = object('function', 'a.f()', {
      language: 'sql',
      returns: 'text',
      body: "select '$body$'",
      comment: "it's \\ here",
    });
    expect(textOf('function/a.f.sql', f)).toBe(
      `create function a.f() returns text language "sql" as $body1$select '$body$'$body1$;\n\n` +
        `comment on function a.f() is  E'it''s \\\\ here';\n`,
    );
  });
});
