import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const TG = 'trigger tg on app.t';
const BASE = [
  `create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
  'create table app.t (id int, note text)',
];
const PLAIN = 'create trigger tg before insert on app.t for each row execute function app.f()';
const GIVEN = [...BASE, PLAIN];
const BEFORE_INSERT = {
  timing: 'before',
  events: ['insert'],
  level: 'row',
  function: 'app.f',
};

testKind('trigger', [
  {
    it: 'is described with timing, events, level and condition',
    given: BASE,
    when: `create trigger tg before insert or delete or update of id, note on app.t
             for each row when (pg_trigger_depth() < 2) execute function app.f('one', 2)`,
    shows: [added(TG)],
    defines: {
      [TG]: {
        timing: 'before',
        events: ['insert', 'update', 'delete'],
        update_columns: ['id', 'note'],
        level: 'row',
        condition: '(pg_trigger_depth() < 2)',
        function: 'app.f',
        arguments: ['one', '2'],
      },
    },
  },
  {
    it: 'fires after statements with transition tables',
    given: BASE,
    when: `create trigger tg after update on app.t referencing old table as was new table as "is"
             for each statement execute function app.f()`,
    shows: [added(TG)],
    defines: {
      [TG]: {
        timing: 'after',
        events: ['update'],
        level: 'statement',
        function: 'app.f',
        old_table: 'was',
        new_table: 'is',
      },
    },
  },
  {
    it: 'fires on truncate',
    given: BASE,
    when: 'create trigger tg after truncate on app.t execute function app.f()',
    shows: [added(TG)],
    defines: {
      [TG]: { timing: 'after', events: ['truncate'], level: 'statement', function: 'app.f' },
    },
  },
  {
    it: 'fires instead of what is done to a view',
    given: [...BASE, 'create view app.v as select id from app.t'],
    when: 'create trigger tg instead of insert on app.v for each row execute function app.f()',
    shows: [added('trigger tg on app.v')],
    defines: { 'trigger tg on app.v': { ...BEFORE_INSERT, timing: 'instead of' } },
  },
  {
    it: 'may be a constraint trigger',
    given: [...BASE, 'create table other.u (id int)'],
    when: `create constraint trigger tg after insert on app.t from other.u
             deferrable initially deferred for each row execute function app.f()`,
    shows: [added(TG)],
    defines: {
      [TG]: {
        ...BEFORE_INSERT,
        timing: 'after',
        constraint: true,
        constraint_table: 'other.u',
        deferrable: true,
        initially_deferred: true,
      },
    },
  },
  {
    it: 'has arguments of any text',
    given: BASE,
    when: `create trigger tg before insert on app.t for each row
             execute function app.f('', 'it''s é \\ x', 'a WHEN (b) EXECUTE FUNCTION c')`,
    shows: [added(TG)],
    defines: {
      [TG]: { ...BEFORE_INSERT, arguments: ['', "it's é \\ x", 'a WHEN (b) EXECUTE FUNCTION c'] },
    },
  },
  {
    it: 'has a condition beside arguments that look like one',
    given: BASE,
    when: `create trigger tg before insert on app.t for each row when (new.id > 0)
             execute function app.f('x) EXECUTE FUNCTION y')`,
    shows: [added(TG)],
    defines: {
      [TG]: { ...BEFORE_INSERT, condition: '(new.id > 0)', arguments: ['x) EXECUTE FUNCTION y'] },
    },
  },
  {
    it: 'is one object on a partitioned table',
    given: [
      ...BASE,
      `create table app.p (id int) partition by list (id);
       create table app.p1 partition of app.p for values in (1)`,
    ],
    when: `create trigger tg after insert on app.p for each row execute function app.f();
           create table app.p2 partition of app.p for values in (2)`,
    shows: [added('trigger tg on app.p'), added('table app.p2')],
  },
  {
    it: 'is replaced',
    given: GIVEN,
    when: 'create or replace trigger tg after insert on app.t for each row execute function app.f()',
    shows: [changed(TG, { timing: ['before', 'after'] })],
  },
  {
    it: 'is replaced by drop and create in one change',
    given: GIVEN,
    when: `drop trigger tg on app.t; create trigger tg before update on app.t for each row execute function app.f()`,
    shows: [changed(TG, { events: [['insert'], ['update']] })],
  },
  {
    it: 'is disabled',
    given: GIVEN,
    when: 'alter table app.t disable trigger tg',
    shows: [changed(TG, { enabled: [null, 'disabled'] })],
  },
  {
    it: 'is enabled again',
    given: [...GIVEN, 'alter table app.t disable trigger all'],
    when: 'alter table app.t enable trigger user',
    shows: [changed(TG, { enabled: ['disabled', null] })],
  },
  {
    it: 'fires always or on replicas only',
    given: [
      ...GIVEN,
      'create trigger th before insert on app.t for each row execute function app.f()',
    ],
    when: 'alter table app.t enable always trigger tg, enable replica trigger th',
    shows: [
      changed(TG, { enabled: [null, 'always'] }),
      changed('trigger th on app.t', { enabled: [null, 'replica'] }),
    ],
  },
  {
    it: 'is renamed',
    given: GIVEN,
    when: 'alter trigger tg on app.t rename to zz',
    shows: [renamed(TG, 'trigger zz on app.t')],
  },
  {
    it: 'follows the rename of its table and columns without a row of its own',
    given: [
      ...BASE,
      `create trigger tg before update of id on app.t for each row when (old.id <> new.id)
         execute function app.f()`,
    ],
    when: 'alter table app.t rename id to number; alter table app.t rename to u',
    shows: [renamed('table app.t', 'table app.u', { 'columns.number.name': ['id', 'number'] })],
    defines: {
      'trigger tg on app.u': {
        timing: 'before',
        events: ['update'],
        update_columns: ['number'],
        level: 'row',
        condition: '(old.number <> new.number)',
        function: 'app.f',
      },
    },
  },
  {
    it: 'follows the rename of the function it calls',
    given: GIVEN,
    when: 'alter function app.f() rename to g',
    shows: [renamed('function app.f()', 'function app.g()')],
    defines: { [TG]: { ...BEFORE_INSERT, function: 'app.g' } },
  },
  {
    it: 'fires as usual again',
    given: [...GIVEN, 'alter table app.t enable always trigger tg'],
    when: 'alter table app.t enable trigger tg',
    shows: [changed(TG, { enabled: ['always', null] })],
  },
  {
    it: 'is disabled with every other, those of foreign keys left out',
    given: [
      ...GIVEN,
      'alter table app.t add primary key (id); create table app.u (id int references app.t)',
    ],
    when: 'alter table app.t disable trigger all',
    shows: [changed(TG, { enabled: [null, 'disabled'] })],
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on trigger tg on app.t is 'why'`,
    shows: [changed(TG, { comment: [null, 'why'] })],
  },
  {
    it: 'may depend on extensions, and cease to',
    given: [
      ...GIVEN,
      `create extension citext; create extension hstore;
       create trigger th before insert on app.t for each row execute function app.f();
       alter trigger th on app.t depends on extension citext`,
    ],
    when: `alter trigger tg on app.t depends on extension hstore;
           alter trigger tg on app.t depends on extension citext;
           alter trigger th on app.t no depends on extension citext`,
    shows: [
      changed(TG, { depends_on_extensions: [null, ['citext', 'hstore']] }),
      changed('trigger th on app.t', { depends_on_extensions: [['citext'], null] }),
    ],
  },
  {
    it: 'is removed with the extension it depends on',
    given: [
      ...GIVEN,
      'create extension citext; alter trigger tg on app.t depends on extension citext',
    ],
    when: 'drop extension citext',
    shows: [removed('extension citext'), removed(TG)],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop trigger tg on app.t',
    shows: [removed(TG)],
  },
  {
    it: 'is removed with its function',
    given: GIVEN,
    when: 'drop function app.f() cascade',
    shows: [removed('function app.f()'), removed(TG)],
  },
]);
