-- One step of an attribute's path, quoted only where it could be misread. quote_ident() would also
-- quote the server's keywords, which are others on every major version.

create or replace function pggit._path_step(p_key text)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if p_key ~ '^[a-z_][a-z0-9_$]*$' or p_key = 'PUBLIC' then
    return p_key;
  end if;
  return '"' || replace(p_key, '"', '""') || '"';
end
$pggit$;

comment on function pggit._path_step(text) is
  'One step of an attribute path, quoted where it could be misread.';
