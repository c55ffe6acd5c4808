-- What an object that a command is about to make would be, as far as its name tells: its kind, schema and
-- identity, and the relation it would live on. Null for what is no name. explain_tracking() asks.

create or replace function pggit._planned_object(p_kind text, p_name text)
returns pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_part constant record := pggit._part_named(p_name);
  v_signature constant record := pggit._read_signature(p_name);
  v_relation record;
  v_schema text;
  v_name text;
begin
  if v_part.relation_name is not null then
    select c.oid, n.nspname, c.relname into v_relation
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relname = v_part.relation_name[cardinality(v_part.relation_name)]
      and c.relnamespace in (select s.oid from pggit.user_schemas s)
      and (cardinality(v_part.relation_name) = 1 or n.nspname = v_part.relation_name[1])
    order by n.nspname
    limit 1;
    v_schema := coalesce(v_relation.nspname::text,
      case cardinality(v_part.relation_name) when 2 then v_part.relation_name[1] end);
    -- An index has a name of its own in the schema of its table.
    v_name := case
      when p_kind = 'index' then concat_ws('.', quote_ident(v_schema), quote_ident(v_part.part_name))
      else format('%I on %s', v_part.part_name, concat_ws('.', quote_ident(v_schema),
        quote_ident(v_part.relation_name[cardinality(v_part.relation_name)]))) end;
    return row(p_kind, null, null, v_schema, v_name, v_relation.oid, null, '{}')::pggit._description;
  elsif v_signature.function_name is null then
    return null;
  end if;
  v_name := concat_ws('.',
    quote_ident(v_signature.schema_name), quote_ident(v_signature.function_name))
    || coalesce(pggit._argument_types(v_signature.arguments, v_signature.are_out), '');
  return row(p_kind, null, null, v_signature.schema_name, v_name, null, null, '{}')::pggit._description;
end
$pggit$;

comment on function pggit._planned_object(text, text) is
  'What an object of this kind and name would be that is not there yet; null for what is no name.';
