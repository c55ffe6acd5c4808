-- Stores a definition unless it is there. Two sessions that store the same new definition at the
-- same moment would wait for each other on a unique key, for as long as a migration's transaction
-- lasts, and could deadlock: the key holds the writer's transaction too, so neither waits, and a
-- definition written twice that way is merely two equal rows.

create or replace function pggit._store_blob(p_hash bytea, p_kind text, p_definition jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  insert into pggit.blobs (hash, transaction_id, kind, definition)
  select p_hash, pg_current_xact_id(), p_kind, p_definition
  where not exists (select from pggit.blobs b where b.hash = p_hash);
end
$pggit$;

comment on function pggit._store_blob(bytea, text, jsonb) is
  'Stores a definition under its hash unless it is stored already.';
