-- Makes one of pggit's roles a member of another, unless it is one already or may not be made one
-- here (the roles exist, and belong to somebody else).

create or replace function pggit._grant_role(p_role text, p_member text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if not exists (
    select from pg_auth_members m
    where m.roleid = to_regrole(p_role) and m.member = to_regrole(p_member)
  ) then
    execute format('grant %I to %I', p_role, p_member);
  end if;
exception
  -- Another database's installation may be granting it at this moment.
  when insufficient_privilege or unique_violation or undefined_object then
    return;
end
$pggit$;

comment on function pggit._grant_role(text, text) is
  'Makes one of pggit''s roles a member of another where that is possible.';
