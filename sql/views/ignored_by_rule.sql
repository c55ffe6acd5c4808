-- How often each rule kept something out of the history.

create or replace view pggit.ignored_by_rule (rule, objects, first_at, last_at) as
select w.rule, pg_catalog.sum(w.objects)::bigint, pg_catalog.min(w.first_at), pg_catalog.max(w.last_at)
from pggit.ignored_work w
group by w.rule;

comment on view pggit.ignored_by_rule is
  'What tracking rules kept out of the history so far. Not counted: what serializable transactions did, and commands that change no definition, such as REFRESH MATERIALIZED VIEW, which cost nothing at all.';
comment on column pggit.ignored_by_rule.rule is
  'The rule in words, as in pggit.ignored_objects() and pggit.explain_tracking().';
comment on column pggit.ignored_by_rule.objects is
  'How many objects it kept out, each once for every transaction that touched it.';
comment on column pggit.ignored_by_rule.first_at is
  'When it did so first.';
comment on column pggit.ignored_by_rule.last_at is
  'When it did so last.';
