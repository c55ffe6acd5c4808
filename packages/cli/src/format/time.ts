const two = (value: number) => String(value).padStart(2, '0');

/** Local time without its zone, for tables: `2026-11-22 20:28:46`; nothing for null. */
export function shortTime(time: Date | null): string {
  if (time === null) return '';
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}

/** Local time with its zone: `2026-11-22 20:28:46 +01:00`. */
export function longTime(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const zone = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${shortTime(time)} ${sign}${zone}`;
}
