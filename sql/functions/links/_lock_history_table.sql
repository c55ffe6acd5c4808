-- The name under which a history table can be read with the rights of pggit's owner, locked so that it stays
-- that table until the transaction ends.
--
-- Whoever owns the table may replace it by a view in the moment between the look at it and the reading, and
-- a view runs their code as the reader. So the lock comes first, and then the server is asked what it was
-- given for: the name of an oid is looked up in the catalog as it is, not in this transaction's snapshot
-- of it. A view has no file; before PostgreSQL 16 a rule made one of a table.
--
-- Locks: that of a reader on the table, for which it waits.

create or replace function pggit._lock_history_table(p_relation oid)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_identity constant text := pggit._relation_identity(p_relation);
begin
  execute format('lock table only %s in access share mode', v_identity);
  if p_relation::regclass::text <> v_identity
    or pg_relation_filepath(p_relation) is null
      and exists (select from pg_class c where c.oid = p_relation and c.relkind <> 'p')
  then
    perform pggit._raise('PGX03',
      format('%s is another table than it was when pggit began to wait for it', v_identity),
      jsonb_build_object('history_table', v_identity),
      'Run it again, once whoever replaces the table is done.');
  end if;
  return v_identity;
end
$pggit$;

comment on function pggit._lock_history_table(oid) is
  'Locks a history table against being replaced and returns the name to read it by.';
