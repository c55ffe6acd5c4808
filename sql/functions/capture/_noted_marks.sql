-- The marks a serializable transaction has noted (_note_mark) and not described yet.

create or replace function pggit._noted_marks()
returns setof pggit.dirty_objects
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_lines constant text[] := string_to_array(current_setting('pggit.noted', true), E'\n');
begin
  if v_lines[1] = pg_current_xact_id_if_assigned()::text then
    return query
    select m.* from unnest(v_lines[2:]) as l (line)
    cross join lateral jsonb_populate_record(null::pggit.dirty_objects, l.line::jsonb) m;
  end if;
end
$pggit$;

comment on function pggit._noted_marks() is
  'Marks that a serializable transaction keeps in a setting until it is described.';
