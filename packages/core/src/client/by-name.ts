/**
 * The call of one of pggit's functions with the arguments that are given. Only those are passed, by name,
 * so that the defaults stay those of the function.
 */
export function callByName(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): { sql: string; values: unknown[] } {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const passed = given.map(([parameter], index) => `${parameter} => $${index + 1}`);
  return {
    sql: `select pggit.${name}(${passed.join(', ')})`,
    values: given.map(([, value]) => value),
  };
}
