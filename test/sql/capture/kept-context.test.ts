import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';

const db = useDatabase();

it('keeps of a failure where in pggit it was, and no text of a statement: it may hold a password', async () => {
  const unseen = await db.connect({ options: '-c pggit.tracking=off' });
  await unseen.query(`
    create foreign data wrapper w; create server s foreign data wrapper w;
    create function public.connect() returns void language plpgsql as $f$
    begin
      execute $s$create user mapping
        for current_user server s
        options (password 'secret one')$s$;
    end $f$;
    do $do$ begin
      execute regexp_replace(pg_get_functiondef('pggit._expand'::regproc), E'\\nbegin\\n',
        E'\\nbegin\\n  raise exception ''broken on purpose'';\\n');
    end $do$`);

  await db.client.query(`begin; set constraints all immediate;
    do $do$ begin perform public.connect(), 'secret two'; end $do$; commit`);

  const { rows } = await db.client.query('select message, context from pggit.capture_errors');
  expect(rows).toEqual([
    {
      message: 'broken on purpose',
      context: expect.stringMatching(
        /^pggit\._expand\([^)]*\) line \d+.*\n[\s\S]*pggit\._finish_transaction\(\) line \d+/,
      ),
    },
  ]);
  expect(rows[0].context).not.toMatch(/secret|password|public\.connect/);
});
