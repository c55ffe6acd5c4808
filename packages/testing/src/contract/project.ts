import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ContractMigration, ContractTool } from './tool.js';

/** The project of the current test. */
interface ContractProject {
  readonly directory: string;
  /** Writes it anew, or goes on with it. */
  write(...migrations: readonly ContractMigration[]): Promise<void>;
}

/** A folder for each test. */
export function useContractProject(tool: ContractTool): ContractProject {
  let directory = '';
  beforeEach(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), 'pggit-contract-')));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  return {
    get directory() {
      return directory;
    },
    write: (...migrations) => tool.write(directory, migrations),
  };
}

/** A table, and its removal. */
export function table(label: string): ContractMigration {
  return {
    label,
    up: `create table public.${label} (id int primary key)`,
    down: `drop table public.${label}`,
  };
}

/** One more column of a table that an earlier migration made. */
export function column(of: string, label: string): ContractMigration {
  return {
    label,
    up: `alter table public.${of} add ${label} text`,
    down: `alter table public.${of} drop ${label}`,
  };
}

/** A table, and then a statement that fails with SQLSTATE 22012. */
export function failing(label: string): ContractMigration {
  return { ...table(label), up: `create table public.${label} (id int primary key); select 1/0` };
}

/** A table, and then a statement that takes its time. */
export function slow(label: string): ContractMigration {
  return {
    ...table(label),
    up: `create table public.${label} (id int primary key); select pg_sleep(60)`,
  };
}
