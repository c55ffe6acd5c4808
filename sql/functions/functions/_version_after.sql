-- The version and metadata of a function in force after a change, before any that was given to that change
-- itself; where the change is gone, at the end of what came before it.

create or replace function pggit._version_after(
  p_object_id uuid,
  p_change_id bigint,
  out version text,
  out metadata jsonb
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select s.version, s.metadata
  from pggit._function_steps(p_object_id) s
  where s.change_id < p_change_id or s.change_id = p_change_id and s.change <> 'versioned'
  order by s.n desc
  limit 1
$pggit$;

comment on function pggit._version_after(uuid, bigint) is
  'The version and metadata of a function in force after a change.';
