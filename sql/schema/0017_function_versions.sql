-- Versions and metadata that people give to functions, for exactly one overload each.

create table pggit.function_versions (
  version_id        bigint generated always as identity primary key,
  object_id         uuid not null,
  change_id         bigint not null,
  version           text,
  metadata          jsonb,
  deployment_id     uuid,
  login_name        text not null default session_user,
  role_name         text not null,
  application_name  text,
  transaction_id    xid8 not null default pg_current_xact_id(),
  recorded_at       timestamptz not null default clock_timestamp()
);
comment on table pggit.function_versions is
  'Versions and metadata that track_function() gave to functions. Versions in a body or comment are read from there.';
comment on column pggit.function_versions.change_id is
  'The newest row of the journal of the function at that time.';
comment on column pggit.function_versions.version is
  'Null where only metadata was given.';
create index function_versions_object_idx on pggit.function_versions (object_id);
