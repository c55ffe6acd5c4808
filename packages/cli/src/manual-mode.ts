import type { Context } from './handler.js';

/**
 * Says beside what a command shows of the history that in manual mode there may be more to know: nobody
 * sees in a log that it is not complete.
 */
export async function sayManualMode({
  client,
  core,
  output,
}: Pick<Context<object>, 'client' | 'core' | 'output'>): Promise<void> {
  const { mode } = await core.installationState(client);
  if (mode !== 'manual') return;
  output.note(
    'manual mode: the history has what deployments and pggit.capture() found; pggit status shows what it lacks',
  );
}
