-- The newest link of a migration that was applied and not taken back; null when there is none.

create or replace function pggit._standing_link(p_source text, p_key text)
returns pggit.external_migrations
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_link pggit.external_migrations;
begin
  select m.* into v_link
  from pggit.external_migrations m
  where m.source = p_source and m.migration_key = p_key and m.direction = 'up'
    and m.reverted_at is null
  order by m.run desc
  limit 1;
  return v_link;
end
$pggit$;

comment on function pggit._standing_link(text, text) is
  'The link of a migration that is applied; null when there is none.';
