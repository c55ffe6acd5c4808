-- Two heads become one (an Alembic merge): the tool deletes all heads but one, which looked like steps
-- back, and then moves the last one to the merge. So the steps back that this transaction has just
-- written are taken out again, and the first of them, which has the changes, becomes the merge's link.
-- False when there is nothing to take out: the move is an ordinary one.

create or replace function pggit._link_merge(
  p_tool pggit.migration_tools,
  p_source text,
  p_from text,
  p_new jsonb
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_key constant text := pggit._history_row_key(p_tool, p_new);
  v_steps_back constant bigint[] := array(
    select m.link_id from pggit.external_migrations m
    where m.source = p_source and m.direction = 'down'
      and m.transaction_id = pg_current_xact_id()
      and m.link_id > coalesce((
        select max(u.link_id) from pggit.external_migrations u
        where u.source = p_source and u.direction = 'up'), 0)
    order by m.link_id);
begin
  if v_steps_back = '{}' then
    return false;
  end if;
  update pggit.external_migrations m set reverted_at = null
  where m.link_id in (
    select max(u.link_id)
    from pggit.external_migrations u
    join pggit.external_migrations d
      on d.source = u.source and d.migration_key = u.migration_key
    where d.link_id = any (v_steps_back) and u.direction = 'up'
    group by u.migration_key);
  delete from pggit.external_migrations m where m.link_id = any (v_steps_back[2:]);
  update pggit.external_migrations m
  set migration_key = v_key,
      migration_id = pggit._history_row_number(p_tool, p_new),
      direction = 'up',
      previous_key = p_from,
      run = (
        select count(*) + 1 from pggit.external_migrations u
        where u.source = p_source and u.migration_key = v_key and u.direction = 'up')
  where m.link_id = v_steps_back[1];
  return true;
end
$pggit$;

comment on function pggit._link_merge(pggit.migration_tools, text, text, jsonb) is
  'Turns the steps back that a merge of heads looked like into the link of the merge.';
