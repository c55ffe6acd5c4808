import { changesOf, readHistory } from '@pggit/testing/contract';
import type { ClientBase } from 'pg';
import { type RunOptions, run } from '../cli/pggit.js';

/** Runs `pggit run <flags> -- <command>`; never rejects. */
export function pggitRun(command: readonly string[], options: RunOptions & { flags?: string[] }) {
  const { flags = [], ...rest } = options;
  return run(['run', ...flags, '--', ...command], rest);
}

/** A Node.js program with `pg` at hand, as an argument list. */
export function nodeProgram(source: string): string[] {
  return [process.execPath, '--input-type=module', '--eval', `import pg from 'pg';\n${source}`];
}

/** A program that runs each statement over a connection of its own, all at once. */
export function statements(...texts: string[]): string[] {
  return nodeProgram(`
    await Promise.all(${JSON.stringify(texts)}.map(async (text) => {
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      try { await client.query(text) } finally { await client.end() }
    }));`);
}

/** The one deployment there is, and what its commit changed. */
export async function onlyDeployment(other: ClientBase) {
  const { deployments, commits, links } = await readHistory(other);
  if (deployments.length !== 1) throw new Error(`${deployments.length} deployments`);
  const [deployment] = deployments;
  const changes = deployment?.commit == null ? [] : await changesOf(other, deployment.commit);
  return { ...deployment, changes, commits, links };
}
