import type { ControlSession, OpenSession, Pooling } from '@pggit/core/adapter';
import { CliError } from '../errors/cli-error.js';

/**
 * Refuses a pooler that shares its sessions: the deployment would go with the session to somebody
 * else, and take what they do. One that this session is in by its application name stays open.
 *
 * @param open one more session
 * @throws SessionSharedError where sessions are shared
 */
export async function poolingOfControl(
  control: ControlSession,
  open: OpenSession,
): Promise<Pooling> {
  const { isShared } = await import('@pggit/core/adapter');
  const pooling = await control.pooling(open);
  if (!isShared(pooling)) return pooling;
  const { rows } = await control.query(
    `select pg_catalog.current_setting('application_name') like 'pggit:%' as "isInside"`,
  );
  if (rows[0]?.isInside === true) return pooling;
  const { SessionSharedError } = await import('@pggit/core');
  const { code, message } = new SessionSharedError(pooling);
  throw new CliError({
    code,
    message,
    hint: 'name the server itself with --url or PGGIT_DATABASE_URL',
  });
}
