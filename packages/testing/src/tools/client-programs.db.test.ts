import { clientPrograms, uniqueName, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

const programs = await clientPrograms();

describe.skipIf(programs === undefined)('client programs of PostgreSQL', () => {
  const source = useDatabase({ engine: false });
  const target = useDatabase({ engine: false });

  it('dump a database and load it into another', async () => {
    const name = uniqueName('dumped');
    await source.client.query(`create table ${name} (id int)`);
    const dump = await programs?.dump(source.url, '--schema-only');

    const loaded = await programs?.psql(target.url, dump ?? '');

    expect(loaded).toMatchObject({ code: 0, stderr: '' });
    const { rows } = await target.client.query('select to_regclass($1)::text as name', [name]);
    expect(rows).toEqual([{ name }]);
  });

  it('fail with what pg_dump has printed', async () => {
    await expect(programs?.dump(source.url, '--table=missing')).rejects.toThrow(
      /pg_dump ended with 1: .*no matching tables/,
    );
  });
});
