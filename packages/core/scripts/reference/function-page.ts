import { ERROR_CODES } from '../../src/errors/index.js';
import { renderExample } from './example.js';
import { moduleTitle, page, prose, title } from './markdown.js';
import type { FunctionEntry, RelationEntry } from './read.js';

/** A page elsewhere in docs/ that is about functions too. */
export interface Guide {
  /** Its path in docs/. */
  readonly path: string;
  readonly text: string;
}

/** What the page of a function takes from elsewhere. */
export interface Surroundings {
  /** The functions that have a page. */
  readonly functions: readonly FunctionEntry[];
  /** The types, views and tables of the index. */
  readonly relations: readonly RelationEntry[];
  /** The examples by their path in docs/examples. */
  readonly examples: ReadonlyMap<string, string>;
  readonly guides: readonly Guide[];
}

/** The page of one function, in docs/reference/sql/. */
export function renderFunction(
  one: FunctionEntry,
  { functions, relations, examples, guides }: Surroundings,
): string {
  const example = examples.get(`${one.module}/${one.name}.sql`);
  const errors = one.raises.map((state) => `${state} \`${codeOf(state)}\``);
  const mentions = guides.filter(({ text }) => text.includes(`pggit.${one.name}(`));
  return page([
    `# pggit.${one.name}`,
    '',
    `[${moduleTitle(one.module)}](../sql.md#${one.module})`,
    '',
    '```sql',
    one.signature,
    '```',
    '',
    withLinks(one.comment, one.name, { functions, relations }),
    '',
    '## Rights and errors',
    '',
    `- ${title(one.volatility)}`,
    `- Runs as ${one.isDefiner ? 'its owner' : 'the caller'}`,
    `- For ${one.role === undefined ? 'its owner alone' : `\`${one.role}\`${ABOVE[one.role]}`}`,
    `- Raises ${errors.length === 0 ? 'no error of its own' : `${errors.join(', ')} ([errors](../errors.md))`}`,
    ...(example === undefined ? [] : ['', '## Example', '', ...renderExample(example)]),
    ...(mentions.length === 0 ? [] : ['', '## See also', '', ...mentions.map(link)]),
  ]);
}

/** Whom else a right of a role is for. */
const ABOVE: Readonly<Record<string, string>> = {
  pggit_reader: ', and so for all of the [roles](../../explanation/security.md)',
  pggit_deployer: ' and `pggit_admin` ([roles](../../explanation/security.md))',
  pggit_admin: ' ([roles](../../explanation/security.md))',
};

/** A comment in which other functions and relations of the interface are links, but for those in code. */
function withLinks(
  comment: string,
  self: string,
  { functions, relations }: Pick<Surroundings, 'functions' | 'relations'>,
): string {
  const names = new Set(functions.map(({ name }) => name).filter((name) => name !== self));
  const isRelation = (name: string) => relations.some((one) => one.name === name);
  return prose(comment).replaceAll(
    /`[^`]*`|\bpggit\.(\w+)(\(\))?/g,
    (found: string, name: string | undefined, call: string | undefined) => {
      if (name === undefined) return found;
      if (call !== undefined) return names.has(name) ? `[${found}](${name}.md)` : found;
      return isRelation(name) ? `[${found}](../sql.md#pggit${name})` : found;
    },
  );
}

function link({ path, text }: Guide): string {
  const heading = /^# (.*)$/m.exec(text)?.[1];
  if (heading === undefined) throw new Error(`docs/${path} has no title`);
  return `- [${heading}](../../${path})`;
}

function codeOf(state: string): string {
  const code = (ERROR_CODES as Readonly<Record<string, string>>)[state];
  if (code === undefined) throw new Error(`SQLSTATE ${state} has no error class`);
  return code;
}
