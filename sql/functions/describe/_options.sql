-- Storage and view options (reloptions, attoptions, proconfig): text 'name=value' pairs to an object.

create or replace function pggit._options(p_options text[])
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_options is null then
    return null;
  end if;
  return (
    select jsonb_object_agg(
      split_part(o.pair, '=', 1), substr(o.pair, strpos(o.pair, '=') + 1))
    from unnest(p_options) as o (pair)
  );
end
$pggit$;

comment on function pggit._options(text[]) is
  'Option pairs ''name=value'' as an object; null for none.';
