-- Gives one overload of a function a version and metadata. What its transaction has done to it is recorded
-- first, so that the version belongs to what it is now; a function that nobody has recorded yet (in manual
-- mode, after a pause) is recorded, too.

create or replace function pggit.track_function(
  function_signature text,
  version text default null,
  metadata jsonb default null
)
returns void
language plpgsql
volatile
security definer -- writes history as its owner, which no role may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_routine constant oid := pggit._find_routine(track_function.function_signature);
  v_version constant text := btrim(track_function.version, E' \t\r\n');
  v_deployment uuid;
  v_object pggit.live_objects;
  v_name record;
  v_rule text;
  v_now record;
begin
  if v_routine is null then
    perform pggit._raise_function_not_found(track_function.function_signature);
  elsif v_version = '' then
    perform pggit._raise('PGF04', format('the version of %s is empty', track_function.function_signature),
      jsonb_build_object('signature', track_function.function_signature, 'version', version),
      'Pass for example ''1.2.3'', or null to leave the version as it is.');
  end if;

  v_deployment := pggit._session_deployment(true);
  perform pggit._record_pending(v_deployment);
  select l.* into v_object
  from pggit.live_objects l where l.classid = 'pg_proc'::regclass and l.objid = v_routine;
  if not found and pggit._is_tracking() then
    perform pggit._mark('pg_proc'::regclass, v_routine);
    perform pggit._record_pending(v_deployment);
    select l.* into v_object
    from pggit.live_objects l where l.classid = 'pg_proc'::regclass and l.objid = v_routine;
  end if;
  if v_object.object_id is null then
    select n.kind, n.identity into v_name from pggit._name_of('pg_proc'::regclass, v_routine) n;
    v_rule := (pggit._ignore_rules(
      array(select d from pggit._describe(array['pg_proc'::regclass::oid], array[v_routine]) d),
      pggit._tracking_configuration()))[1];
    perform pggit._raise('PGF03', format('%s %s is not tracked', v_name.kind, v_name.identity),
      jsonb_build_object('kind', v_name.kind, 'identity', v_name.identity, 'rule', v_rule),
      case
        when not pggit._is_tracking() then 'Tracking is paused in this session: pggit.resume_tracking().'
        when v_rule is null then 'Members of extensions are tracked with their extension.'
        else format('%s. To track it all the same: comment on %s %s is ''@pggit:track''',
          v_rule, v_name.kind, v_name.identity) end);
  end if;

  select s.version, s.metadata into v_now
  from pggit._function_steps(v_object.object_id) s order by s.n desc limit 1;
  if (v_version is null or v_version = v_now.version)
    and (track_function.metadata is null or track_function.metadata = v_now.metadata)
  then
    return;
  end if;
  insert into pggit.function_versions
    (object_id, change_id, version, metadata, deployment_id, role_name, application_name)
  values
    (v_object.object_id, v_object.change_id, v_version, track_function.metadata, v_deployment,
     pggit._effective_role(), current_setting('application_name'));
end
$pggit$;

comment on function pggit.track_function(text, text, jsonb) is
'Gives one overload of a function, procedure or aggregate a version and metadata of your own.
Nothing is written when both are what they are already.

- `function_signature`: in any spelling, as for pggit.get_function_version(). One that is not
  there, and one that several functions have, is an error that lists the overloads.
- `version`: any text but an empty one; null leaves it as it is.
- `metadata`: replaces what there was; null leaves it as it is.

It is a step of pggit.function_history(). It is no change of the object: no commit is made for it.';
