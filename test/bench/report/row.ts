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
  /** The backend's processor time, which decides where it is known and the row is not `byClock`. */
  readonly cpu?: Spread | undefined;
  /** Time on the clock decides: the row is about work of several processes, or waits for a disk. */
  readonly byClock?: boolean | undefined;
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

/** A row of the ratios of two samples, pair by pair; only for processor times where all have some. */
export function ratioRow(
  what: string,
  ratios: readonly Cost[],
  limit: number | undefined,
  byClock = false,
): Row {
  const { wall, cpu } = costSpread(ratios);
  return { what, unit: '×', limit, measured: wall, cpu, byClock };
}

export type Verdict = 'ok' | 'missed' | '';

export function verdictOf({ limit, cpu, measured, byClock }: Row): Verdict {
  if (limit === undefined) return '';
  const decisive = byClock ? measured : (cpu ?? measured);
  return decisive.median <= limit ? 'ok' : 'missed';
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
