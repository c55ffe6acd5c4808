import { readFileSync } from 'node:fs';

/**
 * Milliseconds a process has spent on a processor so far, from the scheduler's own account. Undefined
 * where there is none (anywhere but Linux).
 *
 * The account is brought up to date when the process goes to sleep. A backend sends its answer a
 * moment before that, so this waits until it sleeps.
 */
export function processorTime(pid: number): number | undefined {
  for (let tries = 0; tries < 1_000 && isAwake(pid); tries += 1);
  const line = read(`/proc/${pid}/schedstat`);
  return line === undefined ? undefined : Number(line.split(' ')[0]) / 1e6;
}

/**
 * Milliseconds that the ended programs of this process and the ended backends of a postmaster have
 * spent together. The kernel counts it in hundredths of a second.
 */
export function endedTime(postmaster: number): number | undefined {
  const programs = endedChildrenTime(process.pid);
  const backends = endedChildrenTime(postmaster);
  return programs === undefined || backends === undefined ? undefined : programs + backends;
}

function endedChildrenTime(pid: number): number | undefined {
  const fields = fieldsOf(pid);
  if (fields === undefined) return undefined;
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function isAwake(pid: number): boolean {
  return fieldsOf(pid)?.[0] === 'R';
}

/** What /proc/<pid>/stat says behind the program's name, which may hold blanks: the state first. */
function fieldsOf(pid: number): string[] | undefined {
  const line = read(`/proc/${pid}/stat`);
  return line?.slice(line.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
