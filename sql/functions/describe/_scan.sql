-- Describes every object of the database that pggit models: the baseline, drift and manual mode.
-- The same describing functions as capture.

create or replace function pggit._scan()
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  r_batch record;
begin
  for r_batch in select b.kind, b.catalog, b.oids from pggit._scan_batches() b loop
    return query select * from pggit._describe(array[r_batch.catalog], r_batch.oids, r_batch.kind);
  end loop;
end
$pggit$;

comment on function pggit._scan() is
  'Describes every object of the database that pggit models, ignored ones included.';
