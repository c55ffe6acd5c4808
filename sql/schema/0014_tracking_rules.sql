-- Patterns of what is ignored, and how often each rule kept something out of the history.

alter type pggit._tracking add attribute ignore_patterns text[];

-- Sessions only ever add rows, so none of them waits for another; the sums are made by who reads, and rows
-- are folded together by whoever can have them without waiting.
create table pggit.ignored_work (
  work_id   bigint generated always as identity primary key,
  rule      text not null,
  objects   bigint not null,
  first_at  timestamptz not null default clock_timestamp(),
  last_at   timestamptz not null default clock_timestamp()
);
comment on table pggit.ignored_work is
  'What tracking rules kept out of the history: a rule has any number of rows, whose sum counts.';
comment on column pggit.ignored_work.objects is
  'How many objects, each once for every transaction that touched it.';
