-- What was altered after pggit wrote it: definitions that no longer have their hash, and a live state that
-- is not the one which the newest commit and the staged changes make.
--
-- A stored definition is the text that was hashed, with blanks behind it. In an encoding other than UTF8
-- its hash is of other bytes (_canonical_text), and is not looked at here.

create or replace function pggit._altered_records()
returns table (record text, altered bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_recorded bytea;
begin
  if getdatabaseencoding() = 'UTF8' then
    return query
    select 'definition', count(*), (
      select min(c.kind || ' ' || c.new_identity) from pggit.changes c
      where c.new_blob = any (array_agg(b.hash)))
    from pggit.blobs b
    where b.hash <> sha256(convert_to(b.kind || E'\n' || rtrim(b.definition), 'UTF8'))
    having count(*) > 0;
  end if;

  select c.state_hash into v_recorded from pggit.commits c where c.commit_id = pggit._head();
  if v_recorded is null then
    return;
  end if;
  v_recorded := pggit._next_state_hash(
    v_recorded, array(select s.change_id from pggit.changes s where s.commit_id is null),
    gen_random_uuid());
  return query
  select 'live state', count(*), null::text
  from pggit.live_objects l
  having v_recorded <> pggit._bits_to_bytes(coalesce(
    bit_xor(pggit._entry_hash(l.kind, l.identity, l.blob)), repeat('0', 256)::bit(256)));
end
$pggit$;

comment on function pggit._altered_records() is
  'Definitions that do not have their hash, and a live state that is not the recorded one, each once with a count.';
