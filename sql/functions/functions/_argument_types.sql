-- The arguments of a signature, as _read_signature takes it apart, in the wording of an identity: those that
-- tell overloads apart, by their types. One that is no type there is stays as it is written. Null for no list.

create or replace function pggit._argument_types(p_arguments text[], p_are_out boolean[])
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case when p_arguments is not null then (
    select format('(%s)', string_agg(coalesce(
        format_type(pggit._type_named(a.argument), null),
        format_type(pggit._type_named(
          regexp_replace(a.argument, E'^("(?:[^"]|"")*"|[^\\s"]+)\\s+', '')), null),
        a.argument), ', ' order by a.n))
    from unnest(p_arguments, p_are_out) with ordinality as a (argument, is_out, n)
    where not a.is_out) end;
end
$pggit$;

comment on function pggit._argument_types(text[], boolean[]) is
  'The types of a signature''s arguments in parentheses, as an identity has them.';
