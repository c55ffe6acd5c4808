-- Warns of what in a tracking configuration has no effect or a surprising one: operations like which there is no
-- command that pggit sees, and a list of schemas of which there is none yet. No error: a script may name commands
-- of other versions, and schemas that it makes later.

create or replace function pggit._warn_of_idle_patterns(
  p_track_schemas text[],
  p_track_operations text[],
  p_ignore_operations text[]
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_idle text;
begin
  v_idle := (
    select string_agg(o.pattern, ', ')
    from unnest(p_track_operations || p_ignore_operations) as o (pattern)
    where not exists (
      select from unnest(pggit._command_tags()) as t (tag)
      where t.tag like any (pggit._like_pattern(array[upper(o.pattern)]))));
  if v_idle is not null then
    raise warning using
      message = format('pggit sees no command like %s', v_idle),
      hint = 'An operation is the tag of a command that changes the schema, such as ALTER TABLE.';
  end if;
  if p_track_schemas <> '{}' and not exists (
    select from pggit.user_schemas s
    where s.name like any (pggit._like_pattern(p_track_schemas)))
  then
    raise warning using
      message = format('no schema is like any of track_schemas (%s)',
        array_to_string(p_track_schemas, ', ')),
      hint = 'Nothing that has a schema is tracked until there is one.';
  end if;
end
$pggit$;

comment on function pggit._warn_of_idle_patterns(text[], text[], text[]) is
  'Warns of patterns of configure_tracking() that nothing matches.';
