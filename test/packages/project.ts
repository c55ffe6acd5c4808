import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { folderOf } from './node-binary.js';
import { manifestIn, npm, ROOT, type Tarball } from './tarballs.js';

const FILES: Record<string, string> = {
  'package.json': '{"name":"shop","private":true,"type":"module"}',
  'migrations/1_orders.cjs': `exports.up = (pgm) => pgm.createTable('orders', { id: 'id' });`,
  'migrations/2_total.cjs': `exports.up = (pgm) => pgm.addColumn('orders', { total: 'numeric(10,2)' });`,
  'import.mjs': `
    const modules = await Promise.all(process.argv.slice(2).map((name) => import(name)));
    console.log(JSON.stringify(modules.map((module) => Object.keys(module))));`,
  'require.cjs': `
    const modules = process.argv.slice(2).map((name) => require(name));
    console.log(JSON.stringify(modules.map((module) => Object.keys(module))));`,
  'migrate.mjs': `
    import { runner } from '@pggit/node-pg-migrate';
    const ran = await runner({
      databaseUrl: process.env.DATABASE_URL,
      dir: 'migrations',
      direction: 'up',
      migrationsTable: 'pgmigrations',
      verbose: false,
      pggit: { name: 'in code' },
    });
    console.log(ran.map(({ name }) => name).join());`,
  'umzug.mjs': `
    import { withPggit } from '@pggit/umzug';
    import pg from 'pg';
    import { Umzug } from 'umzug';
    const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
    const migrations = [{ name: '3_lines', up: () => pool.query('create table lines ()') }];
    const storage = { executed: async () => [], logMigration() {}, unlogMigration() {} };
    const umzug = new Umzug({ migrations, context: pool, storage, logger: undefined });
    await withPggit(umzug, { pool, name: 'with umzug' }).up();
    await pool.end();`,
  'types.ts': `
    import { type InstallReport, install, isPgGitError, pggit, withDeployment } from '@pggit/core';
    import { type PggitOptions, runner } from '@pggit/node-pg-migrate';
    import { withPggit } from '@pggit/umzug';
    import pg from 'pg';
    import { type MigrationMeta, Umzug } from 'umzug';

    export async function migrate(pool: pg.Pool): Promise<MigrationMeta[]> {
      const umzug = new Umzug({
        migrations: [{ name: '1', up: ({ context }) => context.query('select 1') }],
        context: pool, logger: undefined });
      const recorded: Umzug<pg.Pool> = withPggit(umzug, { pool, required: true });
      // @ts-expect-error: one of the three connections, not two.
      withPggit(umzug, { pool, client: new pg.Client() });
      return recorded.up({ step: 1 });
    }

    export async function main(options: PggitOptions): Promise<string | null> {
      const pool = new pg.Pool();
      const report: InstallReport = await install(pool);
      await withDeployment(pool, { name: 'x' }, async (client) => client.query('select 1'));
      const ran: { name: string }[] = await runner({
        databaseUrl: '', dir: '', direction: 'up', migrationsTable: '', pggit: options });
      const [commit] = await pggit(pool).log();
      // @ts-expect-error: unless the types are real, this is no error.
      const wrong: number = report.mode;
      if (isPgGitError(wrong, 'deployment_open')) throw wrong;
      return commit?.message ?? ran[0]?.name ?? null;
    }`,
};

/** A project of nobody in particular, with nothing but what npm installed into it. */
export interface Project {
  readonly directory: string;
  /** Runs a command of the project, or a program, with the given Node. */
  run(node: string, command: string, args?: readonly string[], url?: string): Promise<string>;
}

/** Makes a project in `directory` and installs the tarballs with what a user has beside them. */
export async function installProject(
  directory: string,
  tarballs: readonly Tarball[],
): Promise<Project> {
  await mkdir(join(directory, 'migrations'));
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(directory, path), text);
  await npm(
    ['install', '--save-exact', ...tarballs.map(({ path }) => path), ...versionsInUse()],
    directory,
  );
  return {
    directory,
    run: async (node, command, args = [], url) => {
      const path = [folderOf(node), join(directory, 'node_modules', '.bin'), process.env.PATH];
      const { stdout } = await execa(command, args, {
        cwd: directory,
        env: { PATH: path.join(delimiter), ...(url === undefined ? {} : { DATABASE_URL: url }) },
      });
      return stdout;
    },
  };
}

/** The versions that the workspace has too, so that npm finds them in its cache. */
function versionsInUse(): string[] {
  const { devDependencies: ours = {} } = manifestIn(ROOT);
  const { devDependencies: theirs = {} } = manifestIn(join(ROOT, 'packages', 'node-pg-migrate'));
  const versions = { ...theirs, ...ours };
  return ['pg', '@types/pg', '@types/node', 'node-pg-migrate', 'umzug'].map(
    (name) => `${name}@${versions[name]}`,
  );
}
