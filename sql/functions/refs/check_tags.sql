-- Refuses labels that no ref could reach: HEAD and live mean something else in every spelling, and a
-- branch wins over a tag of its name. And those that would stand in for a commit: its id, and as many digits
-- of it as are not met by accident, which logs show and people copy. For programs that know the labels before
-- the work begins: at its end it is too late to ask for others.

create or replace function pggit.check_tags(tags text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_tag text;
  v_meaning text;
begin
  select t.name, t.meaning into v_tag, v_meaning
  from (
    select btrim(g.name, E' \t\r\n') as name,
      case
        when upper(btrim(g.name, E' \t\r\n')) = 'HEAD' then 'the newest commit'
        when lower(btrim(g.name, E' \t\r\n')) = 'live' then 'the catalog as it is'
        when exists (select from pggit.branches b where b.name = btrim(g.name, E' \t\r\n'))
          then 'a branch'
        when btrim(g.name, E' \t\r\n') ~* '^[0-9a-f-]{8,36}$'
          and exists (
            select from pggit.commits c
            where starts_with(c.commit_id::text, lower(btrim(g.name, E' \t\r\n'))))
          then 'a commit'
      end as meaning
    from unnest(check_tags.tags) as g (name)
  ) t
  where t.meaning is not null
  limit 1;
  if v_tag is not null then
    perform pggit._raise('PGR05', format('%L cannot be a tag: as a ref it is %s', v_tag, v_meaning),
      jsonb_build_object('tag', v_tag),
      'Take a name that means nothing yet.');
  end if;
end
$pggit$;

comment on function pggit.check_tags(text[]) is
'Raises an error when one of these labels means something else as a ref: `HEAD`, `live`, the name of
a branch, or a commit (its id, or its first eight digits or more). For programs that know the tags before the work begins; pggit.end_deployment()
refuses them as well. Null and an empty array are fine.';
