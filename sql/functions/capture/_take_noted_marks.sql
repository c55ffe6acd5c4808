-- Turns the marks that a serializable transaction has noted into rows, where its description looks for
-- them. An error in here is one of the description, which costs the record alone.

create or replace function pggit._take_noted_marks()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_marks constant pggit.dirty_objects[] := array(select m from pggit._noted_marks() m);
begin
  if v_marks <> '{}' then
    insert into pggit.dirty_objects select * from unnest(v_marks);
  end if;
  perform set_config('pggit.noted', '', true);
end
$pggit$;

comment on function pggit._take_noted_marks() is
  'Turns the noted marks of a serializable transaction into rows of dirty_objects.';
