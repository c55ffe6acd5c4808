/**
 * `npm run bench`: measures everything and writes docs/benchmarks.md. With names of parts
 * (`npm run bench -- mark describe`) only those, and only to the terminal.
 *
 * PGGIT_BENCH_PG_VERSION: the PostgreSQL major, 17 when not given.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MAJOR, startEmbeddedServer, toMajor } from '@pggit/testing/server';
import type { Bench } from './bench.js';
import { Databases, within } from './database/databases.js';
import { PARTS } from './parts/index.js';
import { profile } from './profile/profile.js';
import { describeMachine } from './report/machine.js';
import { renderSection } from './report/markdown.js';
import { renderReport } from './report/report.js';
import { type Section, verdictOf } from './report/row.js';

const REPORT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => name !== 'profile' && !(name in PARTS));
  if (unknown.length > 0) {
    throw new Error(
      `no part ${unknown.join(', ')}: there are ${Object.keys(PARTS).join(', ')} and profile`,
    );
  }
  const server = await startEmbeddedServer({
    major: toMajor(process.env.PGGIT_BENCH_PG_VERSION || DEFAULT_MAJOR),
    settings: { track_functions: 'none' },
  });
  try {
    const databases = await Databases.on(server.url);
    await run({ server, databases }, wanted);
    await databases.close();
  } finally {
    await server.dispose();
  }
}

async function run(bench: Bench, wanted: readonly string[]): Promise<void> {
  if (wanted.includes('profile')) console.log(await profile(bench));
  const names = wanted.length === 0 ? Object.keys(PARTS) : wanted.filter((name) => name in PARTS);
  const sections: string[] = [];
  for (const name of names) {
    const started = Date.now();
    const section = await PARTS[name]?.(bench);
    if (section === undefined) continue;
    const text = renderSection(section, await explanationOf(name, section));
    sections.push(text);
    console.log(`\n${text}`);
    console.error(`(${name}: ${Math.round((Date.now() - started) / 1000)} s)`);
  }
  if (wanted.length > 0) return;
  const machine = await within(bench.server.url, (session) => describeMachine(session, new Date()));
  await writeFile(REPORT, renderReport(machine, sections));
  console.log(`\nwritten: ${REPORT}`);
}

/** What people have written about the missed rows of a part, if it has any; it outlives every run. */
async function explanationOf(part: string, { rows }: Section): Promise<string | undefined> {
  if (!rows.some((row) => verdictOf(row) === 'missed')) return undefined;
  const file = new URL(`./explanations/${part}.md`, import.meta.url);
  return readFile(file, 'utf8').catch(() => undefined);
}

await main(process.argv.slice(2));
