import { InvalidSettingError, WRITTEN_SETTINGS, withEnvironment } from '@pggit/core/adapter';
import { UnknownFlagError } from '../errors.js';
import type { PggitOptions } from '../options.js';

/** pggit's options on the command line, `--pggit-<flag>`. */
const SETTINGS = {
  enabled: { flag: 'enabled', ...WRITTEN_SETTINGS.enabled },
  name: { flag: 'name', ...WRITTEN_SETTINGS.name },
  message: { flag: 'message', ...WRITTEN_SETTINGS.message },
  tags: { flag: 'tags', ...WRITTEN_SETTINGS.tags },
  required: { flag: 'required', ...WRITTEN_SETTINGS.required },
  refresh: { flag: 'refresh', ...WRITTEN_SETTINGS.refresh },
  autoCommit: { flag: 'auto-commit', ...WRITTEN_SETTINGS.autoCommit },
} as const;

/** The lines `--help` shows below the stock CLI's own. */
export const HELP = `
pggit:
  --pggit-name <name>            name of the deployment             [PGGIT_NAME]
  --pggit-message <message>      message of the commit           [PGGIT_MESSAGE]
  --pggit-tags <a,b>             labels of the commit               [PGGIT_TAGS]
  --pggit-required               fail if pggit is not usable    [PGGIT_REQUIRED]
  --pggit-refresh <none|affected|view,view>
                                 refresh materialized views      [PGGIT_REFRESH]
  --pggit-auto-commit            a commit a transaction      [PGGIT_AUTO_COMMIT]
  --no-pggit-enabled             the stock runner, unrecorded    [PGGIT_ENABLED]
`;

/**
 * What the command line said: pggit's options, and the arguments that are left for the stock CLI.
 */
export interface CommandLine {
  readonly settings: PggitOptions;
  readonly args: string[];
}

/**
 * Takes pggit's own flags out of the arguments. A flag wins over its variable; an empty variable
 * counts as unset.
 *
 * @throws InvalidSettingError
 * @throws UnknownFlagError
 */
export function readCommandLine(
  args: readonly string[],
  environment: Record<string, string | undefined>,
): CommandLine {
  const { given, rest } = takeFlags(args);
  const settings: Record<string, unknown> = {};
  for (const [option, { flag, parse }] of Object.entries(SETTINGS)) {
    const value = given.get(flag);
    if (value) settings[option] = parse(`--pggit-${flag}`, value);
  }
  return { settings: withEnvironment(settings as PggitOptions, environment), args: rest };
}

function takeFlags(args: readonly string[]) {
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') return { given, rest: [...rest, ...args.slice(at)] };
    const [, no, flag, inline] = /^--(no-)?pggit-([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const setting = Object.values(SETTINGS).find((known) => known.flag === flag);
    if (setting === undefined) {
      if (flag !== undefined) throw new UnknownFlagError(arg);
      rest.push(arg);
    } else if (setting.parse === WRITTEN_SETTINGS.required.parse) {
      given.set(setting.flag, no ? 'false' : (inline ?? 'true'));
    } else {
      const value = inline ?? args[++at];
      if (value === undefined) throw new InvalidSettingError(arg, undefined, 'some text');
      given.set(setting.flag, value);
    }
  }
  return { given, rest };
}
