import { InvalidArgumentError } from 'commander';

/** Reads a number of things on the command line. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
