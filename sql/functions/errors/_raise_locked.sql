-- For those who ask for an object as it is now, which cannot be read while another session has it locked.

create or replace function pggit._raise_locked(p_kind text, p_identity text)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform pggit._raise('PGT07',
    format('%s %s is locked by another session', lower(p_kind), p_identity),
    jsonb_build_object('kind', lower(p_kind), 'identity', p_identity),
    'Nothing was recorded. Try again once that session has ended its transaction.');
end
$pggit$;

comment on function pggit._raise_locked(text, text) is
  'Raises the error of an object that another session has locked.';
