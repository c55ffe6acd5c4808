/** Sequences, of their own and those of columns. */
export const SEQUENCES: readonly string[] = [
  'create sequence app.s increment 5 maxvalue 100',
  'create sequence app.s',
  'create sequence app.wrong increment 0',
  'alter sequence app.s restart with 500',
  'alter sequence app.s restart with 50',
  `select nextval('app.s')`,
  `select setval('app.s', 7)`,
  'alter sequence app.s owned by app.t.more',
  'alter sequence app.serials_a_seq owned by none',
  'drop sequence app.serials_b_seq',
  'drop sequence app.serials_b_seq cascade',
];
