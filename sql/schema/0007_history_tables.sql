-- Which table a watched name means, so that a history table keeps its links under another name.
alter table pggit.watched_tables add column relation oid;
comment on column pggit.watched_tables.relation is
  'The oid of the table; null until there is one.';

update pggit.watched_tables w
set relation = c.oid
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where w.attached and w.source = pg_catalog.format('%I.%I', n.nspname, c.relname);
