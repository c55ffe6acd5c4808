import { testKind } from './cases.js';
import { changed, removed, renamed } from './rows.js';

const P1 = 'table app.p1';
const P11 = 'table app.p11';
const TG = 'trigger tg on app.p';
const GIVEN = [
  `create function app.f() returns trigger language plpgsql as 'begin return new; end';
   create table app.p (a int, b int) partition by list (a);
   create table app.p1 partition of app.p for values in (1) partition by list (b);
   create table app.p11 partition of app.p1 for values in (1)`,
  'create trigger tg after insert on app.p for each row execute function app.f()',
];
const OFF = { tg: { enabled: 'disabled' } };

testKind('the copy of a trigger on a partition', [
  {
    it: 'is switched off alone',
    given: GIVEN,
    when: 'alter table app.p11 disable trigger tg',
    shows: [changed(P11, { inherited_triggers: [null, OFF] })],
  },
  {
    it: 'is switched off with the copies below it',
    given: GIVEN,
    when: 'alter table app.p1 disable trigger tg',
    shows: [changed(P1, { inherited_triggers: [null, OFF] })],
  },
  {
    it: 'is switched on again',
    given: [...GIVEN, 'alter table app.p11 disable trigger tg'],
    when: 'alter table app.p11 enable trigger tg',
    shows: [changed(P11, { inherited_triggers: [OFF, null] })],
  },
  {
    it: 'stays on where only the trigger itself is switched off',
    given: GIVEN,
    when: 'alter table only app.p disable trigger tg',
    shows: [
      changed(TG, { enabled: [null, 'disabled'] }),
      changed(P1, { inherited_triggers: [null, { tg: { enabled: 'origin' } }] }),
    ],
  },
  {
    it: 'follows the trigger again, which is as it was',
    given: [
      ...GIVEN,
      'alter table app.p disable trigger tg; alter table app.p11 enable trigger tg',
    ],
    when: 'alter table app.p disable trigger tg',
    shows: [changed(P11, { inherited_triggers: [{ tg: { enabled: 'origin' } }, null] })],
  },
  {
    it: 'is no change of its own where all are switched off',
    given: GIVEN,
    when: 'alter table app.p disable trigger tg',
    shows: [changed(TG, { enabled: [null, 'disabled'] })],
  },
  {
    it: 'has a comment of its own',
    given: GIVEN,
    when: `comment on trigger tg on app.p11 is 'why'`,
    shows: [changed(P11, { inherited_triggers: [null, { tg: { comment: 'why' } }] })],
  },
  {
    it: 'is switched off on a foreign table',
    given: [
      ...GIVEN,
      `create foreign data wrapper w; create server s foreign data wrapper w;
       create foreign table app.f partition of app.p for values in (2) server s`,
    ],
    when: 'alter foreign table app.f disable trigger tg',
    shows: [changed('foreign table app.f', { inherited_triggers: [null, OFF] })],
  },
  {
    it: 'is renamed with the trigger',
    given: [...GIVEN, 'alter table app.p11 disable trigger tg'],
    when: 'alter trigger tg on app.p rename to th',
    shows: [
      renamed(TG, 'trigger th on app.p'),
      changed(P11, {
        'inherited_triggers.tg': [{ enabled: 'disabled' }, null],
        'inherited_triggers.th': [null, { enabled: 'disabled' }],
      }),
    ],
  },
  {
    it: 'goes with the trigger',
    given: [...GIVEN, 'alter table app.p11 disable trigger tg'],
    when: 'drop trigger tg on app.p',
    shows: [removed(TG), changed(P11, { inherited_triggers: [OFF, null] })],
  },
  {
    it: 'goes with the function of the trigger',
    given: [...GIVEN, 'alter table app.p11 disable trigger tg'],
    when: 'drop function app.f() cascade',
    shows: [
      removed('function app.f()'),
      removed(TG),
      changed(P11, { inherited_triggers: [OFF, null] }),
    ],
  },
]);
