/**
 * How long tests under load go on: seconds by default, as long as somebody wants to look for what is
 * rare with `PGGIT_TEST_SECONDS=60`.
 */
export function loadMilliseconds(usually: number): number {
  return Number(process.env.PGGIT_TEST_SECONDS ?? usually) * 1000;
}
