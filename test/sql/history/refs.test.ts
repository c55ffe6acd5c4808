import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { commitsOf, headOf, shown } from './readback.js';

describe('a ref', () => {
  const db = useDatabase();
  let first: string;
  let second: string;

  beforeAll(async () => {
    const session = await db.connect();
    for (const name of ['a', 'b']) {
      await session.query(`select pggit.begin_deployment('${name}')`);
      await session.query(`create table public.${name} ()`);
      await session.query(`select pggit.end_deployment(null, array['meter', 'only-${name}'])`);
    }
    [first, second] = (await commitsOf(db.client)).map(({ id }) => id) as [string, string];
  });

  it('is HEAD in either case', async () => {
    expect(await shown(db.client, 'HEAD')).toEqual(['added table public.b']);
    expect(await shown(db.client, 'head')).toEqual(['added table public.b']);
  });

  it('is a branch', async () => {
    expect(await shown(db.client, 'main')).toEqual(['added table public.b']);
    expect(await headOf(db.client, 'main')).toBe(second);
  });

  it('is a tag, which on many commits means the newest', async () => {
    const { rows } = await db.client.query("select commit_id from pggit.tags where name = 'meter'");
    expect(rows.map(({ commit_id }) => commit_id).sort()).toEqual([first, second].sort());
    expect(await shown(db.client, 'meter')).toEqual(['added table public.b']);
    expect(await shown(db.client, 'only-a')).toEqual(['added table public.a']);
  });

  it('is a commit id, in either case', async () => {
    expect(await shown(db.client, first)).toEqual(['added table public.a']);
    expect(await shown(db.client, first.toUpperCase())).toEqual(['added table public.a']);
  });

  it.each([4, 8, 13, 35])('is the first %i characters of a commit id', async (length) => {
    expect(await shown(db.client, first.slice(0, length))).toEqual(['added table public.a']);
  });

  it('is the commit that a whole id names, whatever a tag is called', async () => {
    await db.client.query('insert into pggit.tags (name, commit_id) values ($1, $2)', [
      first,
      second,
    ]);
    expect(await shown(db.client, first)).toEqual(['added table public.a']);
    await db.client.query('delete from pggit.tags where name = $1', [first]);
  });

  it.each([
    'log(null)',
    'show(null)',
    'objects(null)',
    'state_hash(null)',
    "definition('table', 'public.a', null)",
    'affected_views(null)',
  ])('is not null: pggit.%s is refused', async (call) => {
    expect(await failureOf(db.client.query(`select pggit.${call}`))).toMatchObject({
      code: 'PGR01',
    });
  });

  it('works wherever a ref is taken', async () => {
    const prefix = first.slice(0, 8);
    const { rows } = await db.client.query(
      `select (select count(*)::int from pggit.log($1)) as commits,
              pggit.state_hash($1) = pggit.state_hash($2) as hash,
              pggit.definition('table', 'public.a', $1) is not null as a,
              pggit.definition('table', 'public.b', $1) is not null as b,
              (select count(*)::int from pggit.affected_views($1)) as views`,
      [prefix, first],
    );
    expect(rows).toEqual([{ commits: 2, hash: true, a: true, b: false, views: 0 }]);
  });

  it.each(['nowhere', '', 'abc', '00000000-0000-0000-0000-000000000000'])(
    'is an error when %j names nothing',
    async (ref) => {
      for (const call of ['log($1)', 'show($1)', 'state_hash($1)']) {
        const failure = await failureOf(db.client.query(`select pggit.${call}`, [ref]));
        expect(failure).toMatchObject({ code: 'PGR01', detail: { ref } });
        expect(failure.message).toContain(`'${ref}'`);
        expect(failure.hint).not.toBe('');
      }
    },
  );

  it('is an error when it is fewer than four characters of an id', async () => {
    const failure = await failureOf(
      db.client.query('select pggit.state_hash($1)', [first.slice(0, 3)]),
    );
    expect(failure.code).toBe('PGR01');
  });

  it('is an error when it is null', async () => {
    const failure = await failureOf(db.client.query('select pggit.log(null)'));
    expect(failure).toMatchObject({ code: 'PGR01', detail: { ref: null } });
  });

  it('is no pattern: wildcards match nothing', async () => {
    for (const ref of ['%', '____', `${first.slice(0, 4)}%`]) {
      const failure = await failureOf(db.client.query('select pggit.show($1)', [ref]));
      expect(failure.code).toBe('PGR01');
    }
  });
});

describe('a prefix that several commit ids share', () => {
  const db = useDatabase();
  const ids = [
    'abcdef00-0000-4000-8000-000000000001',
    'abcdef00-0000-4000-8000-000000000002',
    'abcd0000-0000-4000-8000-000000000003',
  ];

  beforeAll(async () => {
    // Real ids are random: written by hand, because waiting for two alike would take thousands.
    await db.client.query(
      `insert into pggit.commits (commit_id, message, author, state_hash, content_hash)
       select id, 'made up', 'test', '\\x', '\\x' from unnest($1::uuid[]) as id`,
      [ids],
    );
  });

  it('is an error that lists the candidates', async () => {
    const failure = await failureOf(db.client.query("select pggit.show('abcd')"));
    expect(failure.code).toBe('PGR02');
    expect(failure.detail.ref).toBe('abcd');
    expect([...(failure.detail.candidates as string[])].sort()).toEqual([...ids].sort());
    expect(failure.hint).not.toBe('');
  });

  it('is found once it is long enough', async () => {
    expect((await failureOf(db.client.query("select pggit.show('abcdef')"))).code).toBe('PGR02');
    await db.client.query("select pggit.show('abcd0')");
    await db.client.query('select pggit.show($1)', [ids[1]]);
  });

  it('means the tag when there is one of that name', async () => {
    await db.client.query("insert into pggit.tags (name, commit_id) values ('abcd', $1)", [ids[2]]);
    await db.client.query("select pggit.show('abcd')");
  });
});
