import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';

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
export const sequence: Renderer = (identity, definition) => ({
  statements: definition.identity
    ? []
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
