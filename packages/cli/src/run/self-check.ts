import { counted } from '../format/text.js';
import type { Ending } from './recorded-run.js';

/** A warning, and what to do. */
export interface Warning {
  readonly message: string;
  readonly hint: string;
}

const HOW_TO_JOIN =
  'a driver may take neither PGOPTIONS nor DATABASE_URL: name the variable of its URL with --url-env, ' +
  'or set pggit.deployment in its configuration';

const HOW_JAVA_JOINS =
  'its driver reads only its URL: start Liquibase and Flyway with `pggit liquibase` and `pggit flyway`, or name the ' +
  'variable of the URL with --url-env';

const HOW_A_TOOL_JOINS =
  'it may go to another address than the one that pggit read, or through a pooler that lets neither options nor names ' +
  'through: give it the address of the server itself';

const OTHER_DATABASE =
  'does it use another database than this one, as one in its configuration or in a container?';

/**
 * What there is to say when not everything of a run is in its deployment.
 *
 * @param isTool whether the command is that of a tool which has been told in its own way
 */
export function warningOf(
  { report, unjoined, isAbsent }: Ending,
  isTool: boolean,
): Warning | undefined {
  const { changes, migrations, applications } = unjoined;
  if (changes + migrations === 0) {
    return isAbsent
      ? {
          message: 'nothing was recorded: the command opened no session in this database',
          hint: OTHER_DATABASE,
        }
      : undefined;
  }
  const work = [
    ...(changes > 0 ? [counted(changes, 'change')] : []),
    ...(migrations > 0 ? [counted(migrations, 'migration')] : []),
  ].join(' and ');
  const by = applications.length > 0 ? ` (by ${applications.join(', ')})` : '';
  const outside = `${work} recorded outside of this deployment${by}`;
  return {
    message:
      report === undefined
        ? `no session of this command joined its deployment: ${outside}; its name, message and tags are not used`
        : `${outside} while it was open`,
    hint: isTool ? HOW_A_TOOL_JOINS : howToJoin(applications),
  };
}

function howToJoin(applications: readonly string[]): string {
  return applications.some((name) => name.includes('JDBC')) ? HOW_JAVA_JOINS : HOW_TO_JOIN;
}
