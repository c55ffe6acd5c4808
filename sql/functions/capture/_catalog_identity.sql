-- What tells this catalog from another one into which the same data was restored: the oids of our own
-- schema and tables. A fresh cluster may give a schema the same oid again; it does not give it to
-- all of these.

create or replace function pggit._catalog_identity()
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return jsonb_build_array(
    'pggit'::regnamespace::oid::bigint,
    'pggit.settings'::regclass::oid::bigint,
    'pggit.blobs'::regclass::oid::bigint,
    'pggit.live_objects'::regclass::oid::bigint,
    'pggit.changes'::regclass::oid::bigint,
    'pggit.external_migrations'::regclass::oid::bigint);
end
$pggit$;

comment on function pggit._catalog_identity() is
  'Oids that are other ones after a restore, so that the live state must be bound to the catalog again.';
