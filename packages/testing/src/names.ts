import { randomBytes } from 'node:crypto';

/**
 * An identifier nobody else uses, safe without quotes and short enough for PostgreSQL's 63 bytes.
 *
 * @param prefix begins with a letter; characters other than a-z, 0-9 and _ become _
 */
export function uniqueName(prefix: string): string {
  const readable = prefix.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_');
  return `${readable.slice(0, 50)}_${randomBytes(4).toString('hex')}`;
}
