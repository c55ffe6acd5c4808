// Writes docs/reference/sql.md from the SQL tree: every public function with its signature and comment, the views, and
// the tables whose columns are an interface. `--check` writes nothing and fails where the file is stale.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}docs/reference/sql.md`;

/** The columns that stay; other columns and other tables may change. */
const TABLES = {
  commits:
    'commit_id, parent_ids, branch, message, author, committed_at, deployment_id, state_hash',
  deployments:
    'deployment_id, name, auto_commit, status, reason, commit_id, opened_by, started_at, ended_at',
  external_migrations:
    'link_id, migration_id, migration_key, tool_name, source, pggit_commit_id, deployment_id, run, direction, description, checksum, applied_at, reverted_at',
  branches: 'name, commit_id',
  tags: 'name, commit_id',
};

async function readTree(folder) {
  const names = await readdir(`${root}sql/${folder}`, { recursive: true });
  const paths = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    paths.map(async (name) => ({
      name,
      text: await readFile(`${root}sql/${folder}/${name}`, 'utf8'),
    })),
  );
}

/** The text of `comment on <what> is '...'`, quotes undone. */
function commentOn(what, text) {
  const pattern = new RegExp(`comment on ${what}[^;]*? is\\s+'((?:[^']|'')*)'`);
  return pattern.exec(text)?.[1]?.replaceAll("''", "'");
}

/** From the name up to the attributes: parameters and result as they are written. */
function signatureOf(text) {
  const match = /create or replace function (pggit\.[\s\S]*?)\nlanguage /.exec(text);
  return match?.[1];
}

function functionsOf(files) {
  return files
    .filter(({ text }) => !signatureOf(text)?.startsWith('pggit._'))
    .map(({ name, text }) => ({
      module: dirname(name),
      signature: signatureOf(text),
      comment: commentOn('function', text),
      definer: /^security definer/m.test(text),
    }));
}

function render(functions, views, schema) {
  const lines = [
    '# SQL functions, views and tables',
    '',
    'Generated from the comments in [`sql/`](../../sql) by `npm run generate`. Errors: [errors.md](errors.md).',
    '',
    'A `ref` is `HEAD`, a branch, a tag (its newest commit), a commit id or at least four digits of one;',
    '`live`, where a function takes it, is the catalog as it is now.',
  ];
  for (const module of [...new Set(functions.map((f) => f.module))]) {
    lines.push('', `## ${module[0].toUpperCase()}${module.slice(1)}`);
    for (const f of functions.filter((one) => one.module === module)) {
      lines.push('', '```sql', f.signature, '```', '', f.comment);
      if (f.definer) lines.push('Runs as its owner; granted to roles by name.');
    }
  }
  lines.push('', '## Views', '', '| view | what it shows |', '|---|---|');
  for (const { name, text } of views) {
    const view = basename(name, '.sql');
    lines.push(`| \`pggit.${view}\` | ${commentOn(`view pggit.${view}`, text)} |`);
  }
  lines.push(
    '',
    '## Tables',
    '',
    'These columns stay; order, other columns and other tables may change.',
    '',
  );
  lines.push('| table | what it holds | columns |', '|---|---|---|');
  for (const [table, columns] of Object.entries(TABLES)) {
    const listed = columns.split(', ').map((column) => `\`${column}\``);
    lines.push(
      `| \`pggit.${table}\` | ${commentOn(`table pggit.${table}`, schema)} | ${listed.join(', ')} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const schema = (await readTree('schema')).map(({ text }) => text).join('\n');
const text = render(functionsOf(await readTree('functions')), await readTree('views'), schema);
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error('docs/reference/sql.md is stale: run `npm run generate` and commit it');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
