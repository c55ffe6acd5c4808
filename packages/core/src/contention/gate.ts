import type { Step } from '../installer/step.js';

/**
 * Every transaction that capture records holds this advisory lock in share mode until it ends; an
 * upgrade takes it exclusively. The number is that of the installers' lock and two.
 */
export const GATE_LOCK = 482771167606n;

/**
 * Takes the engine out of everybody's hands for the rest of the transaction. Waits for transactions
 * that are being recorded; those that begin meanwhile neither wait nor are recorded. The gate is
 * bound to this transaction: whatever ends it, capture goes on.
 *
 * The lock on the manifest, which needs rights on it, is what capture tells an upgrade by. The
 * tables are taken all at once or not at all, and without queueing.
 *
 * @param tables to lock, as written in SQL
 */
export function closeGate(tables: readonly string[]): Step[] {
  if (tables.length === 0) return [];
  return [
    {
      name: 'waiting for transactions that are being recorded',
      sql: `lock table pggit.manifest in row exclusive mode nowait;
set local lock_timeout = '1s';
select pg_catalog.pg_advisory_xact_lock(${GATE_LOCK});
set local lock_timeout = '10ms';`,
    },
    { name: 'locking tables of pggit', sql: lockTables(tables) },
  ];
}

/** Locks tables without queueing, looking again for half a second. */
function lockTables(tables: readonly string[]): string {
  return `do $pggit$
declare
  v_deadline constant timestamptz := clock_timestamp() + interval '500 ms';
begin
  loop
    begin
      lock table ${tables.join(', ')} in access exclusive mode nowait;
      return;
    exception when lock_not_available then
      if clock_timestamp() > v_deadline then
        raise;
      end if;
    end;
    perform pg_catalog.pg_sleep(0.01);
  end loop;
end
$pggit$;`;
}

/** The functions of event triggers that do not know the gate: of releases before there was one. */
const GATELESS = `
  from pg_catalog.pg_event_trigger t
  join pg_catalog.pg_proc p on p.oid = t.evtfoid
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_language l on l.oid = p.prolang
  where n.nspname = 'pggit' and l.lanname = 'plpgsql'
    and pg_catalog.strpos(p.prosrc, 'pg_try_advisory_xact_lock_shared') = 0`;

/** Whether the engine that is there has such functions. */
export const LACKS_GATE = `select exists (select ${GATELESS})`;

/**
 * Gives the event triggers of an older release the gate. A session in the middle of one of their
 * functions goes on with the text it began with, and that must not meet tables of the new release.
 */
export const ADD_GATE: Step = {
  name: 'letting the older engine step aside',
  sql: `do $pggit$
declare
  r record;
begin
  for r in
    select distinct p.oid ${GATELESS}
  loop
    execute pg_catalog.regexp_replace(
      pg_catalog.pg_get_functiondef(r.oid), E'\\nbegin\\n',
      E'\\nbegin\\n  if not pg_catalog.pg_try_advisory_xact_lock_shared(${GATE_LOCK}) then\\n'
      '    return;\\n  end if;\\n');
  end loop;
end
$pggit$;`,
};
