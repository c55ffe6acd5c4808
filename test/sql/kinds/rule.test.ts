import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const R = 'rule r on app.t';
const BASE = 'create table app.t (id int, note text); create table app.log (id int, note text)';
const PLAIN = 'create rule r as on delete to app.t do instead nothing';
const GIVEN = [BASE, PLAIN];
const QUOTED = `rule "R AS DO 'z" on app."T ""x"" DO y"`;
const NOTHING = { event: 'delete', instead: true, action: 'NOTHING' };

testKind('rule', [
  {
    it: 'is described with what it does instead',
    given: BASE,
    when: PLAIN,
    shows: [added(R)],
    defines: { [R]: NOTHING },
  },
  {
    it: 'is described with condition and actions, whatever words they hold',
    given: BASE,
    when: `create rule r as on update to app.t where new.note <> ' DO INSTEAD ' and old.note <> 'it''s "'
             do also (insert into app.log values (new.id, ' DO '); delete from app.log where id = old.id)`,
    shows: [added(R)],
    defines: {
      [R]: {
        event: 'update',
        condition: `((new.note <> ' DO INSTEAD '::text) AND (old.note <> 'it''s "'::text))`,
        action: expect.stringMatching(
          /^\( INSERT INTO app\.log \(id, note\)\s+VALUES \(new\.id, ' DO '::text\);\s+DELETE FROM app\.log\s+WHERE \(log\.id = old\.id\);\s+\)$/,
        ),
      },
    },
  },
  {
    it: 'of a quoted name has a condition without an action',
    given: 'create table app."T ""x"" DO y" (id int)',
    when: `create rule "R AS DO 'z" as on insert to app."T ""x"" DO y" where new.id = 1 do instead nothing`,
    shows: [added(QUOTED)],
    defines: {
      [QUOTED]: {
        event: 'insert',
        condition: '(new.id = 1)',
        instead: true,
        action: 'NOTHING',
      },
    },
  },
  {
    it: 'lies on a view and makes it writable',
    given: [BASE, 'create view app.v as select id from app.t'],
    when: `create rule r as on insert to app.v do instead
             insert into app.t (id) values (new.id) on conflict do nothing returning id`,
    shows: [added('rule r on app.v')],
    defines: {
      'rule r on app.v': {
        event: 'insert',
        instead: true,
        action: expect.stringMatching(/^INSERT INTO app\.t .* ON CONFLICT DO NOTHING\s+RETURNING/s),
      },
    },
  },
  {
    it: 'is replaced',
    given: GIVEN,
    when: 'create or replace rule r as on update to app.t do also notify gone',
    shows: [
      changed(R, {
        event: ['delete', 'update'],
        instead: [true, null],
        action: ['NOTHING', 'NOTIFY gone'],
      }),
    ],
  },
  {
    it: 'does not change when replaced by itself',
    given: GIVEN,
    when: 'create or replace rule r as on delete to app.t do instead nothing',
    shows: [],
  },
  {
    it: 'is disabled',
    given: GIVEN,
    when: 'alter table app.t disable rule r',
    shows: [changed(R, { enabled: [null, 'disabled'] })],
  },
  {
    it: 'is enabled again',
    given: [...GIVEN, 'alter table app.t disable rule r'],
    when: 'alter table app.t enable rule r',
    shows: [changed(R, { enabled: ['disabled', null] })],
  },
  {
    it: 'works always or on replicas only',
    given: [...GIVEN, 'create rule s as on update to app.t do instead nothing'],
    when: 'alter table app.t enable always rule r, enable replica rule s',
    shows: [
      changed(R, { enabled: [null, 'always'] }),
      changed('rule s on app.t', { enabled: [null, 'replica'] }),
    ],
  },
  {
    it: 'is renamed',
    given: GIVEN,
    when: 'alter rule r on app.t rename to "Keep all"',
    shows: [renamed(R, 'rule "Keep all" on app.t')],
  },
  {
    it: 'follows the rename of its table and of what its actions use',
    given: [
      BASE,
      'create rule r as on insert to app.t do also insert into app.log values (new.id)',
    ],
    when: `alter table app.t rename to u; alter table app.log set schema other;
           alter table other.log rename id to number`,
    shows: [
      renamed('table app.t', 'table app.u'),
      renamed('table app.log', 'table other.log', { 'columns.number.name': ['id', 'number'] }),
    ],
    defines: {
      'rule r on app.u': {
        event: 'insert',
        action: expect.stringContaining('INSERT INTO other.log (number)'),
      },
    },
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on rule r on app.t is 'why'`,
    shows: [changed(R, { comment: [null, 'why'] })],
  },
  {
    it: 'follows its view into another schema',
    given: [
      BASE,
      'create view app.v as select id from app.t; create rule r as on delete to app.v do instead nothing',
    ],
    when: 'alter view app.v set schema other',
    shows: [renamed('view app.v', 'view other.v')],
    defines: { 'rule r on other.v': NOTHING },
  },
  {
    it: 'that makes a table a view replaces the table',
    given: 'create table app.old (id int); create table app.base (id int)',
    when: 'create rule "_RETURN" as on select to app.old do instead select id from app.base',
    shows: [removed('table app.old'), added('view app.old')],
    until: 15,
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop rule r on app.t',
    shows: [removed(R)],
  },
  {
    it: 'is removed with its table',
    given: GIVEN,
    when: 'drop table app.t',
    shows: [removed('table app.t'), removed(R)],
  },
  {
    it: 'is removed with the table its action writes',
    given: [
      BASE,
      'create rule r as on insert to app.t do also insert into app.log values (new.id)',
    ],
    when: 'drop table app.log cascade',
    shows: [removed('table app.log'), removed(R)],
  },
]);
