-- Puts labels on a commit; blank ones are no labels.

create or replace function pggit._tag_commit(p_commit_id uuid, p_tags text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  insert into pggit.tags (name, commit_id)
  select distinct btrim(t.name, E' \t\r\n'), p_commit_id from unnest(p_tags) as t (name)
  where t.name ~ E'\\S' and p_commit_id is not null
  on conflict do nothing;
end
$pggit$;

comment on function pggit._tag_commit(uuid, text[]) is
  'Puts labels on a commit.';
