import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { compareDatabases } from './compare-databases.js';

const first = useDatabase();
const second = useDatabase();

it('passes over an attribute of objects and of their parts, not over parts of that name', async () => {
  const make = `
    create schema app;
    create table app.orders (comment int constraint comment check (comment > 0));
    create domain app.amount as int constraint positive check (value > 0);
    create type app.span as range (subtype = float8)`;
  await first.client.query(make);
  await second.client.query(`${make};
    comment on schema app is 'an object';
    comment on column app.orders.comment is 'a column';
    comment on constraint comment on app.orders is 'a constraint';
    comment on constraint positive on domain app.amount is 'a constraint';
    comment on type app.span_multirange is 'the other type of a range type'`);
  const differing = async (...except: string[]) => {
    const found = await compareDatabases(first.client, second.client, { except });
    return found.flatMap(({ attributes }) => Object.keys(attributes)).sort();
  };

  expect(await differing()).toEqual([
    'columns.comment.comment',
    'comment',
    'constraints.comment.comment',
    'constraints.positive.comment',
    'multirange.comment',
  ]);
  expect(await differing('comment')).toEqual([]);
  await second.client.query(
    'alter table app.orders alter comment type bigint, alter comment set not null',
  );
  expect(await differing('comment')).toEqual(
    expect.arrayContaining(['columns.comment.not_null', 'columns.comment.type']),
  );
});
