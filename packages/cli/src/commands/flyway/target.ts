import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import {
  type FlywayCommand,
  type FlywayDatabase,
  readCommand,
  UnreadableConfigError,
} from '@pggit/flyway';
import { type Environment, findConnection, isNamed } from '../../connection/source.js';
import { UsageError } from '../../errors/cli-error.js';
import type { RunTarget } from '../../run/find-database.js';
import { toolTarget, unreadableTarget } from '../../run/tool-target.js';

/**
 * Where a run of Flyway is recorded, and how it is told its deployment: by the properties of its driver,
 * where options get through.
 *
 * @param flag the URL for pggit's own session, where it needs another than Flyway's
 */
export async function findFlywayTarget(
  [program = '', ...args]: readonly string[],
  flag: string | undefined,
  environment: Environment,
): Promise<RunTarget> {
  const command = await readCommand(args, environment, process.cwd(), {
    installation: await installationOf(program, environment),
  });
  const { found, why } = databaseOf(command);
  const isOurs = isNamed(flag, environment);
  if (found === undefined && !isOurs) {
    return { ...unreadableTarget(environment, new UsageError(why, HINT)), lost: LOST };
  }
  const source =
    found === undefined || isOurs
      ? findConnection(flag, environment)
      : { url: found.plain(found.url), origin: found.origin };
  return toolTarget(
    {
      program,
      args,
      source,
      lost: LOST,
      needs: 'flyway_before_each',
      variable: 'FLYWAY_URL',
      url: found?.url ?? source.url,
      plain: (text) => found?.plain(text) ?? text,
      launchIn: command.launchIn,
    },
    environment,
  );
}

/** The callbacks record the rest, in a deployment of their own. */
const LOST =
  'name and labels given here are lost, and without the callbacks of pggit flyway init this run is not recorded';

const HINT =
  'name the database with --url; with the callbacks of pggit flyway init the run is recorded all the same';

function databaseOf(command: FlywayCommand): { found?: FlywayDatabase | undefined; why: string } {
  const why =
    'no PostgreSQL URL on the command line of Flyway, in FLYWAY_URL or in the files that it reads';
  try {
    return { found: command.database(), why };
  } catch (error) {
    if (!(error instanceof UnreadableConfigError)) throw error;
    return { why: error.message };
  }
}

/** The folder of the program, or of what a link in its place leads to. */
async function installationOf(
  program: string,
  { PATH = '' }: Environment,
): Promise<string | undefined> {
  const files = /[\\/]/.test(program)
    ? [program]
    : PATH.split(delimiter).map((folder) => join(folder, program));
  for (const file of files) {
    try {
      await access(file, constants.X_OK);
      return dirname(await realpath(file));
    } catch {
      // It is not there.
    }
  }
  return undefined;
}
