import { testKind } from '../kinds/cases.js';
import { added, changed, removed, untracked } from '../kinds/rows.js';

const IGNORED = `create table app.t (id serial primary key); comment on table app.t is '@pggit:ignore'`;
const TABLE = 'create table app.t (id serial primary key)';
const GONE = [
  untracked('table app.t'),
  untracked('sequence app.t_id_seq'),
  untracked('index app.t_pkey'),
];

const LEVELS = `create table app.r (a int, b int, c serial, primary key (a, b)) partition by range (a);
  create table app.r1 partition of app.r for values from (0) to (9) partition by range (b);
  create table app.r11 partition of app.r1 for values from (0) to (9);
  create policy p on app.r11 using (true); create index i on app.r11 (c)`;
const ON_TOP = ['table app.r', 'index app.r_pkey', 'sequence app.r_c_seq'];
const BELOW = ['table app.r1', 'index app.r1_pkey', 'table app.r11', 'index app.r11_pkey'].concat(
  'policy p on app.r11',
  'index app.i',
);

testKind('a directive in the comment of a partitioned table', [
  {
    it: 'holds for partitions of every level and all that lives on them',
    given: LEVELS,
    when: `comment on table app.r is '@pggit:ignore'`,
    shows: [...ON_TOP, ...BELOW].map(untracked),
  },
  {
    it: 'that is removed brings all of them back',
    given: [LEVELS, `comment on table app.r is '@pggit:ignore'`],
    when: 'comment on table app.r is null',
    shows: [...ON_TOP, ...BELOW].map(added),
  },
  {
    it: 'keeps what happens to them out of history',
    given: [LEVELS, `comment on table app.r is '@pggit:ignore'`],
    when: `alter table app.r11 add constraint k check (b > 0); create index on app.r11 (b);
           create table app.r2 partition of app.r for values from (10) to (19); drop policy p on app.r11`,
    shows: [],
  },
  {
    it: 'comes after that of a partition, which holds for what is below it',
    given: [LEVELS, `comment on table app.r1 is '@pggit:track'`],
    when: `comment on table app.r is '@pggit:ignore'`,
    shows: ON_TOP.map(untracked),
  },
  {
    it: 'takes in a table that becomes a partition, with its indexes',
    given: [
      LEVELS,
      `comment on table app.r is '@pggit:ignore'`,
      'create table app.x (a int not null, b int not null, c int not null, primary key (a, b))',
    ],
    when: 'alter table app.r attach partition app.x for values from (20) to (29)',
    shows: [untracked('table app.x'), untracked('index app.x_pkey')],
  },
  {
    it: 'lets go of a partition that leaves, with all below it',
    given: [LEVELS, `comment on table app.r is '@pggit:ignore'`],
    when: 'alter table app.r detach partition app.r1',
    shows: BELOW.map(added),
  },
]);

