import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const P = 'policy p on app.orders';
const ORDERS = 'create table app.orders (id int, owner name, total int)';
const PLAIN = 'create policy p on app.orders using (owner = current_user)';
const GIVEN = [ORDERS, PLAIN];
const MINE = '(owner = CURRENT_USER)';

testKind('policy', [
  {
    it: 'is described with the rows it lets through',
    given: ORDERS,
    when: PLAIN,
    shows: [added(P)],
    defines: { [P]: { command: 'all', using: MINE } },
  },
  {
    it: 'is described with everything it is declared with',
    given: ORDERS,
    when: `create policy p on app.orders as restrictive for update to ROLE1, pg_monitor
             using (owner = current_user) with check (total > 0)`,
    shows: [added(P)],
    defines: {
      [P]: {
        command: 'update',
        restrictive: true,
        roles: ['pg_monitor', 'ROLE1'],
        using: MINE,
        check: '(total > 0)',
      },
    },
  },
  {
    it: 'is for one command',
    given: ORDERS,
    when: `create policy s on app.orders for select using (true);
           create policy i on app.orders for insert with check (true);
           create policy d on app.orders for delete to current_user using (true)`,
    shows: [
      added('policy d on app.orders'),
      added('policy i on app.orders'),
      added('policy s on app.orders'),
    ],
    defines: {
      'policy s on app.orders': { command: 'select', using: 'true' },
      'policy i on app.orders': { command: 'insert', check: 'true' },
      'policy d on app.orders': { command: 'delete', using: 'true', roles: ['SUPERUSER'] },
    },
  },
  {
    it: 'is added beside the row security that puts it in force',
    given: ORDERS,
    when: `${PLAIN}; alter table app.orders enable row level security`,
    shows: [added(P), changed('table app.orders', { row_security: [null, true] })],
  },
  {
    it: 'changes its expressions',
    given: [...GIVEN, 'alter policy p on app.orders with check (total > 0)'],
    when: 'alter policy p on app.orders using (total < 10) with check (total > 1)',
    shows: [changed(P, { using: [MINE, '(total < 10)'], check: ['(total > 0)', '(total > 1)'] })],
  },
  {
    it: 'changes its roles',
    given: GIVEN,
    when: 'alter policy p on app.orders to ROLE1',
    shows: [changed(P, { roles: [null, ['ROLE1']] })],
  },
  {
    it: 'is for everybody again',
    given: [...GIVEN, 'alter policy p on app.orders to ROLE1'],
    when: 'alter policy p on app.orders to public',
    shows: [changed(P, { roles: [['ROLE1'], null] })],
  },
  {
    it: 'does not change when it is altered to what it is',
    given: GIVEN,
    when: 'alter policy p on app.orders to public using (owner = current_user)',
    shows: [],
  },
  {
    it: 'is replaced by drop and create in one change',
    given: GIVEN,
    when: 'drop policy p on app.orders; create policy p on app.orders as restrictive for select using (true)',
    shows: [
      changed(P, {
        command: ['all', 'select'],
        restrictive: [null, true],
        using: [MINE, 'true'],
      }),
    ],
  },
  {
    it: 'is renamed',
    given: GIVEN,
    when: 'alter policy p on app.orders rename to "Own rows"',
    shows: [renamed(P, 'policy "Own rows" on app.orders')],
  },
  {
    it: 'follows the rename of its table and columns without a row of its own',
    given: GIVEN,
    when: `alter table app.orders rename owner to login; alter table app.orders rename to purchases;
           alter table app.purchases set schema other`,
    shows: [
      renamed('table app.orders', 'table other.purchases', {
        'columns.login.name': ['owner', 'login'],
      }),
    ],
    defines: {
      'policy p on other.purchases': { command: 'all', using: '(login = CURRENT_USER)' },
    },
  },
  {
    it: 'follows the rename of what its expressions use',
    given: [
      ORDERS,
      `create table app.staff (login name);
       create function app.is_staff() returns boolean language sql return true`,
      `create policy p on app.orders using (exists (select from app.staff where login = owner))
         with check (app.is_staff())`,
    ],
    when: 'alter table app.staff rename to people; alter function app.is_staff() rename to trusted',
    shows: [
      renamed('table app.staff', 'table app.people'),
      renamed('function app.is_staff()', 'function app.trusted()'),
    ],
    defines: {
      [P]: {
        command: 'all',
        using: expect.stringContaining('FROM app.people'),
        check: 'app.trusted()',
      },
    },
  },
  {
    it: 'gets and loses a comment',
    given: [
      ...GIVEN,
      `create policy q on app.orders using (true); comment on policy q on app.orders is 'old'`,
    ],
    when: `comment on policy p on app.orders is 'why'; comment on policy q on app.orders is null`,
    shows: [
      changed(P, { comment: [null, 'why'] }),
      changed('policy q on app.orders', { comment: ['old', null] }),
    ],
  },
  {
    it: 'is not recorded on a temporary table',
    when: `create temp table t (id int); create policy p on t using (true);
           alter policy p on t using (false); drop policy p on t; drop table t`,
    shows: [],
  },
  {
    it: 'comes with the table that begins to be tracked',
    given: [`${ORDERS}; comment on table app.orders is '@pggit:ignore'`, PLAIN],
    when: 'comment on table app.orders is null',
    shows: [added('table app.orders'), added(P)],
  },
  {
    it: 'loses one of its roles with everything the role has',
    given: [ORDERS, 'create policy p on app.orders to ROLE1, ROLE2 using (true)'],
    when: 'drop owned by ROLE1',
    shows: [changed(P, { roles: [expect.arrayContaining(['ROLE1', 'ROLE2']), ['ROLE2']] })],
  },
  {
    it: 'is removed with everything its only role has',
    given: [ORDERS, 'create policy p on app.orders to ROLE1 using (true)'],
    when: 'drop owned by ROLE1',
    shows: [removed(P)],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop policy p on app.orders',
    shows: [removed(P)],
  },
  {
    it: 'is removed with its table',
    given: GIVEN,
    when: 'drop table app.orders',
    shows: [removed('table app.orders'), removed(P)],
  },
  {
    it: 'is removed with the function it calls',
    given: [
      ORDERS,
      `create function app.f() returns boolean language sql return true;
       create policy p on app.orders using (app.f())`,
    ],
    when: 'drop function app.f() cascade',
    shows: [removed('function app.f()'), removed(P)],
  },
]);
