import type { TrackedObject } from '../client/rows.js';
import { commonStatements } from './common.js';
import { aggregate } from './kinds/aggregate.js';
import { foreignTable, server, userMapping, wrapper } from './kinds/foreign.js';
import { index } from './kinds/index.js';
import { policy, rule, statistics, trigger } from './kinds/on-table.js';
import { routine } from './kinds/routine.js';
import { defaultPrivileges, extension, schema } from './kinds/schema.js';
import { sequence } from './kinds/sequence.js';
import { table } from './kinds/table.js';
import { collation, compositeType, domain, enumType, rangeType } from './kinds/types.js';
import { materializedView, view } from './kinds/view.js';
import { eventTrigger, publication } from './kinds/whole-database.js';
import type { Renderer, State } from './rendered.js';

const RENDERERS: Readonly<Record<string, Renderer>> = {
  schema,
  extension,
  'default privileges': defaultPrivileges,
  'foreign data wrapper': wrapper,
  'foreign server': server,
  'user mapping': userMapping,
  collation,
  enum: enumType,
  domain,
  'composite type': compositeType,
  'range type': rangeType,
  sequence,
  table,
  index,
  function: routine('function'),
  procedure: routine('procedure'),
  aggregate,
  view,
  'materialized view': materializedView,
  statistics,
  trigger,
  rule,
  policy,
  'foreign table': foreignTable,
  publication,
  'event trigger': eventTrigger,
};

/** An object as SQL, and what of it SQL could not be written for. */
export interface RenderedObject {
  readonly before: readonly string[];
  readonly statements: readonly string[];
  readonly after: readonly string[];
  /** Attributes that are missing; undefined for a kind that is missing altogether. */
  readonly missing: readonly string[] | undefined;
}

/** Writes an object as SQL that makes it in an empty database. */
export function renderObject(object: TrackedObject, state: State): RenderedObject {
  const { kind, identity, definition } = object;
  const renderer = RENDERERS[kind];
  if (renderer === undefined) return { before: [], statements: [], after: [], missing: undefined };
  const rendered = renderer(identity, definition, state);
  const { before = [], statements, owned = [], after = [], attributes } = rendered;
  const common = kind === 'default privileges' ? [] : commonStatements(kind, identity, definition);
  const known = new Set([...attributes, 'format_version', 'comment', 'owner', 'privileges']);
  const made = [...statements, ...common, ...owned];
  return {
    before,
    // An event trigger would fire for whatever is loaded after it.
    ...(kind === 'event trigger' ? { statements: [], after: made } : { statements: made, after }),
    missing: Object.keys(definition).filter((attribute) => !known.has(attribute)),
  };
}
