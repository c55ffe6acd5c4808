-- After a purge has folded changes, gives functions the versions and metadata that were in force before. What
-- was given in between, to steps that are gone, is gone; what still held at the end is given to the step that
-- is left, or to the one before where nothing is. A version that a step named which is gone becomes a given one.
--
-- A row without version and metadata stands for the removal of a function that came back in the same step.
--
-- p_versions: from _versions_to_fold, before.

create or replace function pggit._settle_versions(p_versions jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v record;
  v_is_kept boolean;
  v_given pggit.function_versions[];
  v_later pggit.function_versions[];
  v_source pggit.function_versions;
  v_now record;
begin
  for v in
    select (e.entry ->> 'object_id')::uuid as object_id,
      coalesce((e.entry ->> 'before_id')::bigint, 0::bigint) as before_id,
      (e.entry ->> 'last_id')::bigint as last_id, (e.entry ->> 'removed_id')::bigint as removed_id,
      e.entry ->> 'version' as version, nullif(e.entry -> 'metadata', 'null') as metadata,
      e.entry ->> 'end_version' as end_version,
      nullif(e.entry -> 'end_metadata', 'null') as end_metadata
    from jsonb_array_elements(p_versions) with ordinality as e (entry, n)
    order by e.n
  loop
    v_is_kept := exists (select from pggit.changes k where k.change_id = v.last_id);
    if not v_is_kept then
      v.version := v.end_version;
      v.metadata := v.end_metadata;
    end if;
    with gone as (
      delete from pggit.function_versions f
      where f.object_id = v.object_id and f.change_id > v.before_id
        and (f.change_id < v.last_id or f.change_id = v.last_id and not v_is_kept)
        and (f.version is not null or f.metadata is not null)
      returning f as given
    )
    select array_agg(g.given) into v_given from gone g;

    select a.version, a.metadata into v_now from pggit._version_after(v.object_id, v.last_id) a;
    if v.removed_id is not null
      and (v.version is null and v_now.version is not null
        or v.metadata is null and v_now.metadata is not null)
    then
      insert into pggit.function_versions (object_id, change_id, role_name)
      values (v.object_id, v.removed_id, pggit._effective_role());
      select a.version, a.metadata into v_now from pggit._version_after(v.object_id, v.last_id) a;
    end if;
    if v.version is distinct from v_now.version or v.metadata is distinct from v_now.metadata then
      v_source := (
        select u
        from unnest(v_given) as u
        where u.version = v.version or v.version is null and u.metadata = v.metadata
        order by u.change_id desc, u.version_id desc limit 1);
      -- Behind what this settles come those that were given to the step itself.
      with later as (
        delete from pggit.function_versions f
        where f.object_id = v.object_id and f.change_id = v.last_id
        returning f as given
      )
      select array_agg(l.given) into v_later from later l;
      insert into pggit.function_versions
        (object_id, change_id, version, metadata, deployment_id, login_name, role_name,
         application_name, transaction_id, recorded_at)
      select v.object_id, v.last_id,
        case when v.version is distinct from v_now.version then v.version end,
        case when v.metadata is distinct from v_now.metadata then v.metadata end,
        v_source.deployment_id, coalesce(v_source.login_name, session_user),
        coalesce(v_source.role_name, pggit._effective_role()), v_source.application_name,
        coalesce(v_source.transaction_id, pg_current_xact_id()),
        coalesce(v_source.recorded_at, clock_timestamp());
      insert into pggit.function_versions
        (object_id, change_id, version, metadata, deployment_id, login_name, role_name,
         application_name, transaction_id, recorded_at)
      select l.object_id, l.change_id, l.version, l.metadata, l.deployment_id, l.login_name,
        l.role_name, l.application_name, l.transaction_id, l.recorded_at
      from unnest(v_later) as l
      order by l.version_id;
    end if;
  end loop;
  delete from pggit.function_versions f
  where not exists (select from pggit.changes k where k.object_id = f.object_id);
end
$pggit$;

comment on function pggit._settle_versions(jsonb) is
  'Gives functions, after a purge, the versions and metadata that were in force before.';
