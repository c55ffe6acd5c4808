/** A row of `pggit.show()`, as far as a change of a definition goes. */
export interface ShownRow {
  readonly change: string;
  readonly object: string;
  readonly previous?: string;
  /** `{path: [before, after]}` */
  readonly attributes: Record<string, unknown>;
}

/** @param object kind and identity as people write them: `table app.t` */
export function added(object: string): ShownRow {
  return { change: 'added', object, attributes: {} };
}

export function changed(object: string, attributes: Record<string, unknown>): ShownRow {
  return { change: 'changed', object, attributes };
}

export function renamed(
  previous: string,
  object: string,
  attributes: Record<string, unknown> = {},
): ShownRow {
  return { change: 'renamed', object, previous, attributes };
}

export function removed(object: string): ShownRow {
  return { change: 'removed', object, attributes: {} };
}

export function untracked(object: string): ShownRow {
  return { change: 'untracked', object, attributes: {} };
}
