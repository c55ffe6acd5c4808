import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';

const db = useDatabase();

it('what a gone relation was part of is found in a circle as well, as oids that are given anew can make one', async () => {
  await db.client.query(`
    create table public.whole (id int) partition by list (id);
    create table public.part partition of public.whole for values in (1);
    set statement_timeout = '10s'`);
  const {
    rows: [{ whole, part }],
  } = await db.client.query(
    `select 'public.whole'::regclass::oid as whole, 'public.part'::regclass::oid as part`,
  );
  await db.client.query('set pggit.tracking = off; drop table public.whole; reset pggit.tracking');
  await db.client.query(
    `update pggit.live_objects set parent_objid = $2
      where classid = 'pg_class'::regclass and objid = $1`,
    [whole, part],
  );
  const { rows } = await db.client.query('select pggit._relations_above($1) as above', [part]);
  expect(rows).toEqual([{ above: [part, whole] }]);
});
