import { install } from '@pggit/core';
import { uninstallEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { fixtureEngine } from '../install/fixture-engine.js';

/** An engine that links rows of public.history through a function of the given name. */
const linking = (name: string) => ({
  [`functions/${name}.sql`]: `
    create or replace function pggit.${name}() returns trigger language plpgsql
      as $f$ begin new.linked := true; return new; end $f$;`,
  'functions/_after_upgrade.sql': `
    create or replace function pggit._after_upgrade() returns void language plpgsql as $f$
    begin
      if not exists (select from pg_catalog.pg_trigger t where t.tgname = 'zz_pggit_link') then
        create trigger zz_pggit_link before insert on public.history
          for each row execute function pggit.${name}();
      end if;
    end $f$;`,
});

describe('triggers on users’ history tables', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('follow a function whose name changes, and go with the engine', async () => {
    const before = await fixtureEngine(db.client, '1.0.0', linking('link_old'));
    const after = await fixtureEngine(db.client, '1.1.0', linking('link_new'));
    await db.client.query('create table public.history (id int, linked boolean)');
    await install(db.client, { engine: before });
    await db.client.query('select pggit._after_upgrade()');

    const { dropped } = await install(db.client, { engine: after });
    expect(dropped).toEqual([
      'trigger zz_pggit_link on public.history',
      'function pggit.link_old()',
    ]);
    const inserted = await db.client.query(
      'insert into public.history values (1) returning linked',
    );
    expect(inserted.rows).toEqual([{ linked: true }]);

    const { removed } = await uninstallEngine(db.client, after);
    expect(removed).toContain('trigger zz_pggit_link on public.history');
    await db.client.query('insert into public.history values (2)');
  });
});
