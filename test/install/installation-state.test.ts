import { engineVersion, installationState } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

describe('installationState', () => {
  const db = useDatabase();

  it('knows version and mode', async () => {
    expect(await installationState(db.client)).toEqual({
      installed: true,
      usable: true,
      engineVersion,
      mode: 'event',
    });
  });

  it('is no error for a role without any grant', async () => {
    const role = await uniqueRole(db.client);
    const client = await db.connect({ user: role.name, password: role.password });
    expect(await installationState(client)).toEqual({
      installed: true,
      usable: false,
      reason: 'no_privilege',
    });
  });

  it('is usable for a deployer', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    const client = await db.connect({ user: role.name, password: role.password });
    expect(await installationState(client)).toMatchObject({ usable: true, engineVersion });
  });
});

describe('installationState without pggit', () => {
  const db = useDatabase({ engine: false });

  it('says so', async () => {
    expect(await installationState(db.pool())).toEqual({
      installed: false,
      usable: false,
      reason: 'not_installed',
    });
  });
});
