-- What becomes of a failing operation: in an atomic change an error that says where it was, otherwise one
-- more entry in the list of failures.

create or replace function pggit._note_cqrs_failure(
  p_failures jsonb,
  p_atomic boolean,
  p_side text,
  p_index int,
  p_operation text,
  p_sqlstate text,
  p_message text,
  p_detail text,
  p_hint text,
  p_context text
)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  -- EXECUTE refuses transaction control with the first, a procedure or DO block that tries with the other.
  v_is_refused constant boolean := p_sqlstate = 'PGC03' or p_sqlstate = '2D000'
    or (p_sqlstate = '0A000' and pggit._is_transaction_control(p_operation));
  v_message constant text := case
    when v_is_refused and p_sqlstate <> 'PGC03' then
      'it controls the transaction, which is the caller''s'
    else p_message end;
  v_failure constant jsonb := jsonb_build_object(
    'side', p_side, 'index', p_index,
    'sqlstate', case when v_is_refused then 'PGC03' else p_sqlstate end, 'message', v_message);
begin
  if p_atomic is not false then
    perform pggit._raise(
      case when v_is_refused then 'PGC03' else 'PGC02' end,
      format('operation %s of the %s side failed: %s', p_index, p_side, v_message),
      v_failure || jsonb_strip_nulls(jsonb_build_object(
        'operation', p_operation, 'detail', nullif(p_detail, ''), 'hint', nullif(p_hint, ''),
        'context', nullif(p_context, ''))),
      case
        when v_is_refused then
          'Nothing of the change was kept. Begin and end transactions, deployments and roles around the '
          'call; what cannot run inside a transaction cannot be part of a CQRS change.'
        else concat_ws(' ', nullif(p_hint, ''),
          'Nothing of the change was kept. With atomic => false the operations that succeed are.')
      end);
  end if;
  return coalesce(p_failures, '[]'::jsonb) || v_failure;
end
$pggit$;

comment on function pggit._note_cqrs_failure(jsonb, boolean, text, int, text, text, text, text, text, text) is
  'Raises the failure of an operation with its place, or adds it to those of a change that is not atomic.';
