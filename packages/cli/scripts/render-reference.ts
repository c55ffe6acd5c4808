import type { JsonShape } from '../src/definition.js';
import type {
  ArgumentDescription,
  CommandDescription,
  OptionDescription,
  ProgramDescription,
} from './describe-program.js';

/** docs/reference/cli.md. */
export function renderReference(program: ProgramDescription): string {
  const { name, globalOptions, environment, exitCodes, commands } = program;
  return `${[
    `# The ${name} command`,
    'Generated from the command tree by `npm run generate`; for programs there is ' +
      '[cli-definition.json](../../packages/cli/cli-definition.json).',
    'Data goes to stdout, everything else to stderr. Colours are for terminals only.',
    listOf(
      commands.map(
        (command) =>
          `[\`${command.name}\`](#${command.name.replaceAll(' ', '-')}): ${command.summary}`,
      ),
    ),
    '## Options of every command',
    optionTable(globalOptions),
    '## Environment',
    tableOf(
      ['variable', ''],
      Object.entries(environment).map(([variable, text]) => [`\`${variable}\``, text]),
    ),
    'The database is the first of: `--url`, `PGGIT_DATABASE_URL`, `DATABASE_URL`, the `PG*` ' +
      'variables. There is no default.',
    '## Exit codes',
    tableOf(['code', 'meaning'], Object.entries(exitCodes)),
    '## JSON',
    'With `--json` a command prints one JSON document on stdout, whose fields stand below. Their names ' +
      'and meanings stay; new ones may come. Times are ISO 8601, hashes hexadecimal, `bigint`s text.',
    'An error is a JSON document on stderr: `{"error": {"code", "message", "hint", "details"}}`. ' +
      'The codes are those of [errors.md](errors.md), and `usage`, `connection_failed`, ' +
      '`authentication_failed`, `database_not_found`, `no_privilege`, `read_only`, `connection_lost`, ' +
      '`declined`; `error` for anything else the server says.',
    ...commands.map(renderCommand),
  ].join('\n\n')}\n`;
}

function renderCommand(command: CommandDescription): string {
  const { name, aliases, description, usage, examples, json, exitCodes } = command;
  return [
    `## ${name}`,
    `\`\`\`\n${usage}\n\`\`\``,
    description,
    ...(aliases.length > 0 ? [`Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`] : []),
    ...(command.arguments.length > 0 ? [argumentTable(command.arguments)] : []),
    ...(command.options.length > 0 ? [optionTable(command.options)] : []),
    `\`\`\`sh\n${examples.map(({ run, to }) => `# ${to}\n${run}`).join('\n')}\n\`\`\``,
    `Exit codes: ${Object.entries(exitCodes)
      .map(([code, text]) => `${code}: ${text}`)
      .join('; ')}.`,
    ...(json === undefined ? [] : jsonTable(json)),
  ].join('\n\n');
}

function jsonTable({ type, fields }: JsonShape): string[] {
  const rows = Object.entries(fields).map(([path, text]) => [`\`${path}\``, text]);
  return [
    `\`--json\` prints ${type === 'array' ? 'an array of objects' : 'an object'}:`,
    tableOf(['field', ''], rows),
  ];
}

function argumentTable(args: readonly ArgumentDescription[]): string {
  return tableOf(
    ['argument', '', 'default'],
    args.map(({ name, description, default: value }) => [
      `\`${name}\``,
      description,
      value === undefined ? '' : `\`${value}\``,
    ]),
  );
}

function optionTable(options: readonly OptionDescription[]): string {
  return tableOf(
    ['option', ''],
    options.map(({ flags, description }) => [`\`${flags}\``, description]),
  );
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)].join('\n');
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
