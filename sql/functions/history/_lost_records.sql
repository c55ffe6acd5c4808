-- What the history refers to and does not have, each kind once, with a count and an example.

create or replace function pggit._lost_records()
returns table (record text, lost bigint, example text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select l.record, count(*), min(l.example)
  from pggit._lost_history() l
  group by l.record
  order by array_position(
    array['branch', 'head', 'commit', 'live definition', 'journal definition'], l.record);
end
$pggit$;

comment on function pggit._lost_records() is
  'What the history refers to and does not have, each kind once with a count and an example.';
