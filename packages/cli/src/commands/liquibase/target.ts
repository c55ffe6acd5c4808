import { findDatabase } from '@pggit/liquibase';
import { type Environment, findConnection } from '../../connection/source.js';
import { UsageError } from '../../errors/cli-error.js';
import type { RunTarget } from '../../run/find-database.js';

/** Under this name the URL goes through the same hands as that of any command. */
const VARIABLE = 'LIQUIBASE_COMMAND_URL';

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
    const nowhere = { source: { origin: 'nowhere' }, environment, urlVariables: [] };
    return { ...nowhere, hasTriggers: true, unreadable };
  }
  const { url, origin } = found;
  const isSaid = flag !== undefined || Boolean(environment.PGGIT_DATABASE_URL);
  return {
    source: isSaid ? findConnection(flag, environment) : { url: found.plain(url), origin },
    environment: { ...environment, [VARIABLE]: url },
    urlVariables: [VARIABLE],
    hasTriggers: true,
    plain: (text) => found.plain(text),
    async launch(told, deployment) {
      const others = { ...told, [VARIABLE]: environment[VARIABLE] };
      if (told[VARIABLE] === url) return { command: [program, ...args], environment: others };
      const { args: all, ...launch } = await found.launchIn(deployment, others);
      return { ...launch, command: [program, ...all] };
    },
  };
}
