-- Refreshes, as the caller, the materialized views whose sources a commit changed, each after those it
-- reads. A refresh is no change to any definition, so that history is as before.
--
-- `when others`: a view that cannot be refreshed says so in its row, and those after it are refreshed all the
-- same. Where the whole transaction has to be repeated, the error goes on as it is; a cancel is never caught.
--
-- Locks: those of each refresh, until the transaction ends.

create or replace function pggit.refresh_affected_views(ref text default 'HEAD')
returns table (name text, "position" int, error text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_view record;
begin
  for v_view in
    select v.name, v."position" from pggit.affected_views(refresh_affected_views.ref) v order by 2
  loop
    name := v_view.name;
    "position" := v_view."position";
    error := null;
    begin
      perform pggit.refresh_materialized_view(v_view.name);
    exception
      when serialization_failure or deadlock_detected then
        raise;
      when others then
        error := sqlerrm;
    end;
    return next;
  end loop;
end
$pggit$;

comment on function pggit.refresh_affected_views(text) is
'Refreshes the materialized views of pggit.affected_views(), in that order. Returns a row for each.
Leaves no change in history.

- `name`, `position`: as there.
- `error`: why it could not be refreshed, which keeps none of the others from it; else null.

It refreshes as the caller, CONCURRENTLY where pggit.refresh_materialized_view() would, and in
this transaction.';
