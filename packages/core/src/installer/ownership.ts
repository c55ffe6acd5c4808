import { type CatalogEntry, keyOf } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { Step } from './step.js';

/** What makes sure that the engine ends with one owner. */
export interface OwnershipSteps {
  /** Before anything else: whose rights to work with. */
  readonly role: readonly Step[];
  /** Once nobody uses the engine: gives its parts to the role that installs. */
  readonly takeOver: readonly Step[];
  /** Once pggit's roles and their grants are there. */
  readonly afterGrants: readonly Step[];
}

const NOTHING: OwnershipSteps = { role: [], takeOver: [], afterGrants: [] };

/**
 * Plans who owns the engine from now on.
 *
 * A member of the owning role works as that role: objects of its own would be out of reach of the
 * functions that run with the owner's rights. A superuser takes the engine over from a role that is
 * none: an event trigger runs its function in everybody's sessions, so whoever owns that function,
 * or the schema it calls others in, could run code as superuser. The former owner of an engine
 * stays pggit's administrator.
 *
 * @param recorded keys of what an installation created; objects of others keep their owner
 * @param catalog what is there
 */
export async function planOwnership(
  client: Queryable,
  recorded: { has(key: string): boolean },
  catalog: readonly CatalogEntry[],
): Promise<OwnershipSteps> {
  const { rows } = await client.query(`
    select
      pg_catalog.quote_ident(owner.rolname) as owner,
      me.rolsuper and not owner.rolsuper as take_over,
      not me.rolsuper and pg_catalog.pg_has_role(me.oid, owner.oid, 'member') as join_in
    from pg_catalog.pg_namespace n
    join pg_catalog.pg_roles owner on owner.oid = n.nspowner
    join pg_catalog.pg_roles me on me.rolname = current_user and me.oid <> owner.oid
    where n.nspname = 'pggit'`);
  const [{ owner, take_over: mustTakeOver, join_in: mayJoinIn } = {}] = rows;
  if (mayJoinIn) return { ...NOTHING, role: [step(`set local role ${owner};`)] };
  if (!mustTakeOver) return NOTHING;
  const own = catalog.filter((entry) => entry.kind === 'schema' || recorded.has(keyOf(entry)));
  const hadEngine = own.some(({ kind }) => kind === 'table');
  return {
    role: [],
    takeOver: takeOver(own),
    afterGrants: hadEngine ? [keepAsAdministrator(owner)] : [],
  };
}

/** Kinds with an owner of their own, and the words for them in ALTER. */
const OWNED: Readonly<Record<string, string>> = {
  schema: 'schema',
  table: 'table',
  view: 'view',
  'materialized view': 'materialized view',
  sequence: 'sequence',
  type: 'type',
  function: 'routine',
};

function takeOver(parts: readonly CatalogEntry[]): Step[] {
  return parts
    .filter(({ kind }) => kind in OWNED)
    .map(({ kind, identity }) => step(`alter ${OWNED[kind]} ${identity} owner to current_user;`));
}

function keepAsAdministrator(owner: string): Step {
  return step(`do $pggit$
begin
  if exists (select from pg_catalog.pg_roles r where r.rolname = 'pggit_admin') then
    grant pggit_admin to ${owner};
  end if;
end
$pggit$;`);
}

function step(sql: string): Step {
  return { name: 'owner', sql };
}
