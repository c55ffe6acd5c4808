-- Called when a deployment is closed: what was announced in it either has its link, or its row is in the
-- history table and the trigger could not write it (there was no trigger yet; an older snapshot did not
-- show what was announced), or it never came to be, and what it left behind is the deployment's alone.
--
-- `when others`: a history table that cannot be read just now costs links, not the end of the deployment.
-- Locks: those of a reader on the history table, for which it waits no longer than the caller says.

create or replace function pggit._settle_announced(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tool pggit.migration_tools;
  v_link_id bigint;
  t record;
  r record;
begin
  for t in
    select distinct a.source, pggit._relation_named(a.source) as relation
    from pggit.announced_migrations a
    where a.deployment_id = p_deployment_id
      and pggit._relation_named(a.source) is not null
      and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  loop
    begin
      v_tool := pggit._source_tool(
        t.source, (select c.relname from pg_class c where c.oid = t.relation),
        pggit._history_tool(t.relation));
      for r in
        select a.link_id, h.history_row
        from pggit._history_rows(t.relation, v_tool) h
        join pggit.announced_migrations a
          on a.migration_id = pggit._history_row_number(v_tool, h.history_row)
        where a.deployment_id = p_deployment_id and a.source = t.source
          and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
          -- One that failed outside of a transaction may be announced again, by the next run.
          and a.link_id = (
            select max(n.link_id) from pggit.announced_migrations n
            where n.source = a.source and n.migration_id = a.migration_id)
        order by a.link_id
      loop
        select m.link_id into v_link_id
        from pggit.external_migrations m
        where m.source = t.source
          and m.migration_key = pggit._history_row_key(v_tool, r.history_row)
          and m.migration_id = pggit._history_row_number(v_tool, r.history_row)
          and m.direction = 'up' and m.reverted_at is null and m.link_id > r.link_id
        order by m.run desc limit 1;
        if v_link_id is null then
          perform pggit._insert_link(
            v_tool, t.source, r.history_row, 'up', p_deployment_id, p_link_id => r.link_id);
        else
          perform pggit._move_changes(p_deployment_id, array[r.link_id], v_link_id);
          update pggit.external_migrations m
          set deployment_id = p_deployment_id, pggit_commit_id = null
          where m.link_id = v_link_id and m.deployment_id is null;
        end if;
      end loop;
    exception when others then
      perform pggit._keep_failure('link', sqlstate, sqlerrm, null, array[t.source]);
    end;
  end loop;

  perform pggit._move_changes(p_deployment_id, array_agg(a.link_id), null)
  from pggit.announced_migrations a
  where a.deployment_id = p_deployment_id
    and not exists (select from pggit.external_migrations m where m.link_id = a.link_id)
  having count(*) > 0;
  delete from pggit.announced_migrations a where a.deployment_id = p_deployment_id;
end
$pggit$;

comment on function pggit._settle_announced(uuid) is
  'Links what was announced in a deployment and has no link yet, and forgets what never came to be.';
