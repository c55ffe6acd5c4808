import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsWith } from '@pggit/core/urls';
import { PROPERTIES_ENCODING, parseProperties } from './properties.js';

/** A file that is there until it is removed. */
export interface TemporaryFile {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Writes properties for the driver of Java that put its sessions into a deployment, and say all that those
 * of the team say, which may be secrets.
 *
 * @param given the team's own file; undefined where there is none
 * @param id of the deployment
 * @param by the property that says it: the name of the sessions where the driver takes other options
 */
export async function writeDriverProperties(
  given: string | undefined,
  id: string,
  by: 'options' | 'ApplicationName' = 'options',
): Promise<TemporaryFile> {
  // As it is: the last of two values counts.
  const text = given === undefined ? '' : `${await readFile(given, PROPERTIES_ENCODING)}\n`;
  const value = by === 'options' ? optionsWith(parseProperties(text).get(by), id) : `pggit:${id}`;
  const directory = await mkdtemp(join(tmpdir(), 'pggit-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  const path = join(directory, 'driver.properties');
  try {
    await writeFile(path, `${text}${by}=${escaped(value)}\n`, {
      encoding: PROPERTIES_ENCODING,
      mode: 0o600,
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

/** As Java reads it back. */
function escaped(value: string): string {
  return value.replace(
    /[\\\n\r]|^ /g,
    (letter) => `\\${{ '\n': 'n', '\r': 'r' }[letter] ?? letter}`,
  );
}
