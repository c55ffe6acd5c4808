import { type Cost, costSpread } from '../measure/cost.js';
import { mapSpread, type Spread } from '../measure/statistics.js';

/** The units a row can be in, and what one millisecond is in them. */
const PER_MILLISECOND = { µs: 1000, ms: 1, s: 1 / 1000 } as const;
type Time = keyof typeof PER_MILLISECOND;

/** One measured thing. */
export interface Row {
  readonly what: string;
  readonly unit: Time | '×' | 'bytes';
  /** What DESIGN allows; a row without a limit is there to explain another. */
  readonly limit?: number | undefined;
  readonly measured: Spread;
  /** The backend's processor time, which decides where it is known. */
  readonly cpu?: Spread | undefined;
}

/** A row of costs (usually differences) in a unit of time. */
export function costRow(what: string, unit: Time, costs: readonly Cost[], limit?: number): Row {
  const { wall, cpu } = costSpread(costs);
  const inUnit = (value: number): number => value * PER_MILLISECOND[unit];
  return {
    what,
    unit,
    limit,
    measured: mapSpread(wall, inUnit),
    cpu: cpu && mapSpread(cpu, inUnit),
  };
}

export type Verdict = 'ok' | 'missed' | '';

export function verdictOf({ limit, cpu, measured }: Row): Verdict {
  if (limit === undefined) return '';
  return (cpu ?? measured).median <= limit ? 'ok' : 'missed';
}

/** What a part of the benchmark found. */
export interface Section {
  readonly title: string;
  /** How it was measured: one paragraph. */
  readonly method: string;
  readonly rows: readonly Row[];
  /** Further paragraphs or tables below the rows. */
  readonly details?: readonly string[];
}
