import { useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('placeholders of Flyway', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  it.each([['-placeholderReplacement=false'], ['-placeholderPrefix=#{']])(
    'that it does not replace (%s) are a clear error, and nothing is migrated',
    async (setting) => {
      await project.addCallbacks();
      await project.write({ 'V1__orders.sql': 'create table orders (id int);' });

      const { exitCode, output } = await project.run(db.url, 'migrate', setting);

      expect(exitCode, output).not.toBe(0);
      expect(output).toContain('Flyway did not replace the placeholders in a callback of pggit');
      expect(output).toContain('PGX06');
      const { rows } = await db.client.query("select to_regclass('orders') as orders");
      expect(rows).toEqual([{ orders: null }]);
    },
  );

  it('may begin and end with something else, where the callbacks are written so', async () => {
    await project.addCallbacks({ placeholderPrefix: '#{', placeholderSuffix: '}#' });
    await project.write({ 'V1__orders.sql': 'create table orders (id int);' });

    const settings = ['-placeholderPrefix=#{', '-placeholderSuffix=}#'];
    const { exitCode, output } = await project.run(db.url, 'migrate', ...settings);

    expect(exitCode, output).toBe(0);
    expect(await readHistory(db.client)).toMatchObject({
      deployments: [{ status: 'completed' }],
      links: [{ key: '1' }],
    });
  });
});
