import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** Where Flyway looks for its files. */
export interface Places {
  /** In which it is started. */
  readonly directory: string;
  /** The value of `workingDirectory`. */
  readonly workingDirectory: string | undefined;
  /** The folder that Flyway is installed in. */
  readonly installation: string | undefined;
  /** That of the user, as Java knows it: whatever HOME says. */
  readonly home: string | undefined;
  /** The value of `configFiles`. */
  readonly named: string | undefined;
}

/** A file of settings that is there. */
export interface ConfigFile {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
}

/**
 * The files that Flyway reads, in the order in which what a later one says counts. Those of TOML and those of
 * properties do not go together: it takes what is named, and without names TOML where there is any.
 */
export async function readFiles(places: Places): Promise<ConfigFile[]> {
  const named = (places.named ?? '').split(',').map((file) => file.trim());
  const base = resolve(places.directory, places.workingDirectory ?? '');
  const own = named.filter((file) => file !== '').map((file) => resolve(base, file));
  const [toml, properties] = [
    [...usualFiles(places, ['flyway.toml', 'flyway.user.toml']), ...own.filter(isToml)],
    [...usualFiles(places, ['flyway.conf']), ...own.filter((file) => !isToml(file))],
  ];
  const isTold = own.length > 0;
  if (isTold) return existing(own.some(isToml) ? toml : properties, places.directory);
  const found = await existing(toml, places.directory);
  return found.length > 0 ? found : existing(properties, places.directory);
}

/** Whether it is read as TOML. */
export function isToml(file: string): boolean {
  return file.endsWith('.toml');
}

/** The home of the user of this process; undefined where the system has none. */
export function homeOfUser(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

function usualFiles(
  { directory, workingDirectory, installation, home }: Places,
  names: readonly string[],
): string[] {
  const folders = [
    installation && join(installation, 'conf'),
    home,
    directory,
    workingDirectory && resolve(directory, workingDirectory),
  ];
  return folders.flatMap((folder) => (folder ? names.map((name) => join(folder, name)) : []));
}

/** What cannot be read is Flyway's to complain of. */
async function existing(files: readonly string[], directory: string): Promise<ConfigFile[]> {
  const read = [...new Set(files)].map(async (file) => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const short = relative(directory, file);
    return text === undefined ? [] : [{ name: short.startsWith('..') ? file : short, text }];
  });
  return (await Promise.all(read)).flat();
}
