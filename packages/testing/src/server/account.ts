import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The operating-system account a server runs under; `undefined` ids mean "as this process". */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root. Where this process is root, the server gets an account that
 * exists on the machine (`postgres`, else `nobody`), so that a test run creates no users.
 *
 * @throws Error when this process is root and neither account exists
 */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const account = await accountNamed(name);
    if (account !== undefined) return account;
  }
  throw new Error(
    'PostgreSQL does not run as root, and neither a "postgres" nor a "nobody" account exists: create one, or run as another user',
  );
}

async function accountNamed(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined; // `id` fails when there is no such account
  }
}

/** Whether an account other than the owner can walk down to `path` and read it. */
export async function reachableByOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(path);
  return parent === path || reachableByOthers(parent);
}
