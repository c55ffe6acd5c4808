import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const S = 'foreign server s';
const WRAPPER = 'create foreign data wrapper w';
const GIVEN = [WRAPPER, 'create server s foreign data wrapper w'];

testKind('foreign server', [
  {
    it: 'is described with wrapper, type, version and options',
    given: WRAPPER,
    when: `create server s type 'warehouse' version '1.2' foreign data wrapper w
             options (host 'db.example', "odd name" 'a=b')`,
    shows: [added(S)],
    defines: {
      [S]: {
        wrapper: 'w',
        type: 'warehouse',
        version: '1.2',
        options: { host: 'db.example', 'odd name': 'a=b' },
      },
    },
  },
  {
    it: 'lies behind a wrapper of an extension',
    given: 'create extension postgres_fdw',
    when: `create server "S 2" foreign data wrapper postgres_fdw options (host 'db.example')`,
    shows: [added('foreign server "S 2"')],
    defines: {
      'foreign server "S 2"': { wrapper: 'postgres_fdw', options: { host: 'db.example' } },
    },
  },
  {
    it: 'changes its version and options',
    given: [
      WRAPPER,
      `create server s version '1' foreign data wrapper w options (host 'a', port '1')`,
    ],
    when: `alter server s version '2' options (set host 'b', drop port, add dbname 'c')`,
    shows: [
      changed(S, {
        version: ['1', '2'],
        'options.host': ['a', 'b'],
        'options.port': ['1', null],
        'options.dbname': [null, 'c'],
      }),
    ],
  },
  {
    it: 'loses its only option and its version',
    given: [WRAPPER, `create server s version '1' foreign data wrapper w options (host 'a')`],
    when: 'alter server s version null options (drop host)',
    shows: [changed(S, { version: ['1', null], 'options.host': ['a', null] })],
  },
  {
    it: 'is renamed in one row, with the tables and mappings on it',
    given: [
      ...GIVEN,
      'create foreign table app.f (id int) server s; create user mapping for public server s',
    ],
    when: 'alter server s rename to t',
    shows: [renamed(S, 'foreign server t')],
    defines: {
      'foreign table app.f': {
        server: 't',
        columns: { id: { type: 'integer' } },
        column_order: ['id'],
      },
      'user mapping public on t': { server: 't', user: 'PUBLIC' },
    },
  },
  {
    it: 'changes its owner',
    given: [...GIVEN, 'grant usage on foreign data wrapper w to ROLE1'],
    when: 'alter server s owner to ROLE1',
    shows: [changed(S, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on server s is 'why'`,
    shows: [changed(S, { comment: [null, 'why'] })],
  },
  {
    it: 'is granted and revoked',
    given: [...GIVEN, 'grant usage on foreign server s to ROLE2'],
    when: 'grant usage on foreign server s to ROLE1; revoke usage on foreign server s from ROLE2',
    shows: [
      changed(S, { 'privileges.ROLE1': [null, ['USAGE']], 'privileges.ROLE2': [['USAGE'], null] }),
    ],
  },
  {
    it: 'is replaced by drop and create in one change',
    given: GIVEN,
    when: `drop server s; create server s type 'other' foreign data wrapper w`,
    shows: [changed(S, { type: [null, 'other'] })],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop server s',
    shows: [removed(S)],
  },
  {
    it: 'is removed with the tables on it',
    given: [...GIVEN, 'create foreign table app.f (id int) server s'],
    when: 'drop server s cascade',
    shows: [removed(S), removed('foreign table app.f')],
  },
]);
