import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a package.json says, as far as the tests read it. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly exports?: Record<string, unknown>;
  readonly devDependencies?: Record<string, string>;
}

/** A package as npm would publish it. */
export interface Tarball {
  /** Where it is. */
  readonly path: string;
  /** The files it holds. */
  readonly files: readonly string[];
}

export function manifestIn(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

/** The packages that are published. */
export const PACKAGES: readonly Manifest[] = readdirSync(join(ROOT, 'packages'))
  .map((folder) => manifestIn(join(ROOT, 'packages', folder)))
  .filter((manifest) => manifest.private !== true);

/** Packs every published package into `directory`; the tarballs by name of package. */
export async function packInto(directory: string): Promise<ReadonlyMap<string, Tarball>> {
  const workspaces = PACKAGES.map(({ name }) => `--workspace=${name}`);
  const { stdout } = await npm(['pack', '--json', '--pack-destination', directory, ...workspaces]);
  const packed: { name: string; filename: string; files: { path: string }[] }[] =
    JSON.parse(stdout);
  return new Map(
    packed.map(({ name, filename, files }) => [
      name,
      { path: join(directory, filename), files: files.map(({ path }) => path) },
    ]),
  );
}

/** Runs npm in the project at `directory`; packages that were fetched before come from its cache. */
export function npm(args: readonly string[], directory: string = ROOT) {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  return execa('npm', [...args, ...quiet, '--prefix', directory], { cwd: directory });
}
