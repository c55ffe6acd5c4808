import { findDatabase } from '@pggit/liquibase';
import { type Environment, findConnection, isNamed } from '../../connection/source.js';
import { UsageError } from '../../errors/cli-error.js';
import type { RunTarget } from '../../run/find-database.js';
import { toolTarget, unreadableTarget } from '../../run/tool-target.js';

/** The triggers record the rest. */
const LOST = 'neither name nor outcome of this run is recorded';

/**
 * Where a run of Liquibase is recorded, and how it is told its deployment: by the properties of its driver,
 * where options get through.
 *
 * @param flag the URL for pggit's own session, where it needs another than Liquibase's
 */
export async function findLiquibaseTarget(
  [program = '', ...args]: readonly string[],
  flag: string | undefined,
  environment: Environment,
): Promise<RunTarget> {
  const found = await findDatabase(args, environment, process.cwd());
  if (found === undefined) {
    const unreadable = new UsageError(
      'no PostgreSQL URL on its command line, in LIQUIBASE_COMMAND_URL or in its properties file',
      'where pggit is installed, its triggers record the run all the same, with its outcome not confirmed',
    );
    return { ...unreadableTarget(environment, unreadable), hasTriggers: true, lost: LOST };
  }
  const { url, origin, plain, launchIn } = found;
  return toolTarget(
    {
      program,
      args,
      source: isNamed(flag, environment)
        ? findConnection(flag, environment)
        : { url: plain(url), origin },
      hasTriggers: true,
      lost: LOST,
      needs: '_follow_tool_lock',
      variable: 'LIQUIBASE_COMMAND_URL',
      url,
      plain,
      launchIn,
    },
    environment,
  );
}
