-- The signature of a note (_note_marks): nobody but the functions that run as pggit's owner can make one,
-- because nobody else may read the key. The key stands on both sides of the text, so that a signature
-- cannot be carried on to a longer one. The text is signed as it is stored: a name in it need not be UTF-8.
-- Null when the key is gone, in an engine that somebody damaged.

create or replace function pggit._sign_note(p_transaction_id text, p_mark text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if to_regclass('pggit.note_secret') is null then
    return null;
  end if;
  return (
    select encode(
      sha256(k.secret || convert_to(p_transaction_id || E'\n' || p_mark, 'SQL_ASCII') || k.secret), 'hex')
    from pggit.note_secret k
  );
end
$pggit$;

comment on function pggit._sign_note(text, text) is
  'Signs a mark that is kept in a setting; works for pggit''s owner alone.';
