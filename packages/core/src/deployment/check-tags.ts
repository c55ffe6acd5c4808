import type { PgGit } from '../client/pggit.js';
import { isPgGitError } from '../errors/is-pggit-error.js';

/**
 * Refuses labels that the end of a deployment would refuse, when its work is done already.
 *
 * @throws ReservedTagError
 */
export async function checkTags(engine: PgGit, tags: readonly string[] = []): Promise<void> {
  if (tags.length === 0) return;
  try {
    await engine.checkTags(tags);
  } catch (error) {
    // It is an engine older than this package, which takes every tag.
    if (!isPgGitError(error, 'not_installed')) throw error;
  }
}
