-- Ends this session's deployment: everything it captured becomes one commit. Labels that cannot be are
-- refused before anything is done, and the deployment stays open.

create or replace function pggit.end_deployment(
  message text default null,
  tags text[] default null
)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('end_deployment');
begin
  perform pggit.check_tags(end_deployment.tags);
  perform pggit._record_pending(v_id);
  perform pggit._capture_in_manual_mode(v_id);
  perform pggit._close_deployment(
    v_id, 'completed', null, end_deployment.message, end_deployment.tags);
  perform set_config('pggit.deployment', '', false);
end
$pggit$;

comment on function pggit.end_deployment(text, text[]) is
'Ends this session''s deployment: everything it captured becomes one commit. With `auto_commit` the
commits are there already, and the last one gets the message and the tags. A deployment that
captured and linked nothing is discarded.

- `message` null: the name of the deployment.
- `tags`: labels of the commit. One may sit on many commits; as a ref it means the newest. `HEAD`,
  `live`, names of branches and ids of commits are refused before anything is done, and the
  deployment stays open.';
