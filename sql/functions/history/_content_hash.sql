-- sha256 over everything a commit says: its own columns and its changes in order.

create or replace function pggit._content_hash(p_commit pggit.commits)
returns bytea
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set datestyle = 'ISO, YMD'
set timezone = 'UTC'
as $pggit$
begin
  return (
    select sha256(convert_to(
      jsonb_build_array(
        p_commit.commit_id, p_commit.parent_ids, p_commit.branch, p_commit.message, p_commit.author,
        p_commit.committed_at::text, p_commit.deployment_id, encode(p_commit.state_hash, 'hex'),
        p_commit.server_version, p_commit.format_version
      )::text
      || coalesce((
        select string_agg(
          jsonb_build_array(
            c.change_id, c.object_id, c.kind, c.change, c.old_identity, c.new_identity,
            encode(c.old_blob, 'hex'), encode(c.new_blob, 'hex'), c.old_column_ids, c.new_column_ids,
            c.caused_by
          )::text, E'\n' order by c.change_id)
        -- Without the fence the planner may walk the whole journal in its order instead.
        from (
          select k.* from pggit.changes k where k.commit_id = p_commit.commit_id offset 0
        ) c), ''), 'UTF8'))
  );
end
$pggit$;

comment on function pggit._content_hash(pggit.commits) is
  'sha256 over a commit''s own columns and its changes.';
