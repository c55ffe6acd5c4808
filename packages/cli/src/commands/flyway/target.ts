import { findDatabase } from '@pggit/flyway';
import { type Environment, findConnection } from '../../connection/source.js';
import { UsageError } from '../../errors/cli-error.js';
import type { RunTarget } from '../../run/find-database.js';

/**
 * Where a run of Flyway is recorded, and how it is told its deployment: by the URL, which is all that its
 * driver reads.
 *
 * @param flag the URL for pggit's own session, where it needs another than Flyway's
 */
export async function findFlywayTarget(
  [program = '', ...args]: readonly string[],
  flag: string | undefined,
  environment: Environment,
): Promise<RunTarget> {
  const found = await findDatabase(args, environment, process.cwd());
  if (found === undefined) {
    const unreadable = new UsageError(
      'no PostgreSQL URL on the command line of Flyway, in FLYWAY_URL or in its configuration',
      'with the callbacks of pggit flyway init the run is recorded all the same',
    );
    return { source: { origin: 'nowhere' }, environment, urlVariables: [], unreadable };
  }
  const { url, origin, variable } = found;
  const isSaid = flag !== undefined || Boolean(environment.PGGIT_DATABASE_URL);
  return {
    source: isSaid ? findConnection(flag, environment) : { url: found.plain(url), origin },
    environment: { ...environment, [variable]: url },
    urlVariables: [variable],
    plain: (text) => found.plain(text),
    launch(told) {
      const launch = found.launchWith(told[variable] ?? url, told);
      return { command: [program, ...launch.args], environment: launch.environment };
    },
  };
}
