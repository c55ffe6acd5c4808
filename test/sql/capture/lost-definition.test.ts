import { verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { warningsOf } from '../deployments/session.js';
import { shown } from '../history/readback.js';

const db = useDatabase();

it('a change of what pggit has lost the definition of is recorded, with a warning that names it', async () => {
  const session = await db.connect();
  const warnings = warningsOf(session);
  await session.query(`
    create schema app;
    create table app."T one" (id int);
    create table app.kept (other int)`);
  await db.client.query(`
    delete from pggit.blobs where hash in (
      select blob from pggit.live_objects where identity = 'app."T one"')`);

  await session.query(`alter table app."T one" add note text; alter table app.kept add note text`);

  expect(warnings).toEqual([
    {
      message: 'pggit has lost the definition that table app."T one" had before this change',
      hint: expect.stringContaining('pggit verify'),
    },
  ]);
  expect(await shown(db.client)).toEqual(['changed table app."T one"', 'changed table app.kept']);
  expect(await verify(db.client)).toEqual([
    expect.objectContaining({ object: expect.stringContaining('table app."T one"') }),
  ]);

  await session.query(`alter table app."T one" add more text`);
  expect(warnings).toHaveLength(1);
});
