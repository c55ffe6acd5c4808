-- The action of a foreign key in words; NO ACTION, the default, is null and so left out.

create or replace function pggit._foreign_key_action(p_action "char")
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return case p_action
    when 'r' then 'restrict' when 'c' then 'cascade'
    when 'n' then 'set null' when 'd' then 'set default' end;
end
$pggit$;

comment on function pggit._foreign_key_action("char") is
  'The action of a foreign key in words; null for no action.';
