-- Why an object is not tracked: the rule in words, or null when it is. First match wins: the
-- directive in its own comment, in the comment of the table it lives on, in its schema's comment;
-- history tables of migration tools; the schema lists. An object in both lists is tracked.

create or replace function pggit._ignore_rule(
  p_schema_name text,
  p_identity text,
  p_parent_objid oid,
  p_comment text,
  p_tracking pggit._tracking
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_directive text;
  v_parent text;
begin
  v_directive := case when p_comment ilike '%@pggit%' then pggit._directive(p_comment) end;
  if v_directive = 'ignore' then
    return 'comment @pggit:ignore';
  end if;

  if p_parent_objid is not null then
    v_parent := pggit._relation_identity(p_parent_objid);
    if exists (
      select from pg_depend e where e.classid = 'pg_class'::regclass
        and e.objid = p_parent_objid and e.deptype = 'e') then
      return format('extension member %s', v_parent);
    end if;
  end if;
  if coalesce(v_parent, p_identity) = any (p_tracking.history_tables) then
    return format('history table %s', coalesce(v_parent, p_identity));
  end if;
  if v_directive = 'track' then
    return null;
  end if;

  if v_parent is not null then
    v_directive := pggit._directive(pggit._comment('pg_class'::regclass, p_parent_objid));
    if v_directive = 'ignore' then
      return format('comment @pggit:ignore on %s', v_parent);
    elsif v_directive = 'track' then
      return null;
    end if;
  end if;

  if p_schema_name = any (p_tracking.comment_tracks) then
    return null;
  elsif p_schema_name = any (p_tracking.comment_ignores) then
    return format('comment @pggit:ignore on schema %I', p_schema_name);
  elsif p_schema_name is null or p_schema_name like any (p_tracking.track_schemas) then
    return null;
  elsif p_schema_name like any (p_tracking.ignore_schemas) then
    return format('schema %I is in ignore_schemas', p_schema_name);
  elsif p_tracking.track_schemas is not null then
    return format('schema %I is not in track_schemas', p_schema_name);
  end if;
  return null;
end
$pggit$;

comment on function pggit._ignore_rule(text, text, oid, text, pggit._tracking) is
  'Why an object is not tracked, in words; null when it is tracked.';
