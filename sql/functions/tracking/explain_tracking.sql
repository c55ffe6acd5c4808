-- Says why an object, or a command on one, is tracked or not: every rule about it, in the order of decision.
-- A name without a schema, or of several functions, may mean several objects: each is explained.
--
-- An operation may be about an object that does not exist yet: its name and schema are all that rules
-- can be about then.

create or replace function pggit.explain_tracking(object_or_operation text)
returns table (subject text, "position" int, rule text, effect text, decides boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_tracking constant pggit._tracking := pggit._tracking_configuration();
  v_text constant text := btrim(object_or_operation);
  v_tag text;
  v_kind text;
  v_name text;
  v_parts text[];
  v_object pggit._description;
  v_is_found boolean := false;
  r record;
begin
  select t.tag into v_tag
  from unnest(pggit._command_tags()) as t (tag)
  where upper(v_text) = t.tag or starts_with(upper(v_text), t.tag || ' ')
  order by length(t.tag) desc limit 1;
  v_name := btrim(substr(v_text, coalesce(length(v_tag), 0) + 1));
  select k.kind into v_kind
  from pggit.kinds k
  where case when v_tag is null then starts_with(lower(v_name), k.kind || ' ')
    else split_part(v_tag, ' ', 1) in ('CREATE', 'ALTER', 'DROP', 'REFRESH')
      and k.kind = lower(substr(v_tag, strpos(v_tag, ' ') + 1)) end
  order by length(k.kind) desc limit 1;
  if v_tag is null and v_kind is not null then
    v_name := btrim(substr(v_name, length(v_kind) + 1));
  end if;

  v_parts := pggit._name_parts(v_name);
  for r in
    select o.classid, o.objid, d as described, i.type, i.identity
    from pggit._objects_named(v_name) o
    cross join lateral pg_identify_object(o.classid, o.objid, 0) i
    left join lateral pggit._describe(array[o.classid], array[o.objid]) d on true
    where v_kind is null or v_kind = coalesce((d).kind, i.type)
    order by (d).kind, coalesce((d).identity, i.identity)
  loop
    v_is_found := true;
    v_object := r.described;
    subject := concat_ws(' ', v_tag,
      case when v_tag is null then coalesce(v_object.kind, r.type) end,
      coalesce(v_object.identity, r.identity));
    if v_object.kind is null then
      return query select subject, 1, pggit._outside_of_tracking(r.classid, r.objid), 'ignored', true;
    else
      return query
      select subject, t.n::int, t.rule, t.effect, t.n = 1
      from pggit._tracking_rules(v_object, v_tag, v_tracking) with ordinality as t (rule, effect, n);
    end if;
  end loop;
  if v_is_found then
    return;
  elsif v_tag is null then
    perform pggit._raise('PGT03',
      format('there is no object %L', object_or_operation),
      jsonb_build_object('kind', v_kind, 'identity', v_name, 'candidates', array(
        select l.kind || ' ' || l.identity from pggit.live_objects l
        where strpos(lower(l.identity), v_parts[cardinality(v_parts)]) > 0
        order by 1 limit 10)),
      'Name an object with its schema, or a command: ''app.orders'', ''function app.f(int)'', '
      '''ALTER TABLE app.orders''.');
  end if;

  v_object := row(v_kind, null, null, case when cardinality(v_parts) = 2 then v_parts[1] end,
    case when cardinality(v_parts) = 2 and v_name not like '%(%'
      then format('%I.%I', v_parts[1], v_parts[2]) else nullif(v_name, '') end,
    null, null, '{}')::pggit._description;
  return query
  select concat_ws(' ', v_tag, v_object.identity), t.n::int, t.rule, t.effect, t.n = 1
  from pggit._tracking_rules(v_object, v_tag, v_tracking) with ordinality as t (rule, effect, n);
end
$pggit$;

comment on function pggit.explain_tracking(text) is
  'Why an object, or a command on it, is tracked or not: every rule about it in the order of decision, of which the first decides. Takes any spelling: ''app.orders'', ''table "app"."orders"'', ''app.process(uuid, jsonb)'', ''trigger t on app.orders'', ''ALTER TABLE app.orders'', ''COMMENT''. A name may mean several objects; the rows of each have its subject.';
