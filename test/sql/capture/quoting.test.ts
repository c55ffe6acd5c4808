import { useDatabase } from '@pggit/testing';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { columnIds, definitionOf, expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed, renamed } from '../kinds/rows.js';

const { escapeIdentifier, escapeLiteral } = pg;

const NAMES = [
  'Weird "name',
  'with space',
  'dotted.name',
  'select',
  'Überblick 📦',
  "it's",
  'back\\slash',
  '%s %I $1 $$',
  '(brackets), [more] {yet}',
  '1st',
  ' lead and trail ',
  'new\nline',
  `${'é'.repeat(31)}x`,
];

describe.each(NAMES)('objects called %s', (name) => {
  const db = useDatabase();
  const q = escapeIdentifier(name);

  it('are recorded under their quoted names', async () => {
    await db.client.query(`create schema ${q}
      create table ${q} (${q} int constraint ${q} check (${q} > 0), n int)
      create sequence s`);
    await db.client.query(`set search_path = ${q}`);
    await db.client.query(`
      create unique index i on ${q} (${q});
      create view v as select ${q} from ${q};
      create materialized view m as select ${q} from ${q};
      create type e as enum (${escapeLiteral(name)});
      create domain d as int;
      create type c as (${q} int, s e);
      create function ${q}(${q} e, c) returns int language sql as 'select 1';
      create function tf() returns trigger language plpgsql as 'begin return new; end';
      create procedure p(e[]) language sql as 'select 1';
      create trigger ${q} before insert or update of ${q} on ${q} for each row
        when (new.${q} > 0) execute function tf(${escapeLiteral(name)})`);
    const other = await db.connect();
    expect(await shown(other)).toEqual(
      expect.arrayContaining(
        [
          `enum ${q}.e`,
          `domain ${q}.d`,
          `composite type ${q}.c`,
          `index ${q}.i`,
          `function ${q}.${q}(${q}.e, ${q}.c)`,
          `function ${q}.tf()`,
          `procedure ${q}.p(${q}.e[])`,
          `view ${q}.v`,
          `materialized view ${q}.m`,
          `trigger ${q} on ${q}.${q}`,
        ].map(added),
      ),
    );
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('are found by kind and identity', async () => {
    const other = await db.connect();
    for (const ref of ['HEAD', 'live']) {
      expect(await definitionOf(other, `table ${q}.${q}`, ref)).toMatchObject({
        column_order: [name, 'n'],
        constraints: { [name]: { type: 'check' } },
      });
      expect(await definitionOf(other, `enum ${q}.e`, ref)).toEqual({ labels: [name] });
      expect(await definitionOf(other, `trigger ${q} on ${q}.${q}`, ref)).toEqual({
        timing: 'before',
        events: ['insert', 'update'],
        update_columns: [name],
        level: 'row',
        condition: `(new.${q} > 0)`,
        function: `${q}.tf`,
        arguments: [name],
      });
      expect(await definitionOf(other, `function ${q}.${q}(${q}.e, ${q}.c)`, ref)).toMatchObject({
        arguments: [{ name, type: `${q}.e` }, { type: `${q}.c` }],
      });
    }
  });

  it('change and keep their column ids', async () => {
    const next = `"${name.slice(1)}`;
    await db.client.query(`alter table ${q}.${q} rename n to ${escapeIdentifier(next)}`);
    const other = await db.connect();
    expect(await shown(other)).toEqual([
      changed(`table ${q}.${q}`, { [`columns.${escapeIdentifier(next)}.name`]: ['n', next] }),
    ]);
    expect(await columnIds(other, `${q}.${q}`)).toEqual({ [name]: name, [next]: 'n' });
  });

  it('are renamed and removed', async () => {
    const other = await db.connect();
    await db.client.query(`alter schema ${q} rename to plain`);
    expect(await shown(other)).toEqual([renamed(`schema ${q}`, 'schema plain')]);
    await db.client.query('drop schema plain cascade');
    expect(await shown(other)).toEqual(
      expect.arrayContaining([removed('schema plain'), removed(`table plain.${q}`)]),
    );
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});
