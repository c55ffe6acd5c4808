-- The kinds of object pggit models. A new one also gets a line in pggit._describe, which calls the
-- function that describes it.
-- class_column and classes tell kinds apart that share a catalog; position is the order in which
-- objects of one transaction are listed (what others depend on comes first).

create or replace view pggit.kinds
  (kind, catalog, class_column, classes, position) as
select
  k.kind, k.catalog, k.class_column, k.classes, k.position
from (
  values
    ('schema',            'pg_catalog.pg_namespace'::regclass,  null,      null::text[],  10),
    ('default privileges', 'pg_catalog.pg_default_acl'::regclass, null,    null,          15),
    ('extension',         'pg_catalog.pg_extension'::regclass,  null,      null,          20),
    ('foreign data wrapper', 'pg_catalog.pg_foreign_data_wrapper'::regclass, null, null,  21),
    ('foreign server',    'pg_catalog.pg_foreign_server'::regclass, null,  null,          22),
    ('user mapping',      'pg_catalog.pg_user_mapping'::regclass, null,    null,          23),
    ('collation',         'pg_catalog.pg_collation'::regclass,  null,      null,          25),
    ('enum',              'pg_catalog.pg_type'::regclass,       'typtype', '{e}',         30),
    ('domain',            'pg_catalog.pg_type'::regclass,       'typtype', '{d}',         40),
    ('composite type',    'pg_catalog.pg_type'::regclass,       'typtype', '{c}',         50),
    ('range type',        'pg_catalog.pg_type'::regclass,       'typtype', '{r}',         55),
    ('sequence',          'pg_catalog.pg_class'::regclass,      'relkind', '{S}',         60),
    ('table',             'pg_catalog.pg_class'::regclass,      'relkind', '{r,p}',       70),
    ('foreign table',     'pg_catalog.pg_class'::regclass,      'relkind', '{f}',         75),
    ('index',             'pg_catalog.pg_class'::regclass,      'relkind', '{i,I}',       80),
    ('function',          'pg_catalog.pg_proc'::regclass,       'prokind', '{f,w}',       90),
    ('procedure',         'pg_catalog.pg_proc'::regclass,       'prokind', '{p}',        100),
    ('aggregate',         'pg_catalog.pg_proc'::regclass,       'prokind', '{a}',        105),
    ('view',              'pg_catalog.pg_class'::regclass,      'relkind', '{v}',        110),
    ('materialized view', 'pg_catalog.pg_class'::regclass,      'relkind', '{m}',        120),
    ('statistics',        'pg_catalog.pg_statistic_ext'::regclass, null,   null,         125),
    ('trigger',           'pg_catalog.pg_trigger'::regclass,    null,      null,         130),
    ('rule',              'pg_catalog.pg_rewrite'::regclass,    null,      null,         140),
    ('policy',            'pg_catalog.pg_policy'::regclass,     null,      null,         150),
    ('event trigger',     'pg_catalog.pg_event_trigger'::regclass, null,   null,         160),
    ('publication',       'pg_catalog.pg_publication'::regclass, null,     null,         170)
) as k (kind, catalog, class_column, classes, position);

comment on view pggit.kinds is
  'The kinds of object pggit models and the catalog each lives in.';
comment on column pggit.kinds.kind is
  'Name of the kind, as in pggit.show() and pggit.definition().';
comment on column pggit.kinds.catalog is
  'The system catalog its objects are rows of.';
comment on column pggit.kinds.class_column is
  'The column of the catalog that tells kinds apart; null where the catalog holds one kind only.';
comment on column pggit.kinds.classes is
  'The values of that column which belong to the kind.';
comment on column pggit.kinds.position is
  'The order in which objects of one transaction are listed: what others depend on comes first.';
