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
declare
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  v_head constant jsonb := jsonb_build_array(
    p_commit.commit_id, p_commit.parent_ids, p_commit.branch, p_commit.message, p_commit.author,
    p_commit.committed_at::text, p_commit.deployment_id, encode(p_commit.state_hash, 'hex'),
    p_commit.server_version, p_commit.format_version);
  v_text constant text :=
    case when v_is_utf8 then v_head::text else pggit._canonical_text(v_head) end
    || coalesce((
      select string_agg(
        case when v_is_utf8 then c.step::text else pggit._canonical_text(c.step) end,
        E'\n' order by c.change_id)
      -- Without the fence the planner may walk the whole journal in its order instead.
      from (
        select k.change_id, jsonb_build_array(
          k.change_id, k.object_id, k.kind, k.change, k.old_identity, k.new_identity,
          encode(k.old_blob, 'hex'), encode(k.new_blob, 'hex'), k.old_column_ids, k.new_column_ids,
          k.caused_by) as step
        from pggit.changes k where k.commit_id = p_commit.commit_id offset 0
      ) c), '');
begin
  return sha256(case when v_is_utf8
    then convert_to(v_text, 'UTF8') else pggit._utf8_bytes(v_text) end);
end
$pggit$;

comment on function pggit._content_hash(pggit.commits) is
  'sha256 over a commit''s own columns and its changes.';
