-- The definition of an object at a ref, or as the catalog has it now.

create or replace function pggit.definition(kind text, identity text, ref text default 'live')
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commit_id uuid;
begin
  if lower(definition.ref) = 'live' then
    return (
      select d.definition
      from pggit._find_object(definition.kind, definition.identity) o
      cross join lateral pggit._describe(array[o.classid], array[o.objid]) d
      where d.kind = definition.kind and d.identity = definition.identity
      limit 1);
  end if;

  v_commit_id := pggit._resolve_ref(definition.ref);
  return (
    select pggit._definition_of(l.new_blob)
    from (
      select distinct c.object_id from pggit.changes c
      -- The index is one of hashes: names have no bound.
      where hashtextextended(c.new_identity, 0) = hashtextextended(definition.identity, 0)
        and c.kind = definition.kind and c.new_identity = definition.identity
    ) o
    cross join lateral (
      select c.new_identity, c.new_blob
      from pggit.changes c
      where c.object_id = o.object_id
        and c.commit_id in (select pggit._ancestors(v_commit_id))
      order by c.change_id desc
      limit 1
    ) l
    where l.new_identity = definition.identity
    limit 1);
end
$pggit$;

comment on function pggit.definition(text, text, text) is
'The definition of an object at a ref, as structured JSON; null when it does not exist there.

- `kind`, `identity`: exactly as pggit.show() and pggit.objects() have them, for example `table`
  and `app.orders`.
- `ref`: `live`, the default, reads the catalog.

Attributes that have their usual value are left out, such as `not_null` of a column that may be
null. `format_version` says how the definition is written.';
