import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const T = 'create table app.t (id int, note text, total numeric)';
const V = 'view app.v';
const VIEW = [T, 'create view app.v as select id, note from app.t'];

testKind('view', [
  {
    it: 'is described with query, columns and options',
    given: T,
    when: `create view app.v with (security_barrier, security_invoker = true) as
             select id, note as text from app.t where id > 0 with cascaded check option`,
    shows: [added(V)],
    defines: {
      [V]: {
        columns: { id: { type: 'integer' }, text: { type: 'text' } },
        column_order: ['id', 'text'],
        options: { security_barrier: 'true', security_invoker: 'true', check_option: 'cascaded' },
        query: expect.stringMatching(/AS text\s+FROM app\.t\s+WHERE \(?(t\.)?id > 0\)?;$/),
      },
    },
  },
  {
    it: 'is replaced',
    given: VIEW,
    when: 'create or replace view app.v as select id, note, total from app.t',
    shows: [
      changed(V, {
        'columns.total': [null, { type: 'numeric' }],
        query: [expect.not.stringContaining('total'), expect.stringContaining('total')],
      }),
    ],
  },
  {
    it: 'does not change when replaced by itself',
    given: VIEW,
    when: 'create or replace view app.v as select t.id, t.note from app.t',
    shows: [],
  },
  {
    it: 'is replaced by drop and create in one change',
    given: VIEW,
    when: 'drop view app.v; create view app.v as select note from app.t',
    shows: [
      changed(V, {
        'columns.id': [{ type: 'integer' }, null],
        query: [expect.stringContaining('id'), expect.not.stringContaining('id')],
      }),
    ],
  },
  {
    it: 'may be recursive',
    when: 'create recursive view app.v (n) as values (1) union all select n + 1 from v where n < 5',
    shows: [added(V)],
    defines: {
      [V]: expect.objectContaining({ query: expect.stringContaining('WITH RECURSIVE') }),
    },
  },
  {
    it: 'is renamed in one row, with the views that use it',
    given: [...VIEW, 'create view other.w as select id from app.v'],
    when: 'alter view app.v rename to notes',
    shows: [renamed(V, 'view app.notes')],
    defines: {
      'view other.w': expect.objectContaining({ query: expect.stringContaining('app.notes') }),
    },
  },
  {
    it: 'moves to another schema',
    given: VIEW,
    when: 'alter view app.v set schema other',
    shows: [renamed(V, 'view other.v')],
  },
  {
    it: 'renames a column, with the views that use it',
    given: [...VIEW, 'create view other.w as select note from app.v'],
    when: 'alter view app.v rename column note to remark',
    shows: [
      changed(V, {
        'columns.remark.name': ['note', 'remark'],
        query: [expect.not.stringContaining('remark'), expect.stringContaining('remark')],
      }),
    ],
    defines: {
      'view other.w': expect.objectContaining({ query: expect.stringContaining('remark') }),
    },
  },
  {
    it: 'follows the rename of a table column without a row of its own',
    given: VIEW,
    when: 'alter table app.t rename note to remark',
    shows: [changed('table app.t', { 'columns.remark.name': ['note', 'remark'] })],
    defines: {
      [V]: expect.objectContaining({ query: expect.stringMatching(/remark AS note/) }),
    },
  },
  {
    it: 'has a default for a column',
    given: VIEW,
    when: 'alter view app.v alter note set default 7',
    shows: [changed(V, { 'columns.note.default': [null, '7'] })],
  },
  {
    it: 'loses the default of a column',
    given: [...VIEW, 'alter view app.v alter note set default 7'],
    when: 'alter view app.v alter note drop default',
    shows: [changed(V, { 'columns.note.default': ['7', null] })],
  },
  {
    it: 'changes its options',
    given: [T, 'create view app.v with (security_barrier) as select id from app.t'],
    when: 'alter view app.v set (check_option = local); alter view app.v reset (security_barrier)',
    shows: [
      changed(V, {
        'options.check_option': [null, 'local'],
        'options.security_barrier': ['true', null],
      }),
    ],
  },
  {
    it: 'has a check option and reads with the rights of who asks',
    given: T,
    when: `create view app.v with (security_invoker = on) as select id from app.t where id > 0
             with cascaded check option`,
    shows: [added(V)],
    defines: {
      [V]: {
        query: expect.stringContaining('FROM app.t'),
        options: { security_invoker: 'on', check_option: 'cascaded' },
        columns: { id: { type: 'integer' } },
        column_order: ['id'],
      },
    },
  },
  {
    it: 'resets every option',
    given: [
      T,
      'create view app.v with (security_barrier, security_invoker, check_option = local) as select id from app.t',
    ],
    when: 'alter view app.v reset (security_barrier, security_invoker, check_option)',
    shows: [
      changed(V, {
        'options.security_barrier': ['true', null],
        'options.security_invoker': ['true', null],
        'options.check_option': ['local', null],
      }),
    ],
  },
  {
    it: 'changes its owner',
    given: VIEW,
    when: 'alter view app.v owner to ROLE1',
    shows: [changed(V, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets comments',
    given: VIEW,
    when: `comment on view app.v is 'notes'; comment on column app.v.id is 'number'`,
    shows: [changed(V, { comment: [null, 'notes'], 'columns.id.comment': [null, 'number'] })],
  },
  {
    it: 'is granted, whole and by columns',
    given: [...VIEW, 'grant insert on app.v to ROLE1'],
    when: 'grant select on app.v to ROLE1; grant update (note) on app.v to ROLE1',
    shows: [
      changed(V, {
        'privileges.ROLE1': [['INSERT'], ['INSERT', 'SELECT']],
        'columns.note.privileges': [null, { ROLE1: ['UPDATE'] }],
      }),
    ],
  },
  {
    it: 'is renamed together with the triggers on it',
    given: [
      ...VIEW,
      `create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
      'create trigger tg instead of insert on app.v for each row execute function app.f()',
    ],
    when: 'alter view app.v rename to notes',
    shows: [renamed(V, 'view app.notes')],
    defines: { 'trigger tg on app.notes': expect.objectContaining({ timing: 'instead of' }) },
  },
  {
    it: 'is removed',
    given: VIEW,
    when: 'drop view app.v',
    shows: [removed(V)],
  },
  {
    it: 'is removed with the views that use it',
    given: [...VIEW, 'create view other.w as select id from app.v'],
    when: 'drop view app.v cascade',
    shows: [removed(V), removed('view other.w')],
  },
]);
