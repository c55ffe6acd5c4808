-- The marks a serializable transaction has noted (_note_marks) and not described yet. A line whose
-- signature is not pggit's own was written by the session itself and says nothing.
--
-- Runs as its owner, who alone may read the key: the pending marks are part of what a reader's
-- pggit.status() shows.

create or replace function pggit._noted_marks()
returns setof pggit.dirty_objects
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := pg_current_xact_id_if_assigned()::text;
  v_full constant int :=
    substring(current_setting('pggit.noted', true) from '^' || v_xid || E':([0-9]{1,4})\n')::int;
begin
  if v_full is null then
    return;
  end if;
  return query
  select m.*
  from (
    select current_setting('pggit.noted', true)
    union all
    select current_setting('pggit.noted_' || n, true) from generate_series(0, v_full - 1) n
  ) as s (lines)
  cross join lateral unnest((string_to_array(s.lines, E'\n'))[2:]) as l (line)
  cross join lateral (
    -- Nothing is read before its signature is.
    select case when left(l.line, 64) = pggit._sign_note(v_xid, substr(l.line, 65))
      then substr(l.line, 65)::jsonb end as mark
  ) k
  cross join lateral jsonb_populate_record(null::pggit.dirty_objects, k.mark) m
  where k.mark is not null;
end
$pggit$;

comment on function pggit._noted_marks() is
  'Marks that a serializable transaction keeps in its settings until it is described.';
