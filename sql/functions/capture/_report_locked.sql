-- Says which objects could not be described or written because another session holds them: they are
-- drift until the next capture. One that is gone by now is no news: who drops it records that. A transaction
-- that keeps one snapshot finds no difference to what has changed since.

create or replace function pggit._report_locked(p_described pggit._description[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keeps_snapshot constant boolean :=
    current_setting('transaction_isolation') <> 'read committed';
  v_objects text[];
begin
  select array_agg(distinct n.name order by n.name) into v_objects
  from unnest(p_described) d
  cross join lateral pg_identify_object(d.classid, d.objid, 0) i
  cross join lateral (
    select case when v_keeps_snapshot then i.type || ' ' else '' end || i.identity as name) n
  where d.definition is null and i.identity is not null;
  if v_objects is not null and v_keeps_snapshot then
    perform pggit._report_overtaken(v_objects);
  elsif v_objects is not null then
    perform pggit._keep_failure('lock', '55P03',
      format('locked by another session: %s', array_to_string(v_objects, ', ')), null, v_objects);
  end if;
end
$pggit$;

comment on function pggit._report_locked(pggit._description[]) is
  'Warns about objects that could not be recorded because another session holds them.';
