-- The commit a ref means, the first of: HEAD, a whole commit id, a branch, a tag (its newest commit), the
-- first digits of one commit id, at least four. No name can stand in for an id. Over the beginning of one
-- names win: a tag 2026 must go on meaning what it does when a commit comes to begin so. Where that could be
-- no accident, check_tags refuses the tag.

create or replace function pggit._resolve_ref(p_ref text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_ids uuid[];
begin
  if upper(p_ref) = 'HEAD' then
    v_ids[1] := pggit._head();
    if v_ids[1] is null then
      perform pggit._require_history();
    end if;
    return v_ids[1];
  end if;
  if p_ref ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select array[c.commit_id] into v_ids from pggit.commits c where c.commit_id = p_ref::uuid;
  end if;
  if v_ids is null then
    select array[b.commit_id] into v_ids from pggit.branches b where b.name = p_ref;
  end if;
  if v_ids is null then
    select array[t.commit_id] into v_ids
    from pggit.tags t join pggit.commits c on c.commit_id = t.commit_id
    where t.name = p_ref
    order by c.commit_number desc
    limit 1;
  end if;
  if v_ids is null and p_ref ~* '^[0-9a-f-]{4,36}$' then
    select array_agg(c.commit_id) into v_ids
    from pggit.commits c where c.commit_id::text like lower(p_ref) || '%';
  end if;

  if v_ids is null then
    perform pggit._raise('PGR01', format('there is no ref %s', coalesce(quote_literal(p_ref), 'null')),
      jsonb_build_object('ref', p_ref),
      'A ref is HEAD, a branch, a tag, a commit id or at least four digits of one; see pggit.log().');
  elsif cardinality(v_ids) > 1 then
    perform pggit._raise('PGR02', format('%L is the beginning of %s commit ids', p_ref, cardinality(v_ids)),
      jsonb_build_object('ref', p_ref, 'candidates', to_jsonb(v_ids[1:10])),
      'Give more digits.');
  end if;
  return v_ids[1];
end
$pggit$;

comment on function pggit._resolve_ref(text) is
  'The commit a ref means; an error for an unknown or ambiguous one.';
