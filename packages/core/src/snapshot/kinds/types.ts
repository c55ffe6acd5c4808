import { columnComments, columnGrants } from '../common.js';
import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal } from '../sql.js';

export const enumType: Renderer = (identity, { labels }) => ({
  statements: [`create type ${identity} as enum (${(labels as string[]).map(literal).join(', ')})`],
  attributes: ['labels'],
});

export const domain: Renderer = (identity, definition, state) => {
  const { type, collation, default: value, not_null, constraints = {} } = definition;
  const named = Object.entries<Definition>(constraints);
  const isCircular = state.circular.has(definition);
  const [made, added] = [
    named.filter(
      ([, { not_valid, type: kind }]) => !(not_valid || (isCircular && kind === 'check')),
    ),
    named.filter(([, { not_valid, type: kind }]) => not_valid || (isCircular && kind === 'check')),
  ];
  const textOf = (name: string, each: Definition) =>
    each.type === 'not null'
      ? `constraint ${ident(name)} not null`
      : `constraint ${ident(name)} check (${each.expression})`;
  const later = [
    ...added.map(([name, each]) =>
      words(`alter domain ${identity} add ${textOf(name, each)}`, each.not_valid && 'not valid'),
    ),
    ...named.flatMap(([name, { comment }]) =>
      comment === undefined
        ? []
        : [`comment on constraint ${ident(name)} on domain ${identity} is ${literal(comment)}`],
    ),
    ...(isCircular && value !== undefined ? [`alter domain ${identity} set default ${value}`] : []),
  ];
  return {
    statements: [
      words(
        `create domain ${identity} as ${type}`,
        collation && `collate ${collation}`,
        value !== undefined && !isCircular && `default ${value}`,
        not_null && !named.some(([, each]) => each.type === 'not null') && 'not null',
        ...made.map(([name, each]) => textOf(name, each)),
      ),
      ...(isCircular ? [] : later),
    ],
    after: isCircular ? later : [],
    attributes: ['type', 'collation', 'default', 'not_null', 'constraints'],
  };
};

export const compositeType: Renderer = (identity, definition) => ({
  statements: [
    `create type ${identity} as (${(definition.column_order as string[])
      .map((name) => {
        const { type, collation } = definition.columns[name];
        return words(ident(name), type, collation && `collate ${collation}`);
      })
      .join(', ')})`,
    ...columnComments(identity, definition),
  ],
  owned: columnGrants(identity, definition),
  attributes: ['columns', 'column_order'],
});

export const rangeType: Renderer = (identity, definition) => {
  const { subtype, collation, operator_class, canonical, subtype_diff, multirange } = definition;
  const options = [
    `subtype = ${subtype}`,
    operator_class && `subtype_opclass = ${operator_class}`,
    collation && `collation = ${collation}`,
    canonical && `canonical = ${canonical}`,
    subtype_diff && `subtype_diff = ${subtype_diff}`,
    `multirange_type_name = ${multirange.name}`,
  ].filter(Boolean);
  return {
    before: [`create type ${identity}`],
    statements: [
      `create type ${identity} as range (${options.join(', ')})`,
      ...(multirange.comment === undefined
        ? []
        : [`comment on type ${multirange.name} is ${literal(multirange.comment)}`]),
    ],
    attributes: [
      'subtype',
      'collation',
      'operator_class',
      'canonical',
      'subtype_diff',
      ...(multirange.owner === undefined && multirange.privileges === undefined
        ? ['multirange']
        : []),
    ],
  };
};

/** ICU and the builtin provider have one locale, libc has two. */
export const collation: Renderer = (identity, definition) => {
  const { provider, locale, lc_collate, lc_ctype, rules, deterministic } = definition;
  const options = [
    `provider = ${provider}`,
    locale !== undefined && `locale = ${literal(locale)}`,
    lc_collate !== undefined && locale === undefined && `lc_collate = ${literal(lc_collate)}`,
    lc_ctype !== undefined && locale === undefined && `lc_ctype = ${literal(lc_ctype)}`,
    rules !== undefined && `rules = ${literal(rules)}`,
    deterministic === false && 'deterministic = false',
  ].filter(Boolean);
  return {
    statements: [`create collation ${identity} (${options.join(', ')})`],
    attributes: [
      ...(provider === 'default' ? [] : ['provider']),
      'locale',
      'lc_collate',
      'lc_ctype',
      'rules',
      'deterministic',
    ],
  };
};
