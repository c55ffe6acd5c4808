/** Two ways to the same schema. */
export interface Roads {
  readonly to: string;
  /** Statements that run one by one. */
  readonly one: readonly string[];
  readonly two: readonly string[];
  /** The first major version that has it. */
  readonly since?: number;
}
