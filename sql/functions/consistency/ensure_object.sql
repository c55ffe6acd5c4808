-- Makes sure that pggit knows one object as it is now, and returns its id. Drift on it, and on what lives on
-- it, is recorded like a change of this session's: into its deployment, else as a commit. Other drift stays.
-- It is asked for by name, so it works in a pause and in an emergency stop, as capture() does.
--
-- What another session has locked comes without its kind, and cannot be known as it is now: an error, because
-- an id would say that it is.

create or replace function pggit.ensure_object(kind text, identity text)
returns uuid
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_object pggit._description;
  v_rule text;
  v_object_id uuid;
begin
  select d.* into v_object
  from pggit._objects_named(ensure_object.identity) o
  cross join lateral pggit._describe(array[o.classid], array[o.objid]) d
  where coalesce(d.kind, (select n.kind from pggit._name_of(d.classid, d.objid) n),
      (pg_identify_object(d.classid, d.objid, 0)).type) = lower(ensure_object.kind)
  order by d.identity = ensure_object.identity desc, d.identity
  limit 1;
  if v_object.objid is null then
    perform pggit._raise('PGT03',
      format('there is no %s %s', coalesce(ensure_object.kind, 'object'),
        coalesce(ensure_object.identity, 'null')),
      jsonb_build_object('kind', ensure_object.kind, 'identity', ensure_object.identity,
        'candidates', array(
          select l.kind || ' ' || l.identity from pggit.live_objects l
          where strpos(lower(l.identity), lower((pggit._name_parts(ensure_object.identity))[
            cardinality(pggit._name_parts(ensure_object.identity))])) > 0
          order by 1 limit 10)),
      'Name kind and object as pggit.show() does: ''table'', ''app.orders''.');
  end if;
  if v_object.definition is null then
    perform pggit._raise_locked(ensure_object.kind, ensure_object.identity);
  end if;
  v_rule := (pggit._ignore_rules(array[v_object], pggit._tracking_configuration()))[1];
  if v_rule is not null then
    perform pggit._raise('PGT06',
      format('%s %s is not tracked: %s', v_object.kind, v_object.identity, v_rule),
      jsonb_build_object('kind', v_object.kind, 'identity', v_object.identity, 'rule', v_rule),
      format('select * from pggit.explain_tracking(%L) shows every rule about it.',
        v_object.kind || ' ' || v_object.identity));
  end if;

  perform pggit._mark(v_object.classid, v_object.objid);
  perform pggit._record_transaction();
  select l.object_id into v_object_id from pggit.live_objects l
  where l.objid = v_object.objid and l.classid = v_object.classid and l.kind = v_object.kind;
  if not found then
    perform pggit._raise_locked(v_object.kind, v_object.identity);
  end if;
  return v_object_id;
end
$pggit$;

comment on function pggit.ensure_object(text, text) is
'Makes sure that pggit knows an object as it is now, and returns its id, which it keeps for life.
Drift on it, and on what lives on it (the indexes of a table), becomes a commit or joins the
session''s deployment; other drift stays. Where nothing differs nothing is written, so it can be
called as often as you like. It works during a pause and an emergency stop, too; an object that
another session has locked, or that a rule ignores, is an error.

- `kind`: as in pggit.show(), for example `table`; case does not matter.
- `identity`: any spelling of its name, with the schema.';
