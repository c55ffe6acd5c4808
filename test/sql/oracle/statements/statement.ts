/** A statement, or the template of one. */
export interface Statement {
  /** What it does to the number of objects. */
  readonly effect: 'make' | 'change' | 'drop';
  readonly text: string;
  /** The first major version that knows it. */
  readonly since?: number;
  /** No event tells of it: pggit sees it when asked to compare. */
  readonly isUnseen?: boolean;
}

/** Statements of one kind, from the lists of their texts. */
export function statements(
  lists: Partial<Record<Statement['effect'], readonly string[]>>,
  common: Omit<Statement, 'effect' | 'text'> = {},
): Statement[] {
  return Object.entries(lists).flatMap(([effect, texts]) =>
    texts.map((text) => ({ effect: effect as Statement['effect'], text, ...common })),
  );
}
