import type { Queryable } from '../connection/queryable.js';

/** Event triggers of pggit as statements: what takes them away, and what makes them as they were. */
export interface EventTriggers {
  readonly names: readonly string[];
  readonly drop: readonly string[];
  /** Each does nothing when its trigger is there again. */
  readonly restore: readonly string[];
}

/** Reads the event triggers that call functions of pggit. */
export async function readEventTriggers(client: Queryable): Promise<EventTriggers> {
  const { rows } = await client.query(`
    select
      pg_catalog.format('%I', t.evtname) as name,
      pg_catalog.format('drop event trigger %I', t.evtname) as drop,
      pg_catalog.concat_ws(E';\\n',
        pg_catalog.format('create event trigger %I on %I%s execute function pggit.%I()',
          t.evtname, t.evtevent,
          ' when tag in (' || (
            select pg_catalog.string_agg(pg_catalog.quote_literal(u.tag), ', ')
            from pg_catalog.unnest(t.evttags) as u (tag)) || ')',
          p.proname),
        case t.evtenabled
          when 'D' then pg_catalog.format('alter event trigger %I disable', t.evtname)
          when 'R' then pg_catalog.format('alter event trigger %I enable replica', t.evtname)
          when 'A' then pg_catalog.format('alter event trigger %I enable always', t.evtname) end,
        pg_catalog.format('comment on event trigger %I is %L', t.evtname,
          pg_catalog.obj_description(t.oid, 'pg_event_trigger')),
        case when t.evtowner <> me.oid then pg_catalog.format(
          'alter event trigger %I owner to %I', t.evtname, owner.rolname) end) as restore
    from pg_catalog.pg_event_trigger t
    join pg_catalog.pg_proc p on p.oid = t.evtfoid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_roles owner on owner.oid = t.evtowner
    join pg_catalog.pg_roles me on me.rolname = current_user
    where n.nspname = 'pggit'
    order by 1`);
  return {
    names: rows.map(({ name }) => name),
    drop: rows.map(({ drop }) => drop),
    restore: rows.map(({ name, restore }) => unlessThere(name, restore)),
  };
}

/** Another installation may have made the trigger meanwhile, or removed what it calls. */
function unlessThere(name: string, sql: string): string {
  return `do $pggit_restore$
begin
  if exists (select from pg_catalog.pg_namespace n where n.nspname = 'pggit') and not exists (
    select from pg_catalog.pg_event_trigger t where pg_catalog.quote_ident(t.evtname) = $pggit_name$${name}$pggit_name$)
  then
    ${sql};
  end if;
end
$pggit_restore$`;
}
