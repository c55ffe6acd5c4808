import type { ShownChange } from '@pggit/core';
import type { Style } from '../output/style.js';
import { oneLine } from './text.js';

export type ChangeKind = ShownChange['change'];

/** In the order in which they are told. */
export const CHANGE_KINDS: readonly ChangeKind[] = [
  'added',
  'changed',
  'renamed',
  'removed',
  'untracked',
];

interface Changed {
  readonly change: string | null;
  readonly kind: string | null;
  readonly identity: string | null;
  readonly previousIdentity?: string | null;
}

/** `+ table app.orders`, `> table app.order -> app.orders`, in the colour of the change. */
export function changeLine(changed: Changed, style: Style): string {
  const { kind, identity, previousIdentity } = changed;
  const name = [kind, previousIdentity && `${previousIdentity} ->`, identity]
    .filter(Boolean)
    .join(' ');
  const { sign, colour } = signOf(changed.change, style);
  return colour(`${sign} ${oneLine(name)}`);
}

function signOf(change: string | null, style: Style) {
  switch (change) {
    case 'added':
      return { sign: '+', colour: style.green };
    case 'removed':
      return { sign: '-', colour: style.red };
    case 'renamed':
      return { sign: '>', colour: style.cyan };
    case 'untracked':
      return { sign: '?', colour: style.dim };
    default:
      return { sign: '~', colour: style.yellow };
  }
}
