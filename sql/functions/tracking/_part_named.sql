-- A part of a relation as pggit names it, x on app.t, in any spelling: the name of the part and the parts of
-- the relation's. Null for what is no such name. A quoted name may hold the word "on" as well.

create or replace function pggit._part_named(
  p_name text,
  out part_name text,
  out relation_name text[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_match constant text[] := regexp_match(
    p_name, E'^((?:"(?:[^"]|"")*"|[^\\s"])+)\\s+on\\s+(\\S.*)$', 'i');
begin
  part_name := (pggit._name_parts(v_match[1]))[1];
  relation_name := case when part_name is not null then pggit._name_parts(v_match[2]) end;
end
$pggit$;

comment on function pggit._part_named(text) is
  'The name of a part of a relation and the parts of the relation''s own name, of: x on app.t.';
