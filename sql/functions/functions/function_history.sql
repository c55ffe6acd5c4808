-- What became of a function, newest first, through renames and across a drop.

create or replace function pggit.function_history(function_signature text)
returns table (
  change text, identity text, previous_identity text, version text, metadata jsonb, attributes jsonb,
  commit_id uuid, deployment_id uuid, migration_key text, tool_name text, author text,
  changed_at timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_object_id constant uuid := pggit._known_routine(function_history.function_signature);
begin
  if v_object_id is null and pggit._find_routine(function_history.function_signature) is null then
    perform pggit._raise_function_not_found(function_history.function_signature);
  end if;
  return query
  select s.change, s.identity, s.previous_identity, s.version, s.metadata, s.attributes, s.commit_id,
    s.deployment_id, m.migration_key, m.tool_name, s.login_name, s.changed_at
  from pggit._function_steps(v_object_id) s
  left join pggit.external_migrations m on m.link_id = s.link_id
  order by s.n desc;
end
$pggit$;

comment on function pggit.function_history(text) is
'What became of a function, procedure or aggregate, newest first, through renames and across a
drop. No row for one that is not tracked.

- `function_signature`: in any spelling. What nothing has any more is found by the last that had
  it.
- `change`: `added`, `changed`, `renamed`, `removed`, `untracked`, or `versioned` by
  pggit.track_function().
- `previous_identity`: the signature before a rename, else null.
- `version`, `metadata`: in force after the step; null when there is none.
- `attributes`: `{path: [before, after]}` of what was changed or renamed, else an empty object.
- `commit_id`: null for what is not in a commit yet. `migration_key`, `tool_name`: the migration
  that did it, if one did.
- `author`: the login role.';
