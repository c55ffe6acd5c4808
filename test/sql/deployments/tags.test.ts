import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf } from '../history/readback.js';
import { failureOf } from './failure.js';
import { begin, current, end } from './session.js';

describe('the tags of a deployment', () => {
  const db = useDatabase({ per: 'test' });

  const deploy = async (name: string, tags: (string | null)[]) => {
    const session = await db.connect();
    await begin(session, name);
    await session.query(`create table public.${name} ()`);
    await session.query('select pggit.end_deployment(null, $1)', [tags]);
  };
  const tagsOf = async () => (await commitsOf(db.client)).map(({ tags }) => tags);

  it('are labels: one may sit on many commits', async () => {
    await deploy('a', ['validation', 'meter']);
    await deploy('b', ['meter']);
    expect(await tagsOf()).toEqual([['meter', 'validation'], ['meter']]);
  });

  it('may be written twice or with blanks around them, and count once', async () => {
    await deploy('a', ['meter', ' meter ', 'meter']);
    expect(await tagsOf()).toEqual([['meter']]);
  });

  it('leave out what is null or blank', async () => {
    await deploy('a', ['', '  ', null, 'meter']);
    expect(await tagsOf()).toEqual([['meter']]);
  });

  it('may be none at all', async () => {
    await deploy('a', []);
    expect(await tagsOf()).toEqual([[]]);
  });

  it.each(['HEAD', 'head', ' Live ', 'main'])(
    'cannot be %j, which as a ref is something else; the deployment stays open (PGR05)',
    async (tag) => {
      const session = await db.connect();
      const id = await begin(session, 'a');
      await session.query('create table public.a ()');
      const failure = await failureOf(end(session, 'The message', ['meter', tag]));
      expect(failure).toMatchObject({ code: 'PGR05', detail: { tag: tag.trim() } });
      expect(failure.message).toContain(`'${tag.trim()}' cannot be a tag: as a ref it is`);
      expect(await current(session)).toBe(id);
      await end(session, 'The message', ['meter', 'mainly']);
      expect(await commitsOf(db.client)).toMatchObject([
        { message: 'The message', tags: ['mainly', 'meter'] },
      ]);
    },
  );

  it.each([
    ['the id of a commit', 36],
    ['its first digits, as logs show them', 8],
  ])('cannot be %s (PGR05)', async (_, length) => {
    await deploy('a', ['v1']);
    const [commit] = await commitsOf(db.client);
    const tag = commit?.id.slice(0, length).toUpperCase() ?? '';
    const session = await db.connect();
    const id = await begin(session, 'evil');
    await session.query('create table public.evil ()');
    const failure = await failureOf(end(session, undefined, [` ${tag}`]));
    expect(failure).toMatchObject({ code: 'PGR05', detail: { tag } });
    expect(failure.message).toBe(`'${tag}' cannot be a tag: as a ref it is a commit`);
    expect(await current(session)).toBe(id);
    await end(session, undefined, [commit?.id.slice(0, 7) ?? '', crypto.randomUUID(), '20261126']);
  });

  it('can be checked beforehand, by a reader as well', async () => {
    const { name, password } = await uniqueRole(db.client);
    await db.client.query(`grant pggit_reader to ${name}`);
    const reader = await db.connect({ user: name, password });
    const check = (tags: unknown) => reader.query('select pggit.check_tags($1)', [tags]);
    expect(await failureOf(check(['meter', 'main']))).toMatchObject({
      code: 'PGR05',
      detail: { tag: 'main' },
    });
    for (const tags of [null, [], [null, ''], ['meter']]) await check(tags);
  });

  it('keep their spelling', async () => {
    await deploy('a', ['Größe 2', `it's`, 'v1.0']);
    expect(await tagsOf()).toEqual([['Größe 2', `it's`, 'v1.0'].sort()]);
  });
});
