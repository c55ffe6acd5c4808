import { install, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { installFirstRelease } from './first-release.js';

const db = useDatabase({ engine: false });

/** Of each link that has changes: its commit, and those of its changes. */
const LINKS = `
  select m.link_id as link, m.pggit_commit_id as commit,
         array_agg(distinct c.commit_id::text) as holding
  from pggit.external_migrations m
  join pggit.changes c using (link_id)
  where c.commit_id is not null group by m.link_id order by m.link_id`;

describe('an upgrade of a history with links to the commit of a stranger', () => {
  it('gives them to those that hold their changes, and leaves the others alone', async () => {
    await installFirstRelease(db);
    const { rows: before } = await db.client.query(LINKS);
    const [wrong] = before;
    await db.client.query(
      `update pggit.external_migrations set pggit_commit_id = (
         select commit_id from pggit.commits order by commit_number limit 1) where link_id = $1`,
      [wrong.link],
    );

    await install(db.client);

    expect((await db.client.query(LINKS)).rows).toEqual(before);
    expect(wrong.holding).toContain(wrong.commit);
    expect(await verify(db.client)).toEqual([]);
  });
});
