import type { DeploymentReport, UnjoinedWork } from '@pggit/core';
import { counted } from '../format/text.js';

/** A warning, and what to do. */
export interface Warning {
  readonly message: string;
  readonly hint: string;
}

const HINT =
  'a driver may take neither PGOPTIONS nor DATABASE_URL: name the variable of its URL with --url-env, ' +
  'or set pggit.deployment in its configuration';

/**
 * What there is to say when a run has ended and its database changed outside of its deployment.
 *
 * @param report undefined when nothing joined
 * @param unjoined what was recorded outside every deployment meanwhile
 */
export function strayWarning(
  report: DeploymentReport | undefined,
  { changes, migrations, applications }: UnjoinedWork,
): Warning | undefined {
  if (changes + migrations === 0) return undefined;
  const work = [
    ...(changes > 0 ? [counted(changes, 'change')] : []),
    ...(migrations > 0 ? [counted(migrations, 'migration')] : []),
  ].join(' and ');
  const by = applications.length > 0 ? ` (by ${applications.join(', ')})` : '';
  const where = 'recorded outside of this deployment';
  return {
    message:
      report === undefined
        ? `no session of this command joined its deployment: ${work} ${where}${by}`
        : `${work} ${where}${by} while it was open`,
    hint: HINT,
  };
}
