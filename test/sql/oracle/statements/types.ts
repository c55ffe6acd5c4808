import { statements } from './statement.js';

export const TYPES = statements({
  make: [
    `create type <new> as enum ('x', 'it''s')`,
    'create type <new> as enum ()',
    'create domain <new> as <type>',
    `create domain <new> as text collate "C" not null default <default>::text check (value <> '<n>')`,
    'create type <new> as (c1 int, c2 <type>)',
    'create type <new> as (c1 text collate "C", "C 5" varchar(<n>))',
  ],
  change: [
    'alter type <enum> add value <new label>',
    'alter type <enum> add value if not exists <new label> before <label>',
    'alter type <enum> rename value <label> to <new label>',
    'alter type <any type> rename to <name>',
    'alter type <any type> set schema <schema>',
    'alter type <plain type> owner to <role>',
    'comment on type <user type> is <comment>',
    'grant usage on type <user type> to <grantee> <grant option>',
    'revoke all on type <user type> from <grantee>',
    'revoke usage on type <user type> from public',
    'alter type <composite> add attribute <new column> <type> <cascade>',
    'alter type <composite> drop attribute <column> <cascade>',
    'alter type <composite> rename attribute <column> to <new column> <cascade>',
    'alter type <composite> alter attribute <column> type <type> <cascade>',
    'comment on column <composite>.<column> is <comment>',
    'alter domain <domain> add constraint <new constraint> check (value is not null) not valid',
    'alter domain <domain> add check (value is distinct from null)',
    'alter domain <domain> drop constraint <constraint>',
    'alter domain <domain> validate constraint <constraint>',
    'alter domain <domain> rename constraint <constraint> to <new constraint>',
    'comment on constraint <domain constraint> is <comment>',
    'alter domain <domain> set default <default>::text',
    'alter domain <domain> drop default',
    'alter domain <domain> set not null',
    'alter domain <domain> drop not null',
    'alter domain <domain> owner to current_user',
  ],
  drop: ['drop type <user type> <cascade>', 'drop domain <domain> <cascade>'],
});

/** Servers before 17 let a multirange type differ from its range, which pg_dump does not tell. */
const SINCE_ONE_OWNER = { since: 17 };

export const RANGES = [
  ...statements({
    make: [
      'create type <new> as range (subtype = int)',
      'create type <new> as range (subtype = text, collation = "C", multirange_type_name = <name>)',
      'create type <new> as range (subtype = float8, subtype_diff = float8mi)',
    ],
  }),
  ...statements(
    { change: ['alter type <range> owner to <role>', 'revoke usage on type <range> from public'] },
    SINCE_ONE_OWNER,
  ),
];

export const COLLATIONS = statements({
  make: [
    `create collation <new> (locale = 'C')`,
    'create collation <new> from "POSIX"',
    `create collation <new> (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
  ],
  change: [
    'alter collation <collation> rename to <name>',
    'alter collation <collation> set schema <schema>',
    'alter collation <collation> owner to <role>',
    'comment on collation <collation> is <comment>',
    'alter table <table> add <new column> text collate <collation>',
    'create index on <table> (c2 collate <collation>)',
  ],
  drop: ['drop collation <collation> <cascade>'],
});

export const STATISTICS = statements({
  make: [
    'create statistics <new> on c1, c2 from <table>',
    'create statistics <new> (ndistinct, mcv) on c1, lower(c2) from <table>',
    'create statistics <new> (dependencies) on c1, c3 from <table>',
    'create statistics <new> on (c1 + <n>) from <table>',
  ],
  change: [
    'alter statistics <statistics> rename to <name>',
    'alter statistics <statistics> set schema <schema>',
    'alter statistics <statistics> owner to <role>',
    'alter statistics <statistics> set statistics <n>',
    'alter statistics <statistics> set statistics -1',
    'comment on statistics <statistics> is <comment>',
  ],
  drop: ['drop statistics <statistics>'],
});
