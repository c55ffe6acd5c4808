import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** When the first migration was made; the others follow a minute apart. */
const START = Date.UTC(2024, 0, 8, 9, 0, 0);

/**
 * Writes a node-pg-migrate project: each migration makes a table with keys, checks, an index and
 * comments. Every fourth also fills it, adds a column to the table before and computes it for all
 * rows; every tenth replaces a function and a view.
 */
export async function writeProject(directory: string, count: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  // The nearest package.json decides how Node reads the migrations.
  await writeFile(join(directory, 'package.json'), '{ "type": "commonjs" }\n');
  const folder = join(directory, 'migrations');
  await mkdir(folder);
  for (let number = 1; number <= count; number += 1) {
    const name = `${START + number * 60_000}_create-item-${number}.js`;
    await writeFile(join(folder, name), migration(number));
  }
}

function migration(number: number): string {
  const steps = [
    createTable(number),
    ...(number % 4 === 0 ? [fill(number), backfill(number - 1)] : []),
    ...(number % 10 === 0 ? [replace(number)] : []),
  ];
  return `exports.up = (pgm) => {\n${steps.join('\n')}\n};\nexports.down = false;\n`;
}

function createTable(number: number): string {
  const parent = number > 1 ? `item_${number - 1}` : undefined;
  return `
  pgm.createTable('item_${number}', {
    id: 'id',
    code: { type: 'varchar(20)', notNull: true, unique: true },
    title: { type: 'text', notNull: true, default: '' },
    amount: { type: 'numeric(12,2)', notNull: true, default: 0, check: 'amount >= 0' },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
    updated_at: { type: 'timestamptz' },
    is_active: { type: 'boolean', notNull: true, default: true },
    parent_id: { type: 'int'${parent ? `, references: '${parent}', onDelete: 'set null'` : ''} },
  }, { comment: 'Items of step ${number}' });
  pgm.createIndex('item_${number}', 'parent_id');
  pgm.sql("comment on column item_${number}.amount is 'without tax'");`;
}

function fill(number: number): string {
  return `
  pgm.sql(\`insert into item_${number} (code, title, amount)
    select 'c' || n, 'Item ' || n, n from generate_series(1, 5000) n\`);
  pgm.sql(\`insert into item_${number - 1} (code, title, amount)
    select 'c' || n, 'Item ' || n, n from generate_series(1, 5000) n\`);`;
}

function backfill(number: number): string {
  return `
  pgm.addColumn('item_${number}', { gross: { type: 'numeric(12,2)' } });
  pgm.sql('update item_${number} set gross = round(amount * 1.19, 2)');
  pgm.alterColumn('item_${number}', 'gross', { notNull: true });`;
}

function replace(number: number): string {
  return `
  pgm.sql(\`create or replace function item_total() returns numeric language sql stable
    return (select sum(amount) from item_${number})\`);
  pgm.createView('item_report_${number}', {},
    'select id, code, amount from item_${number} where is_active');`;
}
