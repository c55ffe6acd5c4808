-- The query that turns a row of a history table (p_row, an expression) into JSON, columns of built-in types only: oids
-- below 16384 are the server's own. The type is asked again when the row is read, because a column may have got
-- another one meanwhile; nothing is cast before that.

create or replace function pggit._history_row_reading(p_relation oid, p_row text default '$1')
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return (
    select 'select jsonb_build_object('
      || string_agg(
        format('%1$L, case when pg_typeof((%2$s).%3$I)::oid < 16384 then to_jsonb((%2$s).%3$I) end',
          a.attname, p_row, a.attname),
        ', ' order by a.attnum) || ')'
    from pg_attribute a
    where a.attrelid = p_relation
      and a.attnum between 1 and 40
      and not a.attisdropped
      and a.atttypid < 16384
  );
end
$pggit$;

comment on function pggit._history_row_reading(oid, text) is
  'The query that turns a history row into JSON without running anybody''s casts.';
