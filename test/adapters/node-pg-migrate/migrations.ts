import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uniqueName } from '@pggit/testing';

/** One migration: bodies of `up(pgm)` and `down(pgm)`. */
export interface Migration {
  readonly up: string;
  readonly down?: string;
}

/** A table with a primary key, and its removal. */
export function table(name: string): Migration {
  return { up: `pgm.createTable('${name}', { id: 'id' })`, down: `pgm.dropTable('${name}')` };
}

/** An index that no transaction may hold. */
export function concurrentIndex(of: string): Migration {
  const args = `'${of}', 'id', { name: '${of}_again', concurrently: true }`;
  return {
    up: `pgm.noTransaction(); pgm.createIndex(${args})`,
    down: `pgm.noTransaction(); pgm.dropIndex(${args})`,
  };
}

/** A table, and then a statement that fails. */
export function failing(name: string): Migration {
  return { up: `pgm.createTable('${name}', { id: 'id' }); pgm.sql('select 1/0')` };
}

/** The name a migration gets from its place and label: `1700000000001_orders`. */
export function nameOf(index: number, label: string): string {
  return `${1700000000001 + index}_${label}`;
}

/** Writes migrations, in order, into a new folder of a project; answers the folder. */
export async function writeMigrations(
  project: string,
  migrations: Readonly<Record<string, Migration>>,
  folder = uniqueName('migrations'),
): Promise<string> {
  const directory = join(project, folder);
  await mkdir(directory, { recursive: true });
  for (const [index, [label, { up, down = '' }]] of Object.entries(migrations).entries()) {
    const file = join(directory, `${nameOf(index, label)}.js`);
    await writeFile(
      file,
      `exports.up = (pgm) => { ${up} };\nexports.down = (pgm) => { ${down} };\n`,
    );
  }
  return directory;
}
