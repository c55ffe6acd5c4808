-- Adds a pattern of what is ignored. It is kept beside the lists of configure_tracking(), whose calls leave
-- it alone, in the one setting that capture reads anyway.

create or replace function pggit.add_ignore_pattern(pattern text)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := pggit._normal_pattern(add_ignore_pattern.pattern);
  v_beginning constant text := upper(split_part(v_pattern, '%', 1));
  v_tag text;
  -- A function with its arguments: the words before it, and itself.
  v_function constant text[] := regexp_match(
    v_pattern, E'^((?:(?:create|alter|drop)\\s+)?(?:function|procedure))\\s+([^%]+\\))$', 'i');
  v_identity constant text :=
    (pggit._planned_object('function', v_function[2])).identity;
  v_ignored record;
begin
  if v_pattern is null or v_pattern = '' or length(v_pattern) > 1000 then
    perform pggit._raise('PGT02',
      case when length(v_pattern) > 1000 then 'an ignore pattern has at most 1000 characters'
        else 'an ignore pattern is not empty' end,
      jsonb_build_object('list', 'ignore_patterns', 'pattern', add_ignore_pattern.pattern),
      'Pass a command or a kind and a name, for example ''REFRESH MATERIALIZED VIEW query.%''.');
  end if;
  -- One that begins with a name would never match anything.
  if not exists (
    select from unnest(pggit._command_tags() || array(select upper(k.kind) from pggit.kinds k))
      as w (word)
    where starts_with(w.word || ' ', v_beginning) or starts_with(v_beginning, w.word || ' ')
      or v_beginning = w.word
  ) then
    perform pggit._raise('PGT02',
      format('pattern %L begins neither with a command nor with a kind of object', v_pattern),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Say what is ignored before the name: %L for objects, %L for a command, %L for both.',
        'table ' || v_pattern, 'CREATE TABLE ' || v_pattern, '% ' || v_pattern));
  end if;

  select t.tag into v_tag
  from unnest(array['GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES']) as t (tag)
  where starts_with(v_beginning, t.tag || ' ')
    and pggit._matching_pattern(pggit._mark_texts(t.tag, null, 0), array[v_pattern]) is null;
  if v_tag is not null then
    perform pggit._raise('PGT02',
      format('pattern %L can match nothing: %s tells pggit no object', v_pattern, v_tag),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Pass the command alone: %L.', v_tag));
  end if;
  if lower(v_identity) <> lower(v_function[2]) then
    perform pggit._raise('PGT02',
      format('pattern %L can match nothing: a function has its argument types as pggit.show() names them',
        v_pattern),
      jsonb_build_object('list', 'ignore_patterns', 'pattern', v_pattern),
      format('Write %L.', v_function[1] || ' ' || v_identity));
  end if;
  v_ignored := pggit._before_tracking_changes();
  insert into pggit.settings as s (name, value)
  values ('tracking', jsonb_build_object('ignore_patterns', jsonb_build_object(
    v_pattern, jsonb_build_object('added_by', session_user::text, 'added_at', clock_timestamp()))))
  on conflict (name) do update set value = s.value || jsonb_build_object(
    'ignore_patterns',
    (excluded.value -> 'ignore_patterns') || coalesce(s.value -> 'ignore_patterns', '{}'::jsonb));
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.add_ignore_pattern(text) is
'Ignores the objects or the operations that a pattern matches, from now on and in all sessions.
Objects that it matches and that were tracked leave the history as untracked, not as dropped. The
same again changes nothing, and pggit.configure_tracking() leaves patterns alone.

- `pattern`: `table app.tmp_%` for objects by kind and name; `REFRESH MATERIALIZED VIEW query.%`
  for a command on objects; `% app.tmp_%` for both. `%` is the only wildcard, case does not
  matter, nor how many blanks stand between the words.

An operation that is ignored is not recorded when it happens; the object it changed shows as
drift.';
