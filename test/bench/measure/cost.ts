import { performance } from 'node:perf_hooks';
import { processorTime } from './process-time.js';
import { type Spread, spreadOf } from './statistics.js';

/** What some work took, in milliseconds. */
export interface Cost {
  readonly wall: number;
  /** The backend's time on a processor; undefined where the system does not tell. */
  readonly cpu: number | undefined;
}

/** Does the work of a backend and says what it took. */
export async function costOf(backend: number, work: () => Promise<unknown>): Promise<Cost> {
  const cpuBefore = processorTime(backend);
  const before = performance.now();
  await work();
  const wall = performance.now() - before;
  const cpuAfter = processorTime(backend);
  return {
    wall,
    cpu: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
  };
}

export function difference(a: Cost, b: Cost): Cost {
  return {
    wall: a.wall - b.wall,
    cpu: a.cpu === undefined || b.cpu === undefined ? undefined : a.cpu - b.cpu,
  };
}

export function ratio(a: Cost, b: Cost): Cost {
  return {
    wall: a.wall / b.wall,
    cpu: a.cpu === undefined || b.cpu === undefined ? undefined : a.cpu / b.cpu,
  };
}

export function total(costs: readonly Cost[]): Cost {
  return costs.reduce((sum, cost) => ({
    wall: sum.wall + cost.wall,
    cpu: sum.cpu === undefined || cost.cpu === undefined ? undefined : sum.cpu + cost.cpu,
  }));
}

/** A sample of costs as two spreads. */
export interface CostSpread {
  readonly wall: Spread;
  readonly cpu: Spread | undefined;
}

export function costSpread(costs: readonly Cost[]): CostSpread {
  const cpu = costs.map((cost) => cost.cpu).filter((value) => value !== undefined);
  return {
    wall: spreadOf(costs.map((cost) => cost.wall)),
    cpu: cpu.length === costs.length ? spreadOf(cpu) : undefined,
  };
}
