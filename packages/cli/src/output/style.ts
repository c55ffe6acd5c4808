import picocolors from 'picocolors';
import type { Stream } from './streams.js';

export type Style = ReturnType<typeof picocolors.createColors>;

/**
 * Colours for a terminal that has them, none for anything else. picocolors' own judgement would
 * colour the logs of CI servers as well.
 */
export function styleOf(stream: Stream, env = process.env): Style {
  const wanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return picocolors.createColors(wanted);
}
