-- The ignore patterns, which are kept with the rest of the tracking configuration.

create or replace view pggit.ignore_patterns (pattern, added_by, added_at) as
select
  p.key,
  p.value ->> 'added_by',
  (p.value ->> 'added_at')::timestamptz
from pggit.settings s
cross join lateral pg_catalog.jsonb_each(
  case when pg_catalog.jsonb_typeof(s.value -> 'ignore_patterns') = 'object'
    then s.value -> 'ignore_patterns' end) p
where s.name = 'tracking';

comment on view pggit.ignore_patterns is
  'The patterns of pggit.add_ignore_pattern().';
comment on column pggit.ignore_patterns.pattern is
  'The pattern, as it was given.';
comment on column pggit.ignore_patterns.added_by is
  'The login role that added it.';
comment on column pggit.ignore_patterns.added_at is
  'When it was added.';
