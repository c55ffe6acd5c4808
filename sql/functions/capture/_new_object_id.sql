-- The id of an object seen for the first time: derived from the kind and the name it was born with,
-- so that the same migrations in two databases give the same ids. If an object that was born with
-- that name lives on under another, the next number is taken; an object that was dropped and comes
-- back is the same object again.

create or replace function pggit._new_object_id(p_kind text, p_identity text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id uuid;
  v_birth int := 0;
begin
  loop
    v_id := encode(
      substr(sha256(case when getdatabaseencoding() = 'UTF8'
        then convert_to(p_kind || E'\n' || p_identity || E'\n' || v_birth, 'UTF8')
        else pggit._utf8_bytes(p_kind || E'\n' || p_identity || E'\n' || v_birth) end), 1, 16),
      'hex')::uuid;
    exit when not exists (select from pggit.live_objects l where l.object_id = v_id);
    v_birth := v_birth + 1;
  end loop;
  return v_id;
end
$pggit$;

comment on function pggit._new_object_id(text, text) is
  'The stable id of a new object, derived from its kind and first identity.';