testKind('a directive in a comment', [
  {
    it: 'takes effect in its own transaction',
    when: `${IGNORED}; alter table app.t add note text; create table app.u (id int)`,
    shows: [added('table app.u')],
  },
  {
    it: 'takes a table out, with its index and sequence, as untracked',
    given: TABLE,
    when: `comment on table app.t is 'scratch @pggit:ignore please'`,
    shows: GONE,
  },
  {
    it: 'may be written with a dash, in capitals and on a line of its own',
    given: TABLE,
    when: `comment on table app.t is E'scratch\\n@PGGIT-Ignore\\nplease'`,
    shows: GONE,
  },
  {
    it: 'that pggit does not know is a comment like any other',
    given: TABLE,
    when: `comment on table app.t is '@pggit:ignored @pggit:ignore-list @pggit:frobnicate @pggit: ignore'`,
    shows: [
      changed('table app.t', {
        comment: [null, '@pggit:ignored @pggit:ignore-list @pggit:frobnicate @pggit: ignore'],
      }),
    ],
  },
  {
    it: 'may end a sentence, and have a dash or a colon behind it',
    given: 'create table app.a (); create table app.b (); create table app.c ()',
    when: `comment on table app.a is 'Scratch, so @pggit:ignore.'; comment on table app.b is '@pggit-ignore - scratch';
           comment on table app.c is '(@pggit:ignore): scratch'`,
    shows: ['table app.a', 'table app.b', 'table app.c'].map(untracked),
  },
  {
    it: 'that is removed brings the table back',
    given: IGNORED,
    when: 'comment on table app.t is null',
    shows: [added('table app.t'), added('sequence app.t_id_seq'), added('index app.t_pkey')],
  },
  {
    it: 'keeps what happens to the table out of history',
    given: [
      IGNORED,
      `create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
    ],
    when: `alter table app.t add note text; create index on app.t (note); grant select on app.t to public;
           create trigger tg before insert on app.t for each row execute function app.f();
           alter table app.t rename to u; drop table app.u`,
    shows: [],
  },
  {
    it: 'tracks a table in an ignored schema',
    given: `select pggit.configure_tracking(ignore_schemas => array['other'])`,
    when: `create table other.t (id int primary key); comment on table other.t is '@pggit:track';
           create table other.u (id int)`,
    shows: [added('table other.t'), added('index other.t_pkey')],
  },
  {
    it: 'ignores a table in a schema that is tracked by name',
    given: `select pggit.configure_tracking(track_schemas => array['app'])`,
    when: IGNORED,
    shows: [],
  },
  {
    it: 'holds for views, functions, types, sequences and schemas',
    given: `create view app.v as select 1 as a; create function app.f() returns int language sql return 1;
            create type app.e as enum ('a'); create sequence app.s; create schema s; create table s.t (id int)`,
    when: `comment on view app.v is '@pggit:ignore'; comment on function app.f() is '@pggit:ignore';
           comment on type app.e is '@pggit:ignore'; comment on sequence app.s is '@pggit:ignore';
           comment on schema s is '@pggit:ignore'`,
    shows: [
      untracked('view app.v'),
      untracked('function app.f()'),
      untracked('enum app.e'),
      untracked('sequence app.s'),
      untracked('schema s'),
      untracked('table s.t'),
    ],
  },
  {
    it: 'on an index or a trigger holds for it alone',
    given: `create table app.t (id int); create index i on app.t (id);
            create function app.f() returns trigger language plpgsql as 'begin return new; end';
            create trigger tg before insert on app.t for each row execute function app.f()`,
    when: `comment on index app.i is '@pggit:ignore'; comment on trigger tg on app.t is '@pggit:ignore'`,
    shows: [untracked('index app.i'), untracked('trigger tg on app.t')],
  },
  {
    it: 'on a column is nothing special',
    given: TABLE,
    when: `comment on column app.t.id is '@pggit:ignore'`,
    shows: [changed('table app.t', { 'columns.id.comment': [null, '@pggit:ignore'] })],
  },
  {
    it: 'to ignore is not followed by the drop of the table',
    given: IGNORED,
    when: 'drop table app.t; create table app.u (id int)',
    shows: [added('table app.u')],
  },
  {
    it: 'goes with the table: one of the same name is tracked',
    given: IGNORED,
    when: 'drop table app.t; create table app.t (id int)',
    shows: [added('table app.t')],
  },
  {
    it: 'that comes and goes in one transaction changes nothing',
    given: TABLE,
    when: `comment on table app.t is '@pggit:ignore'; comment on table app.t is null`,
    shows: [],
  },
  {
    it: 'in the first place counts when there are two',
    given: 'create table app.t (id int)',
    when: `comment on table app.t is '@pggit:track @pggit:ignore'`,
    shows: [changed('table app.t', { comment: [null, '@pggit:track @pggit:ignore'] })],
  },
  {
    it: 'does not hide the removal of a table it was never on',
    given: 'create table app.t (id int)',
    when: 'drop table app.t',
    shows: [removed('table app.t')],
  },
]);
