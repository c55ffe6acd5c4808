import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const W = 'foreign data wrapper w';
const GIVEN = 'create foreign data wrapper w';

testKind('foreign data wrapper', [
  {
    it: 'is described with handler, validator and options',
    given: 'create extension file_fdw with schema app',
    when: `create foreign data wrapper w options (mode 'a=b', "odd name" '');
           create foreign data wrapper "W 2" handler app.file_fdw_handler validator app.file_fdw_validator`,
    shows: [added(W), added('foreign data wrapper "W 2"')],
    defines: {
      [W]: { options: { mode: 'a=b', 'odd name': '' } },
      'foreign data wrapper "W 2"': {
        handler: 'app.file_fdw_handler',
        validator: 'app.file_fdw_validator',
      },
    },
  },
  {
    it: 'changes its validator and options',
    given: [
      // PostgreSQL warns of what a new validator may mean for existing options.
      'set client_min_messages = error',
      `create foreign data wrapper w options (host 'a', port '1')`,
    ],
    when: `alter foreign data wrapper w options (set host 'b', drop port, add dbname 'c');
           alter foreign data wrapper w options (drop host, drop dbname);
           alter foreign data wrapper w validator postgresql_fdw_validator`,
    shows: [
      changed(W, {
        validator: [null, 'postgresql_fdw_validator'],
        'options.host': ['a', null],
        'options.port': ['1', null],
      }),
    ],
  },
  {
    it: 'gets options',
    given: `create foreign data wrapper w options (host 'a')`,
    when: `alter foreign data wrapper w options (set host 'b', add dbname 'c')`,
    shows: [changed(W, { 'options.host': ['a', 'b'], 'options.dbname': [null, 'c'] })],
  },
  {
    it: 'gets a handler and loses its validator',
    given: [
      'create extension file_fdw',
      // PostgreSQL warns of what a new handler may mean for existing tables.
      'set client_min_messages = error',
      'create foreign data wrapper w validator file_fdw_validator',
    ],
    when: 'alter foreign data wrapper w handler file_fdw_handler no validator',
    shows: [
      changed(W, {
        handler: [null, 'public.file_fdw_handler'],
        validator: ['public.file_fdw_validator', null],
      }),
    ],
  },
  {
    it: 'is renamed in one row, with the servers of it',
    given: `${GIVEN}; create server s foreign data wrapper w`,
    when: 'alter foreign data wrapper w rename to v',
    shows: [renamed(W, 'foreign data wrapper v')],
    defines: { 'foreign server s': { wrapper: 'v' } },
  },
  {
    it: 'changes its owner',
    given: `${GIVEN}; alter role ROLE1 superuser`,
    when: 'alter foreign data wrapper w owner to ROLE1',
    shows: [changed(W, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on foreign data wrapper w is 'why'`,
    shows: [changed(W, { comment: [null, 'why'] })],
  },
  {
    it: 'is granted and revoked',
    given: `${GIVEN}; grant usage on foreign data wrapper w to ROLE2`,
    when: `grant usage on foreign data wrapper w to ROLE1 with grant option;
           revoke all on foreign data wrapper w from ROLE2`,
    shows: [
      changed(W, { 'privileges.ROLE1': [null, ['USAGE*']], 'privileges.ROLE2': [['USAGE'], null] }),
    ],
  },
  {
    it: 'is not recorded as a member of an extension',
    when: 'create extension file_fdw',
    shows: [added('extension file_fdw')],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop foreign data wrapper w',
    shows: [removed(W)],
  },
  {
    it: 'is removed with its servers, their tables and mappings',
    given: [
      `${GIVEN}; create server s foreign data wrapper w`,
      'create foreign table app.f (id int) server s; create user mapping for public server s',
    ],
    when: 'drop foreign data wrapper w cascade',
    shows: [
      removed(W),
      removed('foreign server s'),
      removed('foreign table app.f'),
      removed('user mapping public on s'),
    ],
  },
]);
