import type { Definition, State } from '../rendered.js';

/** Sequences that go with a column. That of an identity column is made with it. */
export function ownedSequences(relation: string, state: State): string[] {
  return (state.sequencesOf.get(relation) ?? [])
    .filter(({ definition }) => definition.identity !== true)
    .map(
      ({ identity, definition }) => `alter sequence ${identity} owned by ${definition.owned_by}`,
    );
}

/**
 * Whether a table that inherits has its columns in the order in which the server makes them: first what it
 * inherits, parent by parent, then its own. One that came to inherit later, or whose parents got columns
 * later, has another, and nothing in SQL makes that.
 */
export function isMadeInOrder({ inherits, column_order }: Definition, state: State): boolean {
  if (inherits === undefined) return true;
  const inherited = (inherits as string[]).flatMap((parent) => {
    const found =
      state.objects.get(`table ${parent}`) ?? state.objects.get(`foreign table ${parent}`);
    return (found?.definition.column_order ?? []) as string[];
  });
  const made = [...new Set([...inherited, ...(column_order as string[])])];
  return made.every((name, i) => name === column_order[i]);
}
