-- The object that a spelling of a signature means in the history: the function of that signature now, else
-- the last one that had it, under another name or not at all any more. Null when there is none.

create or replace function pggit._known_routine(p_signature text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(p_signature);
  v_signature record;
  v_arguments text;
  v_identity text;
begin
  if v_routine is not null then
    return (
      select l.object_id from pggit.live_objects l
      where l.classid = 'pg_proc'::regclass and l.objid = v_routine);
  end if;
  select r.* into v_signature from pggit._read_signature(p_signature) r;
  if v_signature.function_name is null then
    return null;
  elsif v_signature.arguments is not null then
    v_arguments := pggit._argument_types(v_signature.arguments, v_signature.are_out);
  end if;
  if v_signature.schema_name is null or v_arguments is null then
    -- Only a whole identity has an index.
    v_identity := concat(
      case when v_signature.schema_name is null then '%.' end,
      regexp_replace(
        concat(quote_ident(v_signature.schema_name) || '.', quote_ident(v_signature.function_name),
          coalesce(v_arguments, '(')),
        E'([\\\\%_])', E'\\\\\\1', 'g'),
      case when v_arguments is null then '%' end);
    return (
      select c.object_id from pggit.changes c
      where c.kind in ('function', 'procedure', 'aggregate')
        and (c.new_identity like v_identity
          or c.new_identity like replace(v_identity, '()', '(*)'))
      order by c.change_id desc limit 1);
  end if;
  v_identity := format('%I.%I%s', v_signature.schema_name, v_signature.function_name, v_arguments);
  return (
    select c.object_id from pggit.changes c
    where hashtextextended(c.new_identity, 0)
        in (hashtextextended(v_identity, 0), hashtextextended(replace(v_identity, '()', '(*)'), 0))
      and c.new_identity in (v_identity, replace(v_identity, '()', '(*)'))
      and c.kind in ('function', 'procedure', 'aggregate')
    order by c.change_id desc limit 1);
end
$pggit$;

comment on function pggit._known_routine(text) is
  'The id of the function that a spelling of a signature means, in the catalog or in the history.';
