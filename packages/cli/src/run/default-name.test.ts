import { expect, it } from 'vitest';
import { defaultName } from './default-name.js';

it.each([
  [['npx', 'prisma', 'migrate', 'deploy'], 'npx prisma migrate deploy'],
  [['/usr/bin/psql', '-f', 'a.sql'], 'psql'],
  [['npm', 'run', 'db:migrate', '--', '--verbose'], 'npm run db:migrate'],
  [['tool', 'up', 'postgres://me:secret@host/db', 'now'], 'tool up'],
  [['env', 'PGPASSWORD=secret', 'psql'], 'env'],
  [['sh', '-c', 'psql -W secret'], 'sh'],
  [['node', 'scripts/a b.js'], 'node'],
])('names %j %j', (command, name) => {
  expect(defaultName(command)).toBe(name);
});

it('is short', () => {
  expect(defaultName(['tool', ...Array(50).fill('word')])).toHaveLength(80);
});
