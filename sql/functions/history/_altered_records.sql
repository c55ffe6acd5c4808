-- What was altered after pggit wrote it, each kind once, with a count and an example.

create or replace function pggit._altered_records()
returns table (record text, altered bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select a.record, count(*), min(a.example)
  from pggit._altered_history() a
  group by a.record
  order by array_position(array['definition', 'commit', 'state', 'link', 'live state'], a.record);
end
$pggit$;

comment on function pggit._altered_records() is
  'What was altered after pggit wrote it, each kind once with a count and an example.';
