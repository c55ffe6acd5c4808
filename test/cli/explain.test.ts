import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from './pggit.js';

describe('pggit explain', () => {
  const db = useDatabase();
  const explain = (...args: string[]) => run(['explain', ...args], { url: db.url });

  beforeAll(() =>
    db.client.query(`create schema app; create schema query; create table app.orders (id int);
      create function app.orders() returns int language sql return 1;
      select pggit.configure_tracking(ignore_schemas => array['query'])`),
  );

  it('says for each object of a name whether it is tracked and by which rule', async () => {
    await db.client.query(`comment on table app.orders is '@pggit:ignore'`);
    expect(await explain('App.Orders')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `function app.orders() is tracked: everything is tracked that no rule is about

table app.orders is ignored: comment @pggit:ignore
  otherwise tracked: everything is tracked that no rule is about`,
    });
  });

  it('takes an operation as words of the command line', async () => {
    const { stdout } = await explain('create', 'view', 'query.v');
    expect(stdout.split('\n')[0]).toBe(
      'CREATE VIEW query.v is ignored: schema query is in ignore_schemas',
    );
  });

  it('ends with 1 and a hint for what does not exist', async () => {
    const { exitCode, stdout, stderr } = await explain('app.nothing');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/there is no object 'app.nothing'[\s\S]*hint: Name an object/);
  });
});
