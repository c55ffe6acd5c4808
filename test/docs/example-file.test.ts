import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { runExample } from './example-file.js';

describe('the file of an example', () => {
  const db = useDatabase({ engine: false });
  const run = (text: string) => runExample(text, { first: db.client, second: () => db.connect() });

  it('gets the results of its statements, in place of those it has', async () => {
    expect(
      await run(`-- A table:
create table public.t (id int primary key);

insert into public.t
  values (1);
select id, null as nothing from public.t;
--> id
--> --
--> 2
`),
    ).toBe(`-- A table:
create table public.t (id int primary key);

insert into public.t
  values (1);
select id, null as nothing from public.t;
--> id | nothing
--> ---+--------
--> 1  |
`);
  });

  it('shows warnings and errors with their hints', async () => {
    expect(
      await run(`do $$ begin raise warning 'careful' using hint = 'Look.'; end $$;
select 1 / 0;
`),
    ).toBe(`do $$ begin raise warning 'careful' using hint = 'Look.'; end $$;
--> WARNING:  careful
--> HINT:  Look.
select 1 / 0;
--> ERROR:  22012: division by zero
`);
  });

  it('goes over to a second session and back', async () => {
    const text = `set application_name = 'one';
-- In a second session, which has no name:
select current_setting('application_name') = 'one' as is_first;
--> is_first
--> --------
--> f
-- In the first session:
select current_setting('application_name') = 'one' as is_first;
--> is_first
--> --------
--> t
`;
    expect(await run(text)).toBe(text);
  });

  it('keeps its ids, and tells one that comes back from one that does not', async () => {
    const id = '0b6f1f0e-5f0e-4c0e-9d1c-3c1f5a1f2b11';
    const first = `create table public.ids as select gen_random_uuid() as id;
select id from public.ids;
--> id
--> ------------------------------------
--> ${id}
`;
    const shown = `select id from public.ids;
--> id
--> ------------------------------------
--> ${id}
`;
    expect(await run(first + shown)).toBe(first + shown);
    const changing = `${shown}update public.ids set id = gen_random_uuid();\n${shown}`;
    expect(await run(changing)).not.toBe(changing);
  });
});
