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
  -- As much of a statement as names its command and its object.
  v_text constant text := regexp_replace(
    btrim(object_or_operation, E' \t\r\n;'), E'^create\\s+or\\s+replace\\s', 'CREATE ', 'i');
  v_tag text;
  v_kind text;
  v_word text;
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
  if v_tag = 'COMMENT' then
    v_name := regexp_replace(v_name, E'^on\\s+', '', 'i');
  elsif v_tag is not null then
    v_name := regexp_replace(
      v_name, E'^((if\\s+(not\\s+)?exists|only|concurrently)\\s+)+', '', 'i');
  end if;
  select k.kind into v_kind
  from pggit.kinds k
  where case when v_tag is null or v_tag = 'COMMENT' then starts_with(lower(v_name), k.kind || ' ')
    else split_part(v_tag, ' ', 1) in ('CREATE', 'ALTER', 'DROP', 'REFRESH')
      and k.kind = lower(substr(v_tag, strpos(v_tag, ' ') + 1)) end
  order by length(k.kind) desc limit 1;
  if v_kind is not null and (v_tag is null or v_tag = 'COMMENT') then
    v_name := btrim(substr(v_name, length(v_kind) + 1));
  elsif v_tag is null or v_tag = 'COMMENT' then
    -- Words that SQL has for several kinds, or for one that pggit calls otherwise.
    v_word := lower(substring(v_name from E'(?i)^(type|server|routine|column)\\s+(?!on\\s)'));
    v_name := btrim(substr(v_name, coalesce(length(v_word), 0) + 1));
  end if;

  v_parts := pggit._name_parts(v_name);
  for r in
    with named as (
      select o.classid, o.objid from pggit._objects_named(v_name) o
      union
      -- A column is a part of its table's definition.
      select 'pg_class'::regclass, a.attrelid
      from pg_namespace n
      join pg_class c on c.relnamespace = n.oid
      join pg_attribute a on a.attrelid = c.oid
      where cardinality(v_parts) = 3 and n.nspname = v_parts[1] and c.relname = v_parts[2]
        and a.attname = v_parts[3] and a.attnum > 0 and not a.attisdropped
    )
    select o.classid, o.objid, d as described, i.type, i.identity
    from (
      select n.classid, n.objid from named n
      union all
      -- What is not tracked and has no name of its own.
      select f.classid, f.objid from pggit._find_object(v_kind, v_name) f
      where v_kind in ('user mapping', 'default privileges') and not exists (select from named)
    ) o
    cross join lateral pg_identify_object(o.classid, o.objid, 0) i
    left join lateral pggit._describe(array[o.classid], array[o.objid]) d on true
    where case v_word
        when 'type' then o.classid = 'pg_type'::regclass
        when 'server' then o.classid = 'pg_foreign_server'::regclass
        when 'routine' then o.classid = 'pg_proc'::regclass
        when 'column' then o.classid = 'pg_class'::regclass
        else v_kind is null or v_kind = coalesce((d).kind, i.type) end
      -- ALTER TABLE is for other relations as well.
      or (v_tag = 'ALTER TABLE' and o.classid = 'pg_class'::regclass)
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
  end if;
  if v_tag is null then
    return query
    select u.kind || ' ' || u.identity, 1, 'of a kind that pggit does not model', 'ignored', true
    from pggit._unmodelled() u
    where v_text in (u.identity, u.kind || ' ' || u.identity);
    if found then
      return;
    end if;
  end if;
  if v_tag is not null and v_name <> '' then
    v_object := pggit._planned_object(v_kind, v_name);
  elsif v_tag is not null then
    v_object := row(v_kind, null, null, null, null, null, null, '{}')::pggit._description;
  end if;
  if v_object.definition is null then
    perform pggit._raise('PGT03',
      format('there is no object %L', object_or_operation),
      jsonb_build_object('kind', v_kind, 'identity', v_name, 'candidates', array(
        select l.kind || ' ' || l.identity from pggit.live_objects l
        where strpos(lower(l.identity), v_parts[cardinality(v_parts)]) > 0
        order by 1 limit 10)),
      'Name an object with its schema, or a command and its object alone: ''app.orders'', '
      '''function app.f(int)'', ''ALTER TABLE app.orders''.');
  end if;
  return query
  select concat_ws(' ', v_tag, v_object.identity), t.n::int, t.rule, t.effect, t.n = 1
  from pggit._tracking_rules(v_object, v_tag, v_tracking) with ordinality as t (rule, effect, n);
end
$pggit$;

comment on function pggit.explain_tracking(text) is
'Why an object, or a command on it, is tracked or not: every rule about it in the order of
decision, of which the first decides.

- `object_or_operation`: any spelling: `app.orders`, `table "app"."orders"`, `app.process(uuid,
  jsonb)`, `trigger t on app.orders`, `ALTER TABLE app.orders`, `COMMENT`. A command may be about
  an object that does not exist.
- `subject`: what the row is about; a name may mean several objects.
- `position`, `rule`: the rules from 1 on, in words.
- `effect`: `tracked` or `ignored`. `decides`: true for the first rule of each subject.';
