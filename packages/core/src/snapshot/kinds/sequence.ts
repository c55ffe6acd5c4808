import type { Definition, Renderer, State } from '../rendered.js';
import { words } from '../rendered.js';
import { tableOf } from '../sql.js';

/** The parameters, as `CREATE SEQUENCE` and an identity column take them. */
export function sequenceOptions({
  start,
  increment,
  minimum,
  maximum,
  cache,
  cycle,
}: Definition): string {
  return words(
    `start with ${start} increment by ${increment}`,
    `minvalue ${minimum} maxvalue ${maximum} cache ${cache}`,
    cycle && 'cycle',
  );
}

/** That of an identity column comes with its table; whom it belongs to is said there, too. */
export const sequence: Renderer = (identity, definition, state) => ({
  statements: definition.identity
    ? persistence(identity, definition, state)
    : [
        words(
          'create',
          definition.persistence,
          `sequence ${identity} as ${definition.type}`,
          sequenceOptions(definition),
        ),
      ],
  attributes: [
    'persistence',
    'type',
    'start',
    'increment',
    'minimum',
    'maximum',
    'cache',
    'cycle',
    'owned_by',
    'identity',
  ],
});

/** It is made as its table is, and may have been changed since. */
function persistence(identity: string, definition: Definition, state: State): string[] {
  const made = state.objects.get(`table ${tableOf(definition.owned_by)}`)?.definition.persistence;
  if (definition.persistence === made) return [];
  return [`alter sequence ${identity} set ${definition.persistence ?? 'logged'}`];
}
