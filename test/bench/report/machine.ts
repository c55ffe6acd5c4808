import { cpus, loadavg, platform, release, totalmem, type } from 'node:os';
import type { Session } from '../database/session.js';
import { renderTable } from './markdown.js';

/** Settings that decide what DDL costs. */
const SETTINGS = [
  'shared_buffers',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'jit',
  'max_connections',
];

/** Where and when the measurements were made, as a table. */
export async function describeMachine(session: Session, date: Date): Promise<string> {
  const settings: string[] = [];
  for (const name of SETTINGS) {
    settings.push(`${name} = ${await session.value<string>(`show ${name}`)}`);
  }
  const processors = cpus();
  return renderTable(
    ['', ''],
    [
      ['date', date.toISOString().slice(0, 16).replace('T', ' ')],
      ['processors', `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`],
      [
        'busy with',
        `${loadavg()[2]?.toFixed(1)} processes on average, the benchmark's own among them`,
      ],
      ['memory', `${Math.round(totalmem() / 2 ** 30)} GB`],
      ['system', `${type()} ${release()} (${platform()})`],
      ['Node', process.version],
      ['PostgreSQL', await session.value<string>('show server_version')],
      ['settings', settings.join(', ')],
    ],
  );
}
