import { createHash } from 'node:crypto';
import type { SqlFile } from '../src/engine/source.js';

/** sha256, hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** One hash of many files: names and texts. */
export function hashOfFiles(files: readonly SqlFile[]): string {
  return hashOf(files.map(({ name, sql }) => `${name}\0${sql}`).join('\0'));
}
