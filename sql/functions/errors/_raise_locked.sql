-- For those who ask for an object as it is now, which cannot be read while another session has it locked, nor
-- in a transaction whose snapshot is older than what another session has recorded of it.

create or replace function pggit._raise_locked(p_kind text, p_identity text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._raise('PGT07',
    format('%s %s is locked by another session%s', lower(p_kind), p_identity,
      case when current_setting('transaction_isolation') <> 'read committed'
        then ', or was recorded by one since the snapshot of this transaction' else '' end),
    jsonb_build_object('kind', lower(p_kind), 'identity', p_identity),
    'Nothing was recorded. Try again, in a new transaction, once that session has ended its own.');
end
$pggit$;

comment on function pggit._raise_locked(text, text) is
  'Raises the error of an object that another session has locked.';
