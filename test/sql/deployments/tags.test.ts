import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf } from '../history/readback.js';
import { begin } from './session.js';

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

  it('keep their spelling', async () => {
    await deploy('a', ['Größe 2', `it's`, 'v1.0']);
    expect(await tagsOf()).toEqual([['Größe 2', `it's`, 'v1.0'].sort()]);
  });
});
