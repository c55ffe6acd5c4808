-- The one way pggit raises its errors: a code of class PG, a detail in JSON for programs, a hint that
-- says what to do next for people. The list of codes is in docs/reference/errors.md.

create or replace function pggit._raise(p_code text, p_message text, p_detail jsonb, p_hint text)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  raise exception using
    errcode = p_code,
    message = p_message,
    detail = coalesce(p_detail, '{}'::jsonb)::text,
    hint = coalesce(p_hint, '');
end
$pggit$;

comment on function pggit._raise(text, text, jsonb, text) is
  'Raises an error of pggit: SQLSTATE, message, detail as JSON, hint.';
