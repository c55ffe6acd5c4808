-- Why a command's work on an object is left unrecorded, in words; null when it is recorded. An ignore
-- pattern comes before the lists of operations, and a comment that says to track before both.
--
-- Names are asked for only where a pattern can be about the command: up to its first wildcard it must
-- begin as the command does.

create or replace function pggit._operation_rule(
  p_command_tag text,
  p_classid oid,
  p_objid oid,
  p_tracking pggit._tracking
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_patterns text[];
  v_rule text;
begin
  if p_tracking.ignore_patterns is not null then
    v_patterns := array(
      select p.pattern
      from unnest(p_tracking.ignore_patterns) with ordinality as p (pattern, n)
      cross join lateral (
        select upper(split_part(p.pattern, '%', 1)), p_command_tag || ' ') as b (beginning, tag)
      where starts_with(b.tag, b.beginning)
        or starts_with(b.beginning, b.tag)
        or upper(p.pattern) = p_command_tag
      order by p.n);
  end if;
  if v_patterns <> '{}' then
    v_rule := 'ignore pattern ' || pggit._matching_pattern(
      pggit._mark_texts(p_command_tag, p_classid, p_objid), v_patterns);
  end if;
  if v_rule is null and pggit._is_ignored_operation(p_command_tag, p_tracking) then
    v_rule := case when p_command_tag like any (p_tracking.ignore_operations)
      then format('operation %s is in ignore_operations', p_command_tag)
      else format('operation %s is not in track_operations', p_command_tag) end;
  end if;
  if v_rule is not null and pggit._is_tracked_by_comment(p_classid, p_objid, p_tracking) then
    return null;
  end if;
  return v_rule;
end
$pggit$;

comment on function pggit._operation_rule(text, oid, oid, pggit._tracking) is
  'Why what a command did to an object is left unrecorded, in words; null when it is recorded.';
