import { setTimeout as wait } from 'node:timers/promises';
import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND } from '../kinds/observer.js';

describe('an object that two sessions record at once, made anew unseen', () => {
  const db = useDatabase({ per: 'test' });

  it.each([
    'grant select on public.t to public',
    `select pggit.ensure_object('table', 'public.t')`,
    'select pggit.capture()',
  ])('is recorded by both: %s', async (statement) => {
    await db.client.query('create table public.t (id int)');
    await db.client.query(`set pggit.tracking = off; drop table public.t;
      create table public.t (id int, note text); reset pggit.tracking`);
    const [first, second] = [await db.connect(), await db.connect()];
    const warnings = warningsOf(second);
    await first.query(
      `begin; comment on table public.t is 'theirs'; set constraints all immediate`,
    );
    const attempt = second.query(statement);
    await wait(200);
    await first.query('commit');
    await attempt;
    expect(warnings).toEqual([]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    expect(await pggit(db.client).status()).toEqual([]);
  });
});
