import { expect, it } from 'vitest';
import { defaultName } from './default-name.js';

it.each([
  [['npx', 'prisma', 'migrate', 'deploy'], 'npx prisma migrate deploy'],
  [['/usr/bin/psql', '-f', 'a.sql'], 'psql'],
  [['npm', 'run', 'db:migrate', '--', '--verbose'], 'npm run db:migrate'],
  [['npm', 'run', '--', 'db:migrate'], 'npm run db:migrate'],
  [['npx', 'knex', '--knexfile', 'x', 'migrate:latest'], 'npx knex migrate:latest'],
  [['npx', 'knex', '--knexfile=x', 'migrate:rollback'], 'npx knex migrate:rollback'],
  [['npx', 'knex@3.1', 'up'], 'npx knex@3.1 up'],
  [['npx', '@scope/tool', 'up'], 'npx @scope/tool up'],
  [['tool', 'up', 'postgres://me:secret@host/db', 'now'], 'tool up now'],
  [['tool', 'up', 'scott:tiger@db/shop'], 'tool up'],
  [['tool', 'up', 'scott/tiger@db'], 'tool up'],
  [['tool', '--password', 'secret', 'up', '-p', 'secret'], 'tool up'],
  [['env', 'PGPASSWORD=secret', 'psql'], 'env psql'],
  [['sh', '-c', 'psql -W secret'], 'sh'],
  [['sh', '-c', '"$0" "$@"', '/usr/bin/psql', 'secret'], 'sh'],
  [['node', 'scripts/a b.js'], 'node'],
  [['liquibase', '--liquibase-schema-name=Li q', 'update'], 'liquibase update'],
])('names %j %j', (command, name) => {
  expect(defaultName(command)).toBe(name);
});

it('is short', () => {
  expect(defaultName(['tool', ...Array(50).fill('word')])).toHaveLength(80);
});
