-- _write_changes for a transaction that keeps one snapshot: what another session has made or changed
-- since may not be written. The objects are tried one by one then, each attempt is taken back, and those
-- that went through are written together, as renames and what follows from them must be. The others
-- are given up, with a warning.

create or replace function pggit._write_current_changes(
  p_step pggit.changes,
  p_described pggit._description[],
  p_tracking pggit._tracking,
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb,
  p_has_renames boolean,
  p_may_continue boolean
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_kept pggit._description[] := '{}'::pggit._description[];
  v_one pggit._description[];
  v_overtaken text[] := '{}'::text[];
begin
  begin
    return pggit._write_changes(
      p_step, p_described, pggit._ignore_rules(p_described, p_tracking), p_marks, p_reached_objids,
      p_causes, p_has_renames,
      case when p_may_continue then pggit._continued_objects(p_described) end);
  exception when serialization_failure then
    null;
  end;
  for n in 1 .. cardinality(p_described) loop
    v_one := p_described[n:n];
    begin
      perform pggit._write_changes(
        p_step, v_one, pggit._ignore_rules(v_one, p_tracking), p_marks, p_reached_objids, p_causes,
        false, case when p_may_continue then pggit._continued_objects(v_one) end);
      raise sqlstate 'UNDO0';
    exception
      when sqlstate 'UNDO0' then
        v_kept := v_kept || v_one;
      when serialization_failure then
        v_overtaken := v_overtaken || format('%s %s', v_one[1].kind, v_one[1].identity);
    end;
  end loop;
  perform pggit._report_overtaken(v_overtaken);
  return pggit._write_changes(
    p_step, v_kept, pggit._ignore_rules(v_kept, p_tracking), p_marks, p_reached_objids, p_causes,
    p_has_renames, case when p_may_continue then pggit._continued_objects(v_kept) end);
end
$pggit$;

comment on function pggit._write_current_changes(
  pggit.changes, pggit._description[], pggit._tracking, jsonb, oid[], jsonb, boolean, boolean) is
  'Writes the differences of a transaction that keeps one snapshot; objects that others have changed since are given up.';
