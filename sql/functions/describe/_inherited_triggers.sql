-- What a partition has of its own on the triggers it copies from its parent: whether they fire where
-- that is not what the parent says, and comments. Everything else of a copy is the parent's trigger.

create or replace function pggit._inherited_triggers(p_relation oid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return (
    select jsonb_object_agg(t.name, t.attributes)
    from (
      select c.tgname, jsonb_strip_nulls(jsonb_build_object(
        'enabled', case when c.tgenabled <> p.tgenabled then
          case c.tgenabled when 'D' then 'disabled' when 'R' then 'replica'
            when 'A' then 'always' else 'origin' end end,
        'comment', pggit._comment('pg_trigger'::regclass, c.oid)))
      from pg_trigger c
      join pg_trigger p on p.oid = c.tgparentid and not p.tgisinternal
      where c.tgrelid = p_relation
    ) t (name, attributes)
    where t.attributes <> '{}'
  );
end
$pggit$;

comment on function pggit._inherited_triggers(oid) is
  'How the triggers a partition copies from its parent differ from the parent''s; null when they do not.';
