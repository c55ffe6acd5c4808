/** Comments and security labels. */
export const COMMENTS: readonly string[] = [
  `comment on table app.t is 'a table'`,
  `comment on view app.t is 'no view'`,
  `comment on column app.t.nowhere is 'x'`,
  'comment on table app.t is null',
  `comment on database DATABASE is 'x'`,
  `comment on role ROLE is 'x'`,
  `security label on table app.t is 'x'`,
];
