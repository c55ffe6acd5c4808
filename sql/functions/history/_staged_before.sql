-- The staged changes that the given ones build on, whoever made them, so that a commit of both is a step
-- from its parent's state to one that the database has been in: earlier changes of the same objects,
-- and earlier ones that freed a name the given ones use. What comes along comes whole, with all
-- that its transaction recorded for the same migration (a table without the index of its key is no
-- state), and brings along what it builds on itself.
--
-- p_changes: in the journal already, with or without a commit. Indexes lead to each step, so that it costs
-- what the changes and their objects' histories cost, however much else is staged.
--
-- Locks: the changes it returns, without waiting. One that its session is linking at this moment is
-- an error (lock_not_available): without it there is no such commit, and the caller leaves its own staged.

create or replace function pggit._staged_before(p_changes bigint[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_new bigint[] := p_changes;
  v_found bigint[] := '{}'::bigint[];
begin
  loop
    v_new := array(
      select e.change_id
      from pggit.changes n
      join pggit.changes e on e.object_id = n.object_id and e.change_id < n.change_id
      where n.change_id = any (v_new) and e.commit_id is null
      union
      select e.change_id
      from pggit.changes n
      join pggit.changes o
        on hashtextextended(o.new_identity, 0) = hashtextextended(n.new_identity, 0)
        and o.new_identity = n.new_identity and o.object_id <> n.object_id
      join pggit.changes e on e.object_id = o.object_id and e.change_id < n.change_id
      where n.change_id = any (v_new) and n.old_identity is distinct from n.new_identity
        and e.commit_id is null and e.old_identity = n.new_identity
        and e.new_identity is distinct from e.old_identity
      union
      select e.change_id
      from pggit.changes n
      join pggit.changes e
        on e.transaction_id = n.transaction_id and e.link_id is not distinct from n.link_id
      where v_found <> '{}' and n.change_id = any (v_found) and e.commit_id is null
      except
      select u from unnest(p_changes || v_found) u);
    exit when v_new = '{}';
    perform from pggit.changes c
    where c.change_id = any (v_new) order by c.change_id for update nowait;
    v_found := v_found || v_new;
  end loop;
  return v_found;
end
$pggit$;

comment on function pggit._staged_before(bigint[]) is
  'The staged changes, whoever made them, that must be committed together with the given ones.';
