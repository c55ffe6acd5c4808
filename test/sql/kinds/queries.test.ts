import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, renamed } from './rows.js';

const T = 'create table app.t (id int primary key, note text, doc jsonb)';
const V = 'view app.v';
const F = 'function app.f()';
const LINES = `create view app.v as
  select t.id, line.number, line.item, line.price
    from app.t, json_table(t.doc, '$.lines[*]' as lines columns (
           number for ordinality,
           item text path '$.item' default 'none' on empty,
           price numeric(10,2) path '$.price' error on error,
           nested path '$.notes[*]' columns (remark text path '$'))) as line`;
const MERGE = `merge into app.t using (values (1, 'one')) as s (id, note) on t.id = s.id
  when matched and t.note <> s.note then update set note = s.note
  when matched then do nothing
  when not matched then insert (id, note) values (s.id, s.note)`;

testKind('what newer servers say in queries', [
  {
    it: 'JSON_TABLE is described in a view, with columns, paths and what happens on errors',
    since: 17,
    given: T,
    when: LINES,
    shows: [added(V)],
    defines: {
      [V]: {
        columns: {
          id: { type: 'integer' },
          number: { type: 'integer' },
          item: { type: 'text' },
          price: { type: 'numeric(10,2)' },
        },
        column_order: ['id', 'number', 'item', 'price'],
        query: expect.stringMatching(
          /JSON_TABLE\([\s\S]*FOR ORDINALITY[\s\S]*DEFAULT 'none'[\s\S]*ON EMPTY[\s\S]*ERROR ON ERROR[\s\S]*NESTED PATH/,
        ),
      },
    },
  },
  {
    it: 'JSON_TABLE follows the rename of the column it reads, as every view does',
    since: 17,
    given: [T, LINES],
    when: 'alter table app.t rename doc to body',
    shows: [changed('table app.t', { 'columns.body.name': ['doc', 'body'] })],
    defines: { [V]: expect.objectContaining({ query: expect.stringContaining('body') }) },
  },
  {
    it: 'JSON_TABLE with another path is another query',
    since: 17,
    given: [T, LINES],
    when: LINES.replace('create view', 'create or replace view').replace("'$.price'", "'$.cost'"),
    shows: [
      changed(V, {
        query: [expect.stringContaining('$."price"'), expect.stringContaining('$."cost"')],
      }),
    ],
  },
  {
    it: 'JSON_TABLE is read in a materialized view, and the expression of an index asks JSON_VALUE',
    since: 17,
    given: T,
    when: `create materialized view app.m as select j.a from app.t, json_table(doc, '$[*]' columns (a int)) j;
           create index i on app.t (json_value(doc, '$.a' returning int))`,
    shows: [added('materialized view app.m'), added('index app.i')],
    defines: {
      'index app.i': expect.objectContaining({
        keys: [
          { expression: expect.stringContaining('JSON_VALUE(doc, \'$."a"\' RETURNING integer') },
        ],
      }),
    },
  },
  {
    it: 'constructors of JSON are part of a view and of a check',
    since: 16,
    given: T,
    when: `create view app.v as select json_object('id': id absent on null) as o, json_arrayagg(note order by id) as a
             from app.t group by id;
           alter table app.t add constraint is_object check (doc is json object with unique keys)`,
    shows: [
      added(V),
      changed('table app.t', {
        'constraints.is_object': [
          null,
          { type: 'check', expression: '(doc IS JSON OBJECT WITH UNIQUE KEYS)' },
        ],
      }),
    ],
    defines: { [V]: expect.objectContaining({ query: expect.stringContaining('JSON_ARRAYAGG') }) },
  },
  {
    it: 'MERGE in a function with a standard body knows what it writes to',
    given: T,
    when: `create function app.f() returns void language sql begin atomic ${MERGE}; end`,
    shows: [added(F)],
    defines: {
      [F]: {
        language: 'sql',
        returns: 'void',
        body: expect.stringMatching(/MERGE INTO app\.t[\s\S]*DO NOTHING[\s\S]*INSERT \(id, note\)/),
        standard_sql_body: true,
      },
    },
  },
  {
    it: 'MERGE in a standard body follows the rename of its table without a row of its own',
    given: [T, `create function app.f() returns void language sql begin atomic ${MERGE}; end`],
    when: 'alter table app.t rename to u',
    shows: [renamed('table app.t', 'table app.u')],
    defines: {
      [F]: expect.objectContaining({ body: expect.stringContaining('MERGE INTO app.u') }),
    },
  },
  {
    it: 'MERGE in PL/pgSQL is stored as written',
    given: T,
    when: `create function app.f() returns void language plpgsql as $$ begin ${MERGE}; end $$`,
    shows: [added(F)],
    defines: { [F]: expect.objectContaining({ body: ` begin ${MERGE}; end ` }) },
  },
  {
    it: 'MERGE returns rows with what it did to them, and writes where the source has none',
    since: 17,
    given: T,
    when: `create function app.f() returns table (action text, id int) language sql begin atomic
             ${MERGE} when not matched by source then delete returning merge_action(), t.id; end`,
    shows: [added(F)],
    defines: {
      [F]: expect.objectContaining({
        body: expect.stringMatching(/NOT MATCHED BY SOURCE[\s\S]*RETURNING MERGE_ACTION\(\)/),
      }),
    },
  },
  {
    it: 'MERGE writes through a view',
    since: 17,
    given: [T, 'create view app.v as select id, note from app.t'],
    when: `create function app.f() returns void language sql begin atomic
             ${MERGE.replace('app.t', 'app.v as t')}; end`,
    shows: [added(F)],
    defines: {
      [F]: expect.objectContaining({ body: expect.stringContaining('MERGE INTO app.v') }),
    },
  },
  {
    it: 'RETURNING gives old and new values',
    since: 18,
    given: T,
    when: `create function app.f() returns text language sql begin atomic
             update app.t set note = upper(note) returning old.note || new.note; end`,
    shows: [added(F)],
    defines: {
      [F]: expect.objectContaining({ body: expect.stringMatching(/old\.note \|\| new\.note/) }),
    },
  },
]);
