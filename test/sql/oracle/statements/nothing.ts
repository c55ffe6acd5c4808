import { statements } from './statement.js';

/** Statements that change no definition, or only if something else comes of them than expected. */
export const NOTHING = statements({
  change: [
    'refresh materialized view <matview>',
    'refresh materialized view concurrently <matview>',
    'reindex table <table>',
    'reindex index concurrently <index>',
    'truncate <table> cascade',
    'analyze <table>',
    'lock table <table>',
    'create temp table <name> (c1 serial primary key)',
    'drop table if exists pg_temp.<name>',
    'drop table if exists missing cascade',
    'alter table if exists missing add c1 int',
    'alter table <table> enable trigger user',
    'alter table <table> owner to current_user',
    'create or replace view <view> as table missing',
    `select setval('<sequence>', 1)`,
    'alter sequence <sequence> restart',
    'create table if not exists <table> (c1 int)',
    "do $$ begin create table a.gone (); raise exception 'undone'; end $$",
    'do $$ begin create table a.made_and_dropped (c1 int); drop table a.made_and_dropped; end $$',
    'do $$ begin create table <new> (c1 int); exception when others then null; end $$',
  ],
});

/** CLUSTER raises no event, and may choose another index. */
export const CLUSTER = statements(
  { change: ['cluster <relation> using <own index>', 'cluster <clustered>'] },
  { isUnseen: true },
);
