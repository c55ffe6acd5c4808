import { statements } from './statement.js';

export const INDEXES = statements({
  make: [
    'create index <name> on <table> (<column> <order>)',
    'create index <name> on <table> (<column> <collate>)',
    'create index on <table> using hash (<column>)',
    'create index on <table> using brin (<column>) with (pages_per_range = <n>)',
    'create index on <table> (<column> text_pattern_ops)',
    'create unique index <name> on <table> (c1, lower(c2)) where c1 > <n>',
    'create unique index <name> on <relation> (<column>) include (c1) with (fillfactor = <percent>)',
    'create unique index <name> on <table> (<column>) nulls not distinct',
    'create unique index concurrently <name> on <relation> (<column>)',
    'create index on <table> ((c1 + <n>), <column>)',
    'create index on <matview> (c1)',
    'create index <name> on only <partitioned> (<column>)',
    'create index if not exists <name> on <table> (c1)',
  ],
  change: [
    'alter index <index> rename to <name>',
    'alter table <index> rename to <name>',
    'alter index <index> set (fillfactor = <percent>)',
    'alter index <index> reset (fillfactor)',
    'alter index <expression key> set statistics <n>',
    'comment on index <index> is <comment>',
  ],
  drop: ['drop index <index> <cascade>', 'drop index concurrently <index>'],
});

export const SEQUENCES = statements({
  make: [
    'create sequence <new>',
    'create sequence <new> as smallint increment -1 cycle cache <n>',
    'create sequence <new> minvalue 1 maxvalue 100 start <n> owned by <table>.<column>',
    'create unlogged sequence <new>',
  ],
  change: [
    'alter sequence <sequence> increment <n>',
    'alter sequence <typed sequence> as smallint',
    'alter sequence <sequence> no maxvalue minvalue -<n> start 0 cycle',
    'alter sequence <ownable>',
    'alter sequence <sequence> owned by none',
    'alter sequence <sequence> rename to <name>',
    'alter sequence <sequence> set schema <schema>',
    'alter table <sequence> owner to <role>',
    'alter sequence <sequence> owner to <role>',
    'alter sequence <sequence> set unlogged',
    'alter sequence <sequence> set logged',
    'comment on sequence <sequence> is <comment>',
    'grant usage, select on sequence <sequence> to <grantee>',
    'revoke <revoke option> all on sequence <sequence> from <grantee>',
    `alter table <table> alter <column> set default nextval('<sequence>')`,
  ],
  drop: ['drop sequence <sequence> <cascade>'],
});
