-- A publication FOR ALL TABLES takes pggit's tables along, and PostgreSQL has no way to leave some out:
-- a subscriber that lacks them stops replicating.

create or replace function pggit._warn_of_publications()
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_publications text;
begin
  select string_agg(quote_ident(p.pubname), ', ' order by p.pubname) into v_publications
  from pg_publication p where p.puballtables;
  if v_publications is not null then
    raise warning using
      message = format('pggit: publication %s is FOR ALL TABLES and now publishes schema pggit',
        v_publications),
      hint = 'Its subscribers need these tables, or replication stops. Publish the schemas you mean '
        'instead: create publication ... for tables in schema ...';
  end if;
end
$pggit$;

comment on function pggit._warn_of_publications() is
  'Warns of publications that would replicate pggit''s own tables.';
