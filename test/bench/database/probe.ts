import { TYPICAL_COLUMNS } from './schema.js';

/**
 * The objects that the cycle of statements works on. Each statement has its own, so that the cycle
 * can begin anywhere, and is rolled back, so that it can be repeated.
 */
export const PROBE_SCHEMA = `
  create schema probe;
  create table probe.plain (${TYPICAL_COLUMNS});
  create table probe.indexed (${TYPICAL_COLUMNS});
  create table probe.commented (${TYPICAL_COLUMNS});
  create table probe.granted (${TYPICAL_COLUMNS});
  create table probe.dropped (${TYPICAL_COLUMNS});
  create type probe.state as enum ('draft', 'done');
  create function probe.net(gross numeric, rate numeric) returns numeric
    language sql immutable return gross / (1 + rate);
`;

/** One statement of the cycle. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
}

export const CYCLE: readonly Statement[] = [
  { name: 'create table', sql: `create table probe.created (${TYPICAL_COLUMNS})` },
  { name: 'add column', sql: 'alter table probe.plain add column note text' },
  { name: 'create index', sql: 'create index indexed_code_idx on probe.indexed (code)' },
  { name: 'comment', sql: `comment on table probe.commented is 'what a reader needs to know'` },
  {
    name: 'replace function',
    sql: `create or replace function probe.net(gross numeric, rate numeric) returns numeric
      language sql immutable return round(gross / (1 + rate), 2)`,
  },
  { name: 'grant', sql: 'grant select on probe.granted to public' },
  { name: 'add enum value', sql: `alter type probe.state add value 'cancelled'` },
  { name: 'drop table', sql: 'drop table probe.dropped' },
];
