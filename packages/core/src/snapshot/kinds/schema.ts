import { grants, grantsOnly } from '../common.js';
import type { Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal } from '../sql.js';

/** An empty database has a schema public, with a comment and privileges of its own. */
export const schema: Renderer = (identity, { comment, owner, privileges }) => ({
  statements:
    identity === 'public'
      ? [
          'create schema if not exists public',
          ...(comment === undefined ? ['comment on schema public is null'] : []),
          ...(privileges === undefined
            ? grants('schema public', { [ident(owner)]: ['ALL'] }, owner)
            : []),
        ]
      : [`create schema ${identity}`],
  attributes: [],
});

/** Its owner is who makes it, and it brings a comment. */
export const extension: Renderer = (identity, { schema: place, version, owner, comment }) => ({
  statements: [
    `set role ${ident(owner)}`,
    `create extension ${identity} schema ${ident(place)} version ${literal(version)}`,
    'reset role',
    ...(comment === undefined ? [`comment on extension ${identity} is null`] : []),
  ],
  attributes: ['schema', 'version'],
});

/** In a schema they are added to what an object gets anyway, without one they replace it. */
export const defaultPrivileges: Renderer = (_, { role, schema: place, on, privileges }) => {
  const prefix = words(
    'alter default privileges for role',
    ident(role),
    place !== undefined && `in schema ${ident(place)}`,
  );
  const replaced =
    place === undefined
      ? [
          `${prefix} revoke all on ${on} from public`,
          `${prefix} revoke all on ${on} from ${ident(role)}`,
        ]
      : [];
  return {
    statements: [...replaced, ...grantsOnly(on, privileges, '', `${prefix} `)],
    attributes: ['role', 'schema', 'on'],
  };
};
