-- The role the user acts as. Inside a security definer function current_user is the definer, so the
-- setting says it: `none` means the login role.

create or replace function pggit._effective_role()
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return coalesce(nullif(current_setting('role'), 'none'), session_user::text);
end
$pggit$;

comment on function pggit._effective_role() is
  'The role the user of this session acts as, also inside security definer functions.';
