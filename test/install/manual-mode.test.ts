import { install, installationState, pggit, verify, withDeployment } from '@pggit/core';
import { isolatedServer, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';

describe('a role that may not create event triggers', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  async function connectAsOwner(): Promise<pg.Client> {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    return db.connect({ user: role.name, password: role.password });
  }

  it('gets the same engine in manual mode, and is told', async () => {
    const owner = await connectAsOwner();
    expect(await install(owner)).toMatchObject({ action: 'installed', mode: 'manual' });
    expect(await verify(owner)).toEqual([]);
    expect(await installationState(owner)).toMatchObject({ usable: true, mode: 'manual' });
    expect(await install(owner)).toMatchObject({ action: 'unchanged', mode: 'manual' });
    const { rows } = await owner.query('select state, kind, identity from pggit.status()');
    expect(rows.slice(0, 2)).toEqual([
      { state: 'disabled', kind: 'event trigger', identity: 'pggit_ddl_trigger' },
      { state: 'disabled', kind: 'event trigger', identity: 'pggit_drop_trigger' },
    ]);
  });

  it('captures when it asks for it', async () => {
    const owner = await connectAsOwner();
    await install(owner);
    await owner.query('create schema app; create table app.orders (id int)');
    expect(await pggit(owner).capture('by hand')).toBeTypeOf('string');
    const [head] = await pggit(owner).log();
    expect(head).toMatchObject({ message: 'by hand' });
  });

  it('leaves manual mode once a superuser installs', async () => {
    await install(await connectAsOwner());
    const planned = await install(db.client, { dryRun: true });
    expect(planned).toMatchObject({ action: 'upgraded', mode: 'event' });
    expect(await install(db.client)).toMatchObject({ action: 'upgraded', mode: 'event' });
    expect(await verify(db.client)).toEqual([]);
    expect(await install(db.client)).toMatchObject({ action: 'unchanged', mode: 'event' });
  });

  it('owns nothing that an event trigger runs once a superuser installed, yet stays administrator', async () => {
    const owner = await connectAsOwner();
    await install(owner);
    await owner.query('create schema app');
    await install(db.client);
    const { rows } = await db.client.query(
      `select pg_describe_object(classid, objid, objsubid) as object
       from pg_shdepend
       where refobjid = $1::regrole and deptype = 'o'
         and dbid = (select oid from pg_database where datname = current_database())`,
      [owner.user],
    );
    expect(rows).toEqual([{ object: 'schema app' }]);
    const { rows: owned } = await db.client.query(
      'select proowner::regrole::text as owner from pg_proc where pronamespace = $1::regnamespace group by 1',
      ['pggit'],
    );
    expect(owned).toHaveLength(1);

    await withDeployment(owner, { name: 'still allowed' }, (client) =>
      client.query('create table app.orders (id int)'),
    );
    expect((await pggit(owner).log())[0]).toMatchObject({ deploymentName: 'still allowed' });
  });

  it('cannot install without CREATE on the database, and is told what it lacks', async () => {
    const role = await uniqueRole(db.client);
    const client = await db.connect({ user: role.name, password: role.password });
    await expect(install(client)).rejects.toMatchObject({
      code: 'install_privilege',
      cause: { code: '42501' },
    });
  });

  it('cannot upgrade the engine of another role', async () => {
    await install(db.client);
    await db.client.query(
      `update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`,
    );
    const owner = await connectAsOwner();
    await expect(install(owner)).rejects.toMatchObject({ code: 'install_privilege' });
  });
});

describe('a cluster where pggit’s roles may not be created', () => {
  // A server of its own: on a shared one other tests have made the roles already.
  const server = isolatedServer();

  it('gets an engine without them', async () => {
    const admin = await server.connect();
    await admin.query("create role app_owner login password 'secret'");
    const { name, url } = await server.createDatabase();
    await admin.query(`grant create on database ${name} to app_owner`);
    const owner = await server.connect(urlAs(url, { name: 'app_owner', password: 'secret' }));
    expect(await install(owner)).toMatchObject({ action: 'installed', mode: 'manual' });
    const findings = await verify(owner);
    expect(findings.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'missing role pggit_reader',
      'missing role pggit_deployer',
      'missing role pggit_admin',
    ]);
  });
});
