const two = (value: number) => String(value).padStart(2, '0');

/** Local time to the minute, for tables: `2026-11-22 20:28`; nothing for null. */
export function shortTime(time: Date | null): string {
  return time === null ? '' : `${dateOf(time)} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Local time with its zone: `2026-11-22 20:28:46 +01:00`. */
export function longTime(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const zone = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${shortTime(time)}:${two(time.getSeconds())} ${sign}${zone}`;
}

const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** How long something took, in its largest unit: `340 ms`, `12 s`, `3 min`; nothing before its end. */
export function duration(start: Date, end: Date | null): string {
  if (end === null) return '';
  const took = end.getTime() - start.getTime();
  const [unit, size] = UNITS.find(([, milliseconds]) => took >= milliseconds) ?? ['ms', 1];
  return `${Math.floor(took / size)} ${unit}`;
}

function dateOf(time: Date): string {
  return [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
}
