import { fileURLToPath } from 'node:url';
import { useDatabase } from '@pggit/testing';
import { changesOf, type History, readHistory } from '@pggit/testing/contract';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { BIN, environment } from '../../cli/pggit.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A migration tool with a project in `fixtures/`, and how it writes its history. */
export interface Tool {
  /** The project's folder. */
  readonly project: string;
  /** The command that applies all, in the project's folder. */
  readonly up: readonly string[];
  /** The command that takes back the last one, where the tool has any. */
  readonly down?: readonly string[];
  /** The command that applies a project whose second migration fails. */
  readonly broken: readonly string[];
  /** The history table; undefined where the tool keeps none. */
  readonly source?: string;
  /** The keys of the links, in the order in which they are applied. */
  readonly keys: readonly string[];
  /** What the commit of `up` holds beside table `public.orders`, at least. */
  readonly changes?: readonly string[];
  /** The keys of what landed before the failure; undefined where one transaction holds all. */
  readonly landed?: readonly string[];
}

/** A program of an npm package of `fixtures/`. */
export function bin(name: string): string {
  return `${ROOT}node_modules/.bin/${name}`;
}

/** Proves that a tool's own command, as it is, joins and is linked. */
export function proveTool(title: string, tool: Tool): void {
  describe(`${title} through pggit run`, () => {
    const db = useDatabase({ per: 'test' });

    const run = (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      execa(process.execPath, [BIN, 'run', '--', ...command], {
        cwd: `${ROOT}fixtures/${tool.project}`,
        env: environment({ url: db.url, env }),
        extendEnv: false,
        reject: false,
      });

    it(`joins and is linked, up${tool.down ? ' and down' : ''}`, async () => {
      const up = await run(tool.up);
      expect(up, up.stderr).toMatchObject({ exitCode: 0 });
      expect(up.stderr).not.toContain('pggit: warning');
      const history = await readHistory(db.client);
      expect(history.deployments).toMatchObject([{ status: 'completed' }]);
      const [deployment] = history.deployments;
      const changes = await changesOf(db.client, deployment?.commit ?? null);
      expect(changes).toEqual(
        expect.arrayContaining(['added table public.orders', ...(tool.changes ?? [])]),
      );
      expect(linksOf(history)).toEqual(
        tool.keys.map((key) => ['up', key, tool.source, deployment?.id, deployment?.commit, false]),
      );
      if (tool.down) await isTakenBack(tool.down);
    });

    async function isTakenBack(down: readonly string[]): Promise<void> {
      const result = await run(down);
      expect(result, result.stderr).toMatchObject({ exitCode: 0 });
      expect(result.stderr).not.toContain('pggit: warning');
      const history = await readHistory(db.client);
      const [first, second] = history.deployments;
      expect(history.deployments).toMatchObject([{}, { status: 'completed' }]);
      const up = (key: string, isReverted: boolean) => [
        'up',
        key,
        tool.source,
        first?.id,
        first?.commit,
        isReverted,
      ];
      const last = tool.keys.at(-1) ?? '';
      expect(linksOf(history)).toEqual([
        ...tool.keys.map((key) => up(key, key === last)),
        ...(tool.keys.length > 0
          ? [['down', last, tool.source, second?.id, second?.commit, false]]
          : []),
      ]);
    }

    it('keeps what landed of a run that fails, and no more', async () => {
      const failed = await run(tool.broken, { MIGRATIONS: 'broken' });
      expect(failed.exitCode, failed.stderr).toBeGreaterThan(0);
      expect(failed.stderr).not.toContain('pggit: warning');
      const history = await readHistory(db.client);
      if (tool.landed === undefined) {
        expect(history).toMatchObject({ links: [] });
        const { rows } = await db.client.query("select to_regclass('orders') as there");
        expect(rows).toEqual([{ there: null }]);
        return;
      }
      const [deployment] = history.deployments;
      expect(history.deployments).toMatchObject([
        { status: 'failed', reason: `exit code ${failed.exitCode}` },
      ]);
      const changes = await changesOf(db.client, deployment?.commit ?? null);
      expect(changes).toContain('added table public.orders');
      expect(linksOf(history)).toEqual(
        tool.landed.map((key) => [
          'up',
          key,
          tool.source,
          deployment?.id,
          deployment?.commit,
          false,
        ]),
      );
    });
  });
}

function linksOf({ links }: History) {
  return links.map(({ direction, key, source, deployment, commit, reverted }) => [
    direction,
    key,
    source,
    deployment,
    commit,
    reverted,
  ]);
}
