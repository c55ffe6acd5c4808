import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const PACKAGES = ['core', 'cli', 'flyway', 'liquibase', 'node-pg-migrate', 'umzug'];

/** Every setting of pggit's own that its code reads or writes. */
function settingsUsed(): string[] {
  const sources = ['sql', ...PACKAGES.map((name) => `packages/${name}/src`)].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(sql|ts)$/.test(name))
      .map((name) => readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8')),
  );
  const used = sources.flatMap((text) =>
    [...text.matchAll(/(?:current_setting|set_config)\(\s*'(pggit\.\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  return [...new Set(used)].filter((name) => name !== undefined).sort();
}

it('the page on security says of every setting what a role can do by writing it', () => {
  const page = readFileSync(new URL('docs/explanation/security.md', ROOT), 'utf8');
  const used = settingsUsed();
  expect(used.length).toBeGreaterThan(8);
  expect(used.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
});
