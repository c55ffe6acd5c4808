/**
 * What a colon means to psql: a variable, unless it stands in quotes. Quoted texts come first, so that nothing in
 * them is touched; two quotes in a plain one are the end of it and the beginning of the next.
 */
const COLONS =
  /(?<![\w$])e'(?:[^'\\]+|\\[\s\S]|'')*'|'[^']*'|"[^"]*"|(\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[\s\S]*?\1|::|:=|:(?=[\w\u0080-\uffff'"{])/gi;

/**
 * A statement in which psql finds no variable: `a[1:"PORT"]` becomes `a[1: "PORT"]`. Unsetting variables would
 * not do: psql sets some after every query, and whoever loads it may have some of their own.
 */
export const withoutVariables = (statement: string): string =>
  statement.replaceAll(COLONS, (found) => (found === ':' ? ': ' : found));
