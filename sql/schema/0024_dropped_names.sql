-- What a dropped object was called, as the parts of its name that PostgreSQL gives. Where an object's address
-- is not the one pggit knows, its name says which of those it knows is gone, and which only happen to be.
alter table pggit.dirty_objects add column dropped_name text;
comment on column pggit.dirty_objects.dropped_name is
  'The parts of the name that a dropped object had, an array as text; null for what is not dropped.';
