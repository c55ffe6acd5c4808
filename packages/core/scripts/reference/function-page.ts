import { ERROR_CODES } from '../../src/errors/index.js';
import { renderExample } from './example.js';
import { page, prose, title } from './markdown.js';
import type { FunctionEntry } from './read.js';

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
  /** The examples by their path in docs/examples. */
  readonly examples: ReadonlyMap<string, string>;
  readonly guides: readonly Guide[];
}

/** The page of one function, in docs/reference/sql/. */
export function renderFunction(
  one: FunctionEntry,
  { functions, examples, guides }: Surroundings,
): string {
  const example = examples.get(`${one.module}/${one.name}.sql`);
  const errors = one.raises.map((state) => `${state} \`${codeOf(state)}\``);
  const names = functions.map(({ name }) => name);
  const mentions = guides.filter(({ text }) => text.includes(`pggit.${one.name}(`));
  return page([
    `# pggit.${one.name}`,
    '',
    `[${title(one.module)}](../sql.md#${one.module})`,
    '',
    prose(one.comment).replaceAll(/\bpggit\.(\w+)\(\)/g, (call, name) =>
      name !== one.name && names.includes(name) ? `[${call}](${name}.md)` : call,
    ),
    '',
    '```sql',
    one.signature,
    '```',
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
