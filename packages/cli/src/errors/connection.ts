import { CliError, type ErrorText } from './cli-error.js';

/** What is known of the server that was asked. */
interface Target {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

type Explain = (target: Target, error: Error) => Pick<ErrorText, 'code' | 'message' | 'hint'>;

const UNREACHABLE = 'is the server running there, and does a firewall let you through?';

/** By the code of the driver's, the system's or the server's error. */
const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: unreachable('the connection was refused'),
  ETIMEDOUT: unreachable('it did not answer in time'),
  EHOSTUNREACH: unreachable('there is no route to it'),
  ENETUNREACH: unreachable('there is no route to it'),
  ECONNRESET: unreachable('it closed the connection'),
  ENOENT: unreachable('there is no such socket'),
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  '28P01': ({ user }) => ({
    code: 'authentication_failed',
    message: `wrong password for role ${quoted(user)}`,
    hint: 'check the password in the URL, PGPASSWORD or ~/.pgpass',
  }),
  '28000': ({ user }, error) => ({
    code: 'authentication_failed',
    message: `the server does not let role ${quoted(user)} in: ${error.message}`,
    hint: 'check the name of the role, and what pg_hba.conf allows',
  }),
  '3D000': ({ database }) => ({
    code: 'database_not_found',
    message: `there is no database ${quoted(database)}`,
    hint: 'check its name; pggit does not create databases',
  }),
  '42501': ({ database, user }) => ({
    code: 'no_privilege',
    message: `role ${quoted(user)} may not connect to database ${quoted(database)}`,
    hint: `ask its owner for: grant connect on database ${database} to ${user}`,
  }),
  '53300': (_, error) => ({
    code: 'connection_failed',
    message: `the server takes no more connections: ${error.message}`,
    hint: 'try again later',
  }),
  '22023': badOptions,
  '42601': badOptions,
  '42704': badOptions,
  '57P03': (_, error) => ({
    code: 'connection_failed',
    message: `the server is not ready: ${error.message}`,
    hint: 'try again in a moment',
  }),
};

/** Errors that have no code of their own, by what they say. */
const MESSAGES: readonly (readonly [RegExp, Explain])[] = [
  [/timeout expired/, unreachable('it did not answer in time')],
  [/terminated unexpectedly/, unreachable('it closed the connection')],
  [
    /password must be a (non-empty )?string/,
    ({ user }) => ({
      code: 'authentication_failed',
      message: `the server asks for a password for role ${quoted(user)}, and none is given`,
      hint: 'put it into the URL, PGPASSWORD or ~/.pgpass',
    }),
  ],
  [
    /does not support SSL/,
    (target) => ({
      code: 'connection_failed',
      message: `${place(target)} does not speak TLS`,
      hint: 'use sslmode=disable if the network is safe',
    }),
  ],
  [
    /certificate|altnames/i,
    (target, error) => ({
      code: 'connection_failed',
      message: `the certificate of ${place(target)} is not trusted: ${error.message}`,
      hint: 'name its authority with sslrootcert=<file>, or do not check it with sslmode=no-verify',
    }),
  ],
];

/**
 * Says why there is no connection, and what to do.
 *
 * @param origin where the address came from: `--url`, `DATABASE_URL`, …
 */
export function explainConnectionError(error: unknown, target: Target, origin: string): CliError {
  const reason = firstReason(error);
  const explain =
    EXPLANATIONS[codeOf(reason)] ??
    MESSAGES.find(([pattern]) => pattern.test(reason.message))?.[1] ??
    unreachable(reason.message);
  const { message, ...rest } = explain(target, reason);
  const { host, port, database, user } = target;
  return new CliError(
    { ...rest, message: `${message} (${origin})`, details: { host, port, database, user, origin } },
    { cause: error },
  );
}

function unreachable(why: string): Explain {
  return (target) => ({
    code: 'connection_failed',
    message: `cannot connect to ${place(target)}: ${why}`,
    hint: UNREACHABLE,
  });
}

function badOptions(_: Target, error: Error): ReturnType<Explain> {
  return {
    code: 'connection_failed',
    message: `the server refuses the settings of this session: ${error.message}`,
    hint: 'check PGOPTIONS, and `options` in the URL',
  };
}

function unknownHost({ host }: Target): ReturnType<Explain> {
  return {
    code: 'connection_failed',
    message: `cannot connect: there is no host ${quoted(host)}`,
    hint: 'check its name',
  };
}

/** A name with several addresses fails once for each; the first failure is as good as any. */
function firstReason(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0];
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function place({ host, port }: Target): string {
  return host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`;
}

function quoted(name: string | undefined): string {
  return name === undefined ? 'of no name' : `"${name}"`;
}
