import { PgGitError } from './base.js';
import { sqlStateOf } from './sql-state.js';

/** pggit is not installed in this database, or not the part of it that was asked for. */
export class NotInstalledError extends PgGitError {
  readonly code = 'not_installed';
  readonly sqlState = 'PGI01';

  /** @param cause the database's error; an unknown function may also mean an older engine */
  constructor(cause?: unknown) {
    const older = sqlStateOf(cause) === '42883' ? `, or is too old: ${messageOf(cause)}` : '';
    super(`pggit is not installed in this database${older}`, {
      cause,
      hint: 'install or upgrade it with `pggit install`, or with install() of @pggit/core',
    });
  }
}

/** A schema migration that was applied here is not the one this package holds. */
export class MigrationChecksumError extends PgGitError {
  readonly code = 'migration_checksum';
  readonly sqlState = 'PGI02';
  /** Name of the migration, for example `0001_engine`. */
  readonly migration: string;
  /** sha256 of the text in this package. */
  readonly expected: string;
  /** sha256 recorded when it was applied. */
  readonly actual: string;

  constructor(migration: string, expected: string, actual: string) {
    super(`schema migration "${migration}" was applied with another text than this package holds`, {
      details: { migration, expected, actual },
      hint: 'install the package version this database was set up with, or restore pggit.schema_migrations',
    });
    this.migration = migration;
    this.expected = expected;
    this.actual = actual;
  }
}

/** The engine in the database is newer than the one in this package. */
export class EngineNewerError extends PgGitError {
  readonly code = 'engine_newer';
  readonly sqlState = 'PGI03';
  /** Version in the database. */
  readonly installed: string;
  /** Version in this package. */
  readonly bundled: string;

  /** @param migration a schema migration that was applied there and is unknown here */
  constructor(installed: string, bundled: string, migration?: string) {
    const reason = migration === undefined ? '' : `: it has schema migration "${migration}"`;
    super(`the database has pggit ${installed}, newer than this package (${bundled})${reason}`, {
      details: { installed, bundled, ...(migration === undefined ? {} : { migration }) },
      hint: 'upgrade @pggit/core; an engine is never downgraded',
    });
    this.installed = installed;
    this.bundled = bundled;
  }
}

/** An object outside pggit and the part of pggit it needs. */
export interface Dependent {
  /** For example `view public.recent_commits`. */
  readonly object: string;
  /** For example `view pggit.commits`. */
  readonly dependsOn: string;
}

/** Objects outside pggit need a part of it that an upgrade or uninstall has to drop. */
export class DependentObjectsError extends PgGitError {
  readonly code = 'dependent_objects';
  readonly sqlState = 'PGI04';
  /** What stands in the way, and of what. */
  readonly dependents: readonly Dependent[];

  /** @param purpose completes "cannot …" */
  constructor(dependents: readonly Dependent[], purpose: string) {
    const list = dependents.map(({ object, dependsOn }) => `${object} depends on ${dependsOn}`);
    super(`cannot ${purpose}: ${list.join('; ')}`, {
      details: {
        dependents: dependents.map(({ object, dependsOn }) => ({ object, depends_on: dependsOn })),
      },
      hint: 'drop or change these objects first; pggit never drops what it did not create',
    });
    this.dependents = dependents;
  }
}

/** The server is older than the oldest version pggit works on. */
export class UnsupportedServerError extends PgGitError {
  readonly code = 'unsupported_server';
  readonly sqlState = 'PGI05';
  /** `server_version_num`, for example 140012. */
  readonly serverVersion: number;
  /** Oldest major version supported. */
  readonly minimum: number;

  constructor(serverVersion: number, minimum: number) {
    const major = Math.floor(serverVersion / 10_000);
    super(`PostgreSQL ${major} is not supported: pggit needs ${minimum} or newer`, {
      details: { server_version: serverVersion, minimum },
    });
    this.serverVersion = serverVersion;
    this.minimum = minimum;
  }
}

/** The connected role lacks a privilege that installing, upgrading or uninstalling needs. */
export class InstallPrivilegeError extends PgGitError {
  readonly code = 'install_privilege';
  readonly sqlState = 'PGI06';
  /** What was being done, for example `functions/refs/log.sql`. */
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`insufficient privilege at ${step}, nothing was changed: ${messageOf(cause)}`, {
      cause,
      details: { step },
      hint: 'connect as the owner of schema pggit, or as a role with CREATE on the database',
    });
    this.step = step;
  }
}

/** A schema named `pggit` exists and holds objects that are not this engine. */
export class SchemaOccupiedError extends PgGitError {
  readonly code = 'schema_occupied';
  readonly sqlState = 'PGI07';
  /** Objects found there, at most twenty. */
  readonly objects: readonly string[];

  constructor(objects: readonly string[]) {
    super(`schema "pggit" exists and is not this engine: it holds ${objects.join(', ')}`, {
      details: { objects },
      hint: 'rename or drop that schema, then install again',
    });
    this.objects = objects;
  }
}

/** The connection is inside a transaction, where pggit needs one of its own. */
export class TransactionOpenError extends PgGitError {
  readonly code = 'transaction_open';
  readonly sqlState = 'PGI08';

  /** @param purpose completes "cannot …" */
  constructor(purpose: string) {
    super(`cannot ${purpose}: the connection is inside a transaction`, {
      hint: 'commit or roll back first, or pass a pool or another connection',
    });
  }
}

/** A step of an installation, upgrade or uninstallation failed; nothing was changed. */
export class InstallFailedError extends PgGitError {
  readonly code = 'install_failed';
  readonly sqlState = 'PGI09';
  /** The step that failed, for example `functions/refs/log.sql`. */
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`failed at ${step}, nothing was changed: ${messageOf(cause)}`, {
      cause,
      details: { step },
    });
    this.step = step;
  }
}

/** Tables or types of the engine are gone. Nothing was changed: what they held cannot be made again. */
export class EngineDamagedError extends PgGitError {
  /** What to do about it. */
  static readonly hint =
    'restore schema pggit from a backup, or run `pggit uninstall` and `pggit install`: that begins a new history';

  readonly code = 'engine_damaged';
  readonly sqlState = 'PGI10';
  /** What is gone, for example `table pggit.tags`. */
  readonly objects: readonly string[];

  constructor(objects: readonly string[]) {
    super(`parts of pggit that an installation cannot make again are gone: ${objects.join(', ')}`, {
      details: { objects },
      hint: EngineDamagedError.hint,
    });
    this.objects = objects;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
