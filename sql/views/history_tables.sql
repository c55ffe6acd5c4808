-- The history tables pggit knows, and whether they carry its link trigger.

create or replace view pggit.history_tables (source, tool_name, attached) as
select
  w.source,
  w.tool_name,
  exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = pg_catalog.to_regclass(w.source) and t.tgname = 'zz_pggit_link')
from pggit.watched_tables w;

comment on view pggit.history_tables is
  'Migration tools'' history tables known to pggit; attached: whether new rows are linked by themselves.';
