-- Whether SQL text has a statement that begins, ends or divides a transaction. Only asked once PL/pgSQL has
-- refused it, so that the error can say why; what is quoted or commented out does not count.

create or replace function pggit._is_transaction_control(p_sql text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return regexp_replace(
      regexp_replace(p_sql, E'(\\$\\w*?\\$).*?\\1', ' ', 'g'),
      E'--[^\\n]*|/\\*(?:[^*]|\\*+[^*/])*\\*+/|''(?:[^'']|'''')*''|"(?:[^"]|"")*"', ' ', 'g')
    ~* E'(^|;)\\s*(begin|start\\s+transaction|commit|rollback|abort|end|savepoint|release|prepare\\s+transaction)\\M';
end
$pggit$;

comment on function pggit._is_transaction_control(text) is
  'Whether SQL text has a statement that begins, ends or divides a transaction.';
