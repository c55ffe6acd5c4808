-- What ignore patterns are compared with for an object: itself, and the relation that it lives on or is a
-- partition of, which it goes with. p_word: the kind by default, else a command tag.

create or replace function pggit._object_texts(
  p_kind text,
  p_identity text,
  p_parent_objid oid,
  p_word text default null
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return array[format('%s %s', coalesce(p_word, p_kind), p_identity)] || array(
    select format('%s %s', coalesce(p_word, k.kind), pggit._relation_identity(c.oid))
    from pg_class c
    join pggit.kinds k
      on k.catalog = 'pg_class'::regclass and c.relkind::text = any (k.classes)
    where c.oid = any (pggit._relations_above(p_parent_objid)));
end
$pggit$;

comment on function pggit._object_texts(text, text, oid, text) is
  'The texts that ignore patterns are compared with for an object: its own and those of the relations it goes with.';
