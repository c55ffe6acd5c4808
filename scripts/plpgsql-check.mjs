/**
 * `npm run plpgsql-check`: runs the extension plpgsql_check over every PL/pgSQL function of the engine.
 * It finds what PostgreSQL tells only once a line runs: columns that do not exist, types that do not
 * fit, paths that return nothing. A finding fails unless ACCEPTED has it, with a reason; so does an
 * entry of ACCEPTED that nothing needs any more.
 *
 * The extension needs a server it was built for. Debian 12 has it for PostgreSQL 15; where it is missing
 * and this is root on such a system, it is installed.
 */
import { existsSync } from 'node:fs';
import { install } from '@pggit/core';
import { startEmbeddedServer } from '@pggit/testing/server';
import pg from 'pg';
import { installPackages } from './debian.mjs';

const MAJOR = 15;
const PROGRAMS = `/usr/lib/postgresql/${MAJOR}/bin`;
const EXTENSION = `/usr/share/postgresql/${MAJOR}/extension/plpgsql_check.control`;

/** Findings that are no faults: what they say (a regular expression), about which function, and why. */
const ACCEPTED = [
  {
    function: 'pggit._lock_known(pggit._description[],uuid[],bigint[])',
    finding: /end of function without RETURN/,
    reason: 'the loop has no end but its RETURNs',
  },
  {
    function: 'pggit._vanished_objects(xid8)',
    finding: /should be STABLE|is maybe unmodified/,
    reason: 'RETURN QUERY sets the columns; it must see the marks of the command it runs in',
  },
  {
    function: 'pggit._replace_descriptions(pggit._description[],uuid[],uuid[],uuid[])',
    finding: /should be STABLE/,
    reason: 'it reads again what another session committed after the calling statement began',
  },
  {
    function: 'pggit._lock_history_table(oid)',
    finding: /should be STABLE/,
    reason: 'it takes a lock',
  },
];

/** A trigger function is checked for each relation that has it, so a history table and a lock have to be there. */
const TOOLS_TABLES = `
  create table public.pgmigrations (id serial primary key, name text, run_on timestamp);
  create table public.databasechangeloglock (id int primary key, locked boolean not null,
    lockgranted timestamp, lockedby text)`;

const FUNCTIONS = `
  select p.oid, p.oid::regprocedure::text as name, coalesce(t.tgrelid, 0)::oid as relation,
         p.prorettype = 'trigger'::regtype and t.oid is null as is_unattached
  from pg_catalog.pg_proc p
  join pg_catalog.pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join pg_catalog.pg_trigger t on t.tgfoid = p.oid
  where p.pronamespace = 'pggit'::regnamespace
  order by 2`;

const CHECK = `
  select level, lineno as line, concat_ws(' ', message, detail, hint, context) as finding
  from public.plpgsql_check_function_tb(
    $1::oid, $2::oid::regclass, fatal_errors => false, other_warnings => true,
    extra_warnings => true, performance_warnings => true, security_warnings => true)`;

/** @throws Error when the extension is missing and cannot be installed */
function installExtension() {
  if (existsSync(EXTENSION)) return;
  installPackages(`postgresql-${MAJOR}`, `postgresql-${MAJOR}-plpgsql-check`);
}

/** Every finding about every function, as `{ name, level, line, finding }`. */
async function findingsOf(client) {
  await install(client);
  await client.query('create extension plpgsql_check');
  await client.query(TOOLS_TABLES);
  const { rows: functions } = await client.query(FUNCTIONS);
  const findings = [];
  for (const { oid, name, relation, is_unattached: isUnattached } of functions) {
    if (isUnattached)
      throw new Error(`${name} is the function of no trigger: it cannot be checked`);
    const { rows } = await client.query(CHECK, [oid, relation]);
    findings.push(...rows.map((row) => ({ name, ...row })));
  }
  return { checked: new Set(functions.map(({ name }) => name)).size, findings };
}

async function main() {
  installExtension();
  const binaries = { initdb: `${PROGRAMS}/initdb`, postgres: `${PROGRAMS}/postgres` };
  const server = await startEmbeddedServer({ major: MAJOR, binaries });
  const client = new pg.Client(server.url);
  try {
    await client.connect();
    const { checked, findings } = await findingsOf(client);
    const entryFor = ({ name, finding }) =>
      ACCEPTED.find((entry) => entry.function === name && entry.finding.test(finding));
    const faults = findings.filter((finding) => entryFor(finding) === undefined);
    const needed = new Set(findings.map(entryFor));
    const unneeded = ACCEPTED.filter((entry) => !needed.has(entry));
    for (const { level, name, line, finding } of faults) {
      console.error(`${level}: ${name}${line === null ? '' : ` line ${line}`}: ${finding}`);
    }
    for (const entry of unneeded) {
      console.error(`nothing needs the accepted ${entry.finding} of ${entry.function} any more`);
    }
    console.log(
      `plpgsql_check: ${checked} functions, ${faults.length} faults, ` +
        `${findings.length - faults.length} accepted findings`,
    );
    if (faults.length + unneeded.length > 0) process.exitCode = 1;
  } finally {
    await client.end();
    await server.dispose();
  }
}

await main();
