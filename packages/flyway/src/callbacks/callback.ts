/** The events that pggit has a callback for, by the names Flyway has for them. */
export const EVENTS = [
  'beforeEachMigrate',
  'afterEachMigrate',
  'afterMigrateApplied',
  'afterMigrateError',
] as const;

export type CallbackEvent = (typeof EVENTS)[number];

/** How the callbacks are written. */
export interface CallbackOptions {
  /** What Flyway's placeholders begin and end with, where that is configured otherwise. */
  readonly placeholderPrefix?: string | undefined;
  readonly placeholderSuffix?: string | undefined;
  /** Whether a migration is refused that pggit cannot record. */
  readonly required?: boolean | undefined;
  /** Whether a callback more refreshes what a run's commit concerns; by default there is none. */
  readonly refresh?: 'none' | 'affected' | undefined;
}

/** Says whose a file is, to those who read it and to `pggit flyway init`, which replaces no other. */
export const MARK = '-- Written by `pggit flyway init`';

/** What happens at an event, in a line for whoever opens the file. */
const PURPOSES: Readonly<Record<CallbackEvent, string>> = {
  beforeEachMigrate:
    'Opens the deployment of this run with its first migration, and announces each migration.',
  afterEachMigrate: 'What this migration changed is its own, and nothing stays set in the session.',
  afterMigrateApplied: 'All migrations are applied: ends the deployment of this run.',
  afterMigrateError:
    'A migration failed: closes the deployment of this run, with what landed before.',
};

/**
 * The callback that refreshes. Flyway runs those of one event in the order of their names, and each in
 * a transaction of its own, so that it comes when the commit is there.
 */
export const REFRESH_FILE = 'afterMigrateApplied__pggit_refresh.sql';

/** Flyway runs it for its event, whatever else has a callback there. */
export function callbackFile(event: CallbackEvent): string {
  return `${event}__pggit.sql`;
}

/**
 * The SQL of a callback: one statement without an output. Where pggit is not installed, or the role may
 * not use it, it does nothing; a migration that installs pggit runs between two of them.
 */
export function callbackSql(event: CallbackEvent, options: CallbackOptions = {}): string {
  const { required = false } = options;
  const name = functionOf(event);
  const call = `${name}(${argumentsOf(event, options).join(', ')})`;
  const otherwise = event === 'beforeEachMigrate' ? elseBranch(required) : [];
  return callingSql(PURPOSES[event], `${name}(${typesOf(event)})`, call, otherwise);
}

/** The SQL of the callback that refreshes; it does nothing where pggit does not know how. */
export function refreshCallbackSql(): string {
  const purpose =
    'The run is recorded: refreshes the materialized views that read what it has changed.';
  return callingSql(purpose, 'pggit.flyway_refresh()', 'pggit.flyway_refresh()', []);
}

function callingSql(
  purpose: string,
  signature: string,
  call: string,
  otherwise: readonly string[],
): string {
  return [
    `${MARK}, which may replace it: do not edit it.`,
    `-- ${purpose}`,
    'do $pggit$',
    'declare',
    `  f constant oid := case when has_schema_privilege(to_regnamespace('pggit'), 'usage')`,
    `    then to_regprocedure('${signature}') end;`,
    'begin',
    "  if has_function_privilege(f, 'execute') then",
    `    perform ${call};`,
    ...otherwise,
    '  end if;',
    'end',
    '$pggit$;',
    '',
  ].join('\n');
}

function functionOf(event: CallbackEvent): string {
  const names = {
    beforeEachMigrate: 'before_each',
    afterEachMigrate: 'after_each',
    afterMigrateApplied: 'after_applied',
    afterMigrateError: 'after_error',
  };
  return `pggit.flyway_${names[event]}`;
}

function typesOf(event: CallbackEvent): string {
  if (event === 'afterEachMigrate') return '';
  return event === 'beforeEachMigrate' ? 'text, text, text, boolean' : 'text, text, text';
}

/** Never behind a `$`: Flyway would leave the placeholder as it is. */
function argumentsOf(event: CallbackEvent, options: CallbackOptions): string[] {
  if (event === 'afterEachMigrate') return [];
  const { placeholderPrefix = '${', placeholderSuffix = '}', required = false } = options;
  const placeholders = ['defaultSchema', 'table', 'timestamp'].map(
    (name) => `'${placeholderPrefix}flyway:${name}${placeholderSuffix}'`,
  );
  return event === 'beforeEachMigrate' ? [...placeholders, String(required)] : placeholders;
}

/** An engine that does not have the function, for a role that would see it. */
const IS_OLDER = "f is null and has_schema_privilege(to_regnamespace('pggit'), 'usage')";
const OLDER = 'the engine of pggit in this database is older than its callbacks';
const NO_RIGHTS = 'this role has no rights on pggit';
const UPGRADE = "'Bring it up to date: pggit upgrade'";
const GRANT = "format('Ask the owner of pggit for: grant pggit_deployer to %I', current_user)";

/** A warning comes once a session: the same holds for its next migrations. */
function elseBranch(required: boolean): string[] {
  if (required) {
    return [
      "  elsif to_regnamespace('pggit') is null then",
      "    raise exception using errcode = 'PGI01', message = 'pggit is not installed in this database',",
      "      hint = 'Install it with pggit install, or write the callbacks without --required.';",
      `  elsif ${IS_OLDER} then`,
      `    raise exception using errcode = 'PGI01', message = '${OLDER}',`,
      `      hint = ${UPGRADE};`,
      '  else',
      `    raise exception using errcode = 'insufficient_privilege', message = '${NO_RIGHTS}',`,
      `      hint = ${GRANT};`,
    ];
  }
  return [
    "  elsif to_regnamespace('pggit') is not null",
    "    and current_setting('pggit.warned_of_rights', true) is distinct from 'on' then",
    "    perform set_config('pggit.warned_of_rights', 'on', false);",
    `    if ${IS_OLDER} then`,
    `      raise warning 'pggit: ${OLDER}; what it can is recorded, this run is not'`,
    `        using hint = ${UPGRADE};`,
    '    else',
    `      raise warning 'pggit: ${NO_RIGHTS}; its migrations are recorded, this run is not'`,
    `        using hint = ${GRANT};`,
    '    end if;',
  ];
}
