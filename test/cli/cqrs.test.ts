import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalise, run, runJson } from './pggit.js';

describe('pggit cqrs', () => {
  const db = useDatabase();

  it('says so where the query side depends on nothing', async () => {
    const { exitCode, stdout } = await run(['cqrs'], { url: db.url });
    expect(exitCode).toBe(0);
    expect(stdout).toBe('the query side depends on nothing of the command side');
  });

  describe('in a database with two sides', () => {
    beforeAll(async () => {
      await db.client.query(`
        create schema command; create schema query;
        create table command.meter (id int);
        create view query.meter as select id from command.meter;
        create view query.meters as select count(*) from query.meter`);
      await db.client.query('alter table command.meter add serial text');
      await db.client.query("comment on view query.meter is 'All of them'");
    });

    it('lists what the query side depends on, and who was touched alone', async () => {
      const { exitCode, stdout, stderr } = await run(['cqrs'], { url: db.url });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(normalise(stdout)).toBe(
        `QUERY SIDE         COMMAND SIDE         WAY       TOUCHED ALONE  COMMIT
view query.meter   table command.meter  direct    query          <id>
view query.meters  table command.meter  indirect  command        <id>`,
      );
    });

    it('leaves out what was not touched, and looks at as many commits as told', async () => {
      const { stdout } = await run(['cqrs', '--touched', '--commits', '1'], { url: db.url });
      expect(stdout.split('\n')).toHaveLength(2);
      expect(stdout).toMatch(/\nview query\.meter .* query /);
      await db.client.query('create table public.other (id int)');
      const nothing = await run(['cqrs', '--touched', '-n', '1'], { url: db.url });
      expect(nothing.stdout).toBe('no side was touched without the other');
    });

    it('gives JSON', async () => {
      const { data } = await runJson(['cqrs', '--touched'], { url: db.url });
      expect(data).toHaveLength(2);
      expect(data[1]).toEqual({
        queryKind: 'view',
        queryObject: 'query.meters',
        commandKind: 'table',
        commandObject: 'command.meter',
        isDirect: false,
        commandCommit: expect.stringMatching(/^[0-9a-f-]{36}$/),
        queryCommit: expect.stringMatching(/^[0-9a-f-]{36}$/),
        touchedAlone: 'command',
      });
    });
  });
});
