-- The schemas whose objects can be tracked at all: not the system's, not temporary, not pggit's.

create or replace view pggit.user_schemas (oid, name, quoted_name) as
select n.oid, n.nspname, pg_catalog.quote_ident(n.nspname)
from pg_catalog.pg_namespace n
where n.nspname not in ('information_schema', 'pggit')
  and n.nspname not like 'pg\_%';

comment on view pggit.user_schemas is
  'The schemas whose objects can be tracked: all but the system''s, temporary ones and pggit.';
comment on column pggit.user_schemas.oid is
  'Oid of the schema.';
comment on column pggit.user_schemas.name is
  'Name of the schema.';
comment on column pggit.user_schemas.quoted_name is
  'The name as it stands in SQL, quoted where needed.';
