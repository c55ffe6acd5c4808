-- Whether an argument as it is written, with a name or without, is of a type. A type without its schema is
-- one of PostgreSQL's own if it has such, and else any of that name. One in a schema that the caller may not
-- use is found by name, too.

create or replace function pggit._is_argument(p_argument text, p_type oid)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text;
  v_named oid;
  v_array text[];
  v_parts text[];
begin
  foreach v_text in array array[
    p_argument, regexp_replace(p_argument, E'^("(?:[^"]|"")*"|[^\\s"]+)\\s+', '')]
  loop
    v_named := pggit._type_named(v_text);
    if v_named = p_type then
      return true;
    elsif v_named is null then
      v_array := regexp_match(v_text, E'^(.*?)((?:\\s*\\[\\d*\\])+|\\s+array(?:\\s*\\[\\d*\\])?)?$', 'i');
      begin
        v_parts := parse_ident(v_array[1]);
      exception when invalid_parameter_value then
        v_parts := null;
      end;
      if cardinality(v_parts) <= 2 and exists (
        select from pg_type t
        join pg_type e
          on e.oid = case when v_array[2] is null then t.oid else t.typelem end
        join pg_namespace n on n.oid = e.typnamespace
        where t.oid = p_type and (v_array[2] is null or t.typcategory = 'A')
          and e.typname = v_parts[cardinality(v_parts)]
          and (cardinality(v_parts) = 1 or n.nspname = v_parts[1]))
      then
        return true;
      end if;
    end if;
  end loop;
  return false;
end
$pggit$;

comment on function pggit._is_argument(text, oid) is
  'Whether an argument as it is written is of a type.';
