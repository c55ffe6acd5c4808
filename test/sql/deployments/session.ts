import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';

/** Opens a deployment in this session and gives its id. */
export async function begin(
  session: ClientBase,
  name: string,
  autoCommit = false,
): Promise<string> {
  const { rows } = await session.query('select pggit.begin_deployment($1, $2) as id', [
    name,
    autoCommit,
  ]);
  return rows[0].id;
}

export async function join(session: ClientBase, deployment: string): Promise<void> {
  await session.query('select pggit.join_deployment($1)', [deployment]);
}

export async function end(session: ClientBase, message?: string, tags?: string[]): Promise<void> {
  await session.query('select pggit.end_deployment($1, $2)', [message, tags]);
}

/** The deployment the session belongs to, null when to none. */
export async function current(session: ClientBase): Promise<string | null> {
  return (await session.query('select pggit.current_deployment() as id')).rows[0].id;
}

/** Ends a session as an administrator would, and waits until the server has noticed. */
export async function kill(session: ClientBase, administrator: ClientBase): Promise<void> {
  const { rows } = await session.query('select pg_backend_pid() as pid');
  await administrator.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]);
}

/** Recovers deployments once those that a restart interrupted have had their time to come back. */
export async function recoverAfterRestart(
  other: ClientBase,
): Promise<{ deployment_id: string; name: string; commit_id: string | null }[]> {
  for (const end = Date.now() + 15_000; ; await sleep(100)) {
    const { rows } = await other.query('select * from pggit.recover_deployments()');
    if (rows.length > 0 || Date.now() > end) return rows;
  }
}

/** Makes an engine what it is where its owner may not create event triggers. */
export async function enterManualMode(administrator: ClientBase): Promise<void> {
  await administrator.query(`drop event trigger pggit_ddl_trigger, pggit_drop_trigger;
    update pggit.settings set value = '"manual"' where name = 'mode'`);
}

/** A warning as the session got it. */
export interface Warning {
  message: string;
  hint: string | undefined;
}

/** Collects the warnings this session gets from now on. */
export function warningsOf(session: ClientBase): Warning[] {
  const warnings: Warning[] = [];
  session.on('notice', ({ severity, message, hint }) => {
    if (severity === 'WARNING') warnings.push({ message: message ?? '', hint });
  });
  return warnings;
}
