/** A row of `pg_depend`: `from` cannot be without `to`. Both are `classid:objid`. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  /**
   * `n` normal, `a` automatic (goes with `to`), `i` internal (a part of `to`), `P` partition (the
   * copy, on a partition, of `to`), …
   */
  readonly type: string;
}

/** An object of pggit that can be dropped by a statement of its own. */
export interface OwnObject {
  readonly address: string;
  readonly kind: string;
  readonly identity: string;
}

/** The objects around those that are to be dropped. */
export interface DependencyGraph {
  readonly dependencies: readonly Dependency[];
  /** `view public.recent_commits`, by address. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** Triggers that a user made: they would go silently with their table or view. */
  readonly userTriggers: ReadonlySet<string>;
}

/**
 * Reads a dependency graph in terms of whole objects: a rule counts as its view, a default or an
 * index as its table, a row type as its relation, a trigger's copy on a partition as the trigger.
 */
export class FoldedGraph {
  readonly #own: ReadonlyMap<string, OwnObject>;
  readonly #wholes = new Map<string, Dependency[]>();
  readonly #graph: DependencyGraph;

  constructor(graph: DependencyGraph, own: readonly OwnObject[]) {
    this.#graph = graph;
    this.#own = new Map(own.map((object) => [object.address, object]));
    for (const dependency of graph.dependencies) {
      if (!['i', 'a', 'P'].includes(dependency.type)) continue;
      const wholes = this.#wholes.get(dependency.from) ?? [];
      // Internal ones first: the constraint of a constraint trigger is a part of the trigger, and
      // only by way of it of the table.
      if (dependency.type === 'a') wholes.push(dependency);
      else wholes.unshift(dependency);
      this.#wholes.set(dependency.from, wholes);
    }
  }

  /** Which own object needs which other own object: [dependent, needed]. */
  ownEdges(): [OwnObject, OwnObject][] {
    const edges: [OwnObject, OwnObject][] = [];
    for (const { from, to } of this.#graph.dependencies) {
      const [dependent, needed] = [this.#ownWhole(from), this.#ownWhole(to)];
      if (dependent && needed && dependent !== needed) edges.push([dependent, needed]);
    }
    return edges;
  }

  /** Objects of others that need an own one: [description, needed]. */
  foreignEdges(): [string, OwnObject][] {
    const edges = new Map<string, [string, OwnObject]>();
    for (const { from, to, type } of this.#graph.dependencies) {
      const needed = this.#ownWhole(to);
      if (needed === undefined || this.#ownWhole(from) !== undefined) continue;
      if (type !== 'n' && !this.#graph.userTriggers.has(from)) continue;
      const description = this.#describe(from);
      edges.set(`${description} ${needed.address}`, [description, needed]);
    }
    return [...edges.values()];
  }

  #ownWhole(address: string, seen: ReadonlySet<string> = new Set()): OwnObject | undefined {
    const object = this.#own.get(address);
    if (object !== undefined) return object;
    if (seen.has(address) || this.#graph.userTriggers.has(address)) return undefined;
    for (const { to } of this.#wholes.get(address) ?? []) {
      const whole = this.#ownWhole(to, new Set([...seen, address]));
      if (whole !== undefined) return whole;
    }
    return undefined;
  }

  /** A view's rule is told as the view; everything else as itself. */
  #describe(address: string): string {
    const internal = (this.#wholes.get(address) ?? []).find(({ type }) => type === 'i');
    const whole = internal === undefined ? undefined : this.#graph.descriptions.get(internal.to);
    return whole ?? this.#graph.descriptions.get(address) ?? address;
  }
}
