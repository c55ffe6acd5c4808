import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ContractTool, describeContract, describeManualMode } from '@pggit/testing/contract';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** What a team has in its repository: SQL files, a table of its own, a script around them. */
const SCRIPT = `
import { readFile } from 'node:fs/promises';
import { withPggit } from '@pggit/umzug';
import pg from 'pg';
import { Umzug } from 'umzug';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const umzug = new Umzug({
  migrations: {
    glob: 'migrations/*.up.sql',
    resolve: ({ name, path, context }) => ({
      name: name.replace('.up.sql', ''),
      up: async () => context.query(await readFile(path, 'utf8')),
      down: async () => context.query(await readFile(path.replace('.up.', '.down.'), 'utf8')),
    }),
  },
  context: pool,
  storage: {
    async executed() {
      await pool.query('create table if not exists schema_log (name text primary key, at timestamptz)');
      return (await pool.query('select name from schema_log order by name')).rows.map(({ name }) => name);
    },
    logMigration: ({ name }) => pool.query('insert into schema_log values ($1, now())', [name]),
    unlogMigration: ({ name }) => pool.query('delete from schema_log where name = $1', [name]),
  },
  logger: { ...console, info: ({ event, name }) => console.info(event, name) },
});
if (process.env.MODE !== 'alone') {
  const required = process.env.MODE === 'required';
  withPggit(umzug, { pool, historyTable: 'public.schema_log', required });
}
await umzug.runAsCLI();
await pool.end();
`;

const keyOf = (label: string, index: number) => `${index + 1}_${label}`;

const tool: ContractTool = {
  name: 'umzug',
  history: { table: 'public.schema_log', tool: 'umzug' },
  failureKeeps: 'all',
  applied: 'select name as key from schema_log order by name',
  keyOf,
  async write(directory, migrations) {
    await mkdir(join(directory, 'migrations'), { recursive: true });
    await symlink(MODULES, join(directory, 'node_modules')).catch(() => {});
    await writeFile(join(directory, 'migrate.mjs'), SCRIPT);
    for (const [index, { label, up, down }] of migrations.entries()) {
      const file = join(directory, 'migrations', keyOf(label, index));
      await writeFile(`${file}.up.sql`, up);
      await writeFile(`${file}.down.sql`, down);
    }
  },
  command: ({ direction, mode }) => ({
    file: process.execPath,
    args: ['migrate.mjs', direction],
    env: { MODE: mode },
  }),
};

describeContract(tool);
describeManualMode(tool);
