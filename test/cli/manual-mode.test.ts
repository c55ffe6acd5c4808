import { install } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from './pggit.js';

describe('in manual mode', () => {
  const db = useDatabase({ engine: false });
  let url = '';

  beforeAll(async () => {
    const owner = await uniqueRole(db.client);
    await db.client.query(`alter database ${db.name} owner to ${owner.name}`);
    await install(await db.connect({ user: owner.name, password: owner.password }));
    url = urlAs(db.url, owner);
  });

  it.each([['log'], ['show'], ['deployments'], ['migrations']])(
    'pggit %s says on stderr that the history may lack something',
    async (command) => {
      const { exitCode, stderr } = await run([command], { url });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr:
          'manual mode: the history has what deployments and pggit.capture() found; pggit status shows what it lacks',
      });
      const json = await runJson([command], { url });
      expect(json).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^manual mode: /) });
    },
  );
});
