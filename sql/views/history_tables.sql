-- The history tables pggit knows, and whether they carry its link trigger.

create or replace view pggit.history_tables (source, tool_name, attached) as
select
  w.source,
  w.tool_name,
  exists (
    select
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where t.tgname = 'zz_pggit_link'
      -- By its parts: how a name is quoted is a matter of who asks.
      and pg_catalog.parse_ident(w.source) = array[n.nspname::text, c.relname::text])
from pggit.watched_tables w
where not w.is_declined and not w.is_bookkeeping;

comment on view pggit.history_tables is
  'Migration tools'' history tables known to pggit; attached: whether new rows are linked by themselves.';
comment on column pggit.history_tables.source is
  'The table, schema-qualified and quoted where needed.';
comment on column pggit.history_tables.tool_name is
  'The migration tool that writes it.';
comment on column pggit.history_tables.attached is
  'Whether the table has pggit''s row trigger, so that new rows are linked by themselves.';
