import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const D = 'domain app.d';
const GIVEN = 'create domain app.d as int constraint positive check (value > 0)';
const POSITIVE = { type: 'check', expression: '(VALUE > 0)' };

testKind('domain', [
  {
    it: 'is described with type, collation, default and constraints',
    when: `create domain app.d as varchar(20) collate "C" default 'x' not null
             constraint short check (length(value) < 10) check (value <> '')`,
    shows: [added(D)],
    defines: {
      [D]: {
        type: 'character varying(20)',
        collation: '"C"',
        default: "'x'::character varying",
        not_null: true,
        constraints: {
          short: { type: 'check', expression: '(length((VALUE)::text) < 10)' },
          d_check: { type: 'check', expression: "((VALUE)::text <> ''::text)" },
        },
      },
    },
  },
  {
    it: 'changes its default and whether it is not null',
    given: GIVEN,
    when: 'alter domain app.d set default 5; alter domain app.d set not null',
    shows: [changed(D, { default: [null, '5'], not_null: [null, true] })],
  },
  {
    it: 'loses its default and NOT NULL',
    given: 'create domain app.d as int default 5 not null',
    when: 'alter domain app.d drop default; alter domain app.d drop not null',
    shows: [changed(D, { default: ['5', null], not_null: [true, null] })],
  },
  {
    it: 'is not null by a constraint with a name',
    since: 17,
    given: GIVEN,
    when: 'alter domain app.d add constraint filled not null',
    shows: [
      changed(D, {
        not_null: [null, true],
        'constraints.filled': [null, { type: 'not null' }],
      }),
    ],
  },
  {
    it: 'gets a constraint that is not validated',
    given: GIVEN,
    when: 'alter domain app.d add constraint small check (value < 100) not valid',
    shows: [
      changed(D, {
        'constraints.small': [
          null,
          { type: 'check', expression: '(VALUE < 100)', not_valid: true },
        ],
      }),
    ],
  },
  {
    it: 'validates a constraint',
    given: [GIVEN, 'alter domain app.d add constraint small check (value < 100) not valid'],
    when: 'alter domain app.d validate constraint small',
    shows: [changed(D, { 'constraints.small.not_valid': [true, null] })],
  },
  {
    it: 'renames and drops constraints',
    given: [GIVEN, 'alter domain app.d add constraint small check (value < 100)'],
    when: `alter domain app.d rename constraint positive to above_zero;
           alter domain app.d drop constraint small`,
    shows: [
      changed(D, {
        'constraints.positive': [POSITIVE, null],
        'constraints.above_zero': [null, POSITIVE],
        'constraints.small': [{ type: 'check', expression: '(VALUE < 100)' }, null],
      }),
    ],
  },
  {
    it: 'has a comment',
    given: GIVEN,
    when: `comment on domain app.d is 'numbers'`,
    shows: [changed(D, { comment: [null, 'numbers'] })],
  },
  {
    it: 'has a comment on NOT NULL',
    since: 17,
    given: 'create domain app.d as int not null',
    when: `comment on constraint d_not_null on domain app.d is 'why'`,
    shows: [changed(D, { 'constraints.d_not_null': [null, { type: 'not null', comment: 'why' }] })],
  },
  {
    it: 'has a comment on a constraint',
    given: GIVEN,
    when: `comment on constraint positive on domain app.d is 'why'`,
    shows: [changed(D, { 'constraints.positive.comment': [null, 'why'] })],
  },
  {
    it: 'is renamed in one row, whatever uses it',
    given: [GIVEN, 'create table app.t (n app.d, m app.d[])', 'create domain app.e as app.d'],
    when: 'alter domain app.d rename to number',
    shows: [renamed(D, 'domain app.number')],
    defines: {
      'table app.t': {
        columns: { n: { type: 'app.number' }, m: { type: 'app.number[]' } },
        column_order: ['n', 'm'],
      },
      'domain app.e': { type: 'app.number' },
    },
  },
  {
    it: 'moves to another schema',
    given: [GIVEN, 'create table app.t (n app.d)'],
    when: 'alter domain app.d set schema other',
    shows: [renamed(D, 'domain other.d')],
  },
  {
    it: 'changes its owner',
    given: GIVEN,
    when: 'alter domain app.d owner to ROLE1',
    shows: [changed(D, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant usage on domain app.d to ROLE1'],
    when: 'revoke usage on domain app.d from public; grant usage on type app.d to ROLE2',
    shows: [
      changed(D, { 'privileges.PUBLIC': [['USAGE'], null], 'privileges.ROLE2': [null, ['USAGE']] }),
    ],
  },
  {
    it: 'loses a constraint with the function it calls',
    given: [
      'create function app.ok(int) returns boolean language sql return $1 > 0',
      'create domain app.d as int constraint fine check (app.ok(value))',
    ],
    when: 'drop function app.ok(int) cascade',
    shows: [
      removed('function app.ok(integer)'),
      changed(D, { 'constraints.fine': [{ type: 'check', expression: 'app.ok(VALUE)' }, null] }),
    ],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop domain app.d',
    shows: [removed(D)],
  },
  {
    it: 'is removed with the columns that use it',
    given: [GIVEN, 'create table app.t (id int, n app.d)'],
    when: 'drop domain app.d cascade',
    shows: [removed(D), changed('table app.t', { 'columns.n': [{ type: 'app.d' }, null] })],
  },
]);
