-- Says which objects a repeatable-read transaction could not record, because another session has
-- changed them since its snapshot: they are drift until the next capture.

create or replace function pggit._report_overtaken(p_objects text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_objects <> '{}' then
    perform pggit._keep_failure('snapshot', '40001',
      format('changed by another session since the snapshot of this transaction: %s',
        array_to_string(p_objects, ', ')), null, p_objects);
  end if;
end
$pggit$;

comment on function pggit._report_overtaken(text[]) is
  'Warns about objects that could not be recorded because they have changed since the snapshot.';
