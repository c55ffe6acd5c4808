/** Row security and privileges. */
export const RIGHTS: readonly string[] = [
  // row security
  'create policy mine on app.t for select to ROLE using (id > 0)',
  'create policy mine on app.t',
  'create policy wrong on app.t using (nowhere)',
  'alter policy mine on app.t rename to ours',
  'alter policy ours on app.t using (id > 1)',
  'drop policy mine on app.t',
  'drop policy ours on app.t',
  // privileges
  'grant select, insert on app.t to ROLE with grant option',
  'grant select (id, note) on app.t to ROLE',
  'grant select (nowhere) on app.t to ROLE',
  'grant nonsense on app.t to ROLE',
  'grant select on app.nowhere to ROLE',
  'grant select on all tables in schema app to ROLE',
  'revoke select on app.t from ROLE',
  'revoke grant option for insert on app.t from ROLE cascade',
  'grant execute on function app.f2(text) to ROLE',
  'grant usage on type app.mood to ROLE',
  'grant connect on database DATABASE to ROLE',
  'alter default privileges in schema app grant select on tables to ROLE',
  'alter default privileges for role nobody_at_all grant select on tables to ROLE',
];
