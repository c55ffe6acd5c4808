/** What pggit has recorded of one object, as far as the order of its columns goes. */
interface Recorded {
  readonly kind: string;
  readonly identity: string;
  readonly definition: { readonly inherits?: string[]; readonly column_order?: string[] };
}

/**
 * The objects as they are once their dump has been loaded elsewhere. A dump says which tables a table
 * inherits from and names its own columns; the server puts what is inherited first, parent by parent,
 * wherever it stood before (CREATE TABLE in the documentation, "INHERITS").
 */
export function inLoadedOrder(objects: readonly Recorded[]): Recorded[] {
  const tables = new Map(
    objects
      .filter(({ kind }) => kind === 'table' || kind === 'foreign table')
      .map((table) => [table.identity, table]),
  );
  const orderOf = ({ definition }: Recorded): string[] => {
    const parents = (definition.inherits ?? []).map((identity) => tables.get(identity));
    const inherited = parents.flatMap((parent) => (parent === undefined ? [] : orderOf(parent)));
    return [...new Set([...inherited, ...(definition.column_order ?? [])])];
  };
  return objects.map((object) =>
    object.definition.inherits === undefined
      ? object
      : { ...object, definition: { ...object.definition, column_order: orderOf(object) } },
  );
}
