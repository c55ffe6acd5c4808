/** Ownership, and the end of many things. */
export const ENDINGS: readonly string[] = [
  'alter schema app owner to ROLE',
  'reassign owned by ROLE to current_user',
  'drop owned by ROLE',
  'drop table app.child',
  'drop owned by ROLE cascade',
  'drop role ROLE_THAT_IS_NOT',
  'discard temp',
  'discard all',
  'drop schema app',
  `do $$ begin for n in 1..300 loop
     execute format('create table app.n%s (id serial primary key)', n); end loop; end $$`,
  'drop schema app cascade',
  'drop schema app cascade',
  'select count(*)::int from pg_class where relnamespace = to_regnamespace($$app$$)',
];
