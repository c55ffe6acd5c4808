import { statements } from './statement.js';

export const TRIGGERS = statements({
  make: [
    'create trigger <new part> before insert or update on <relation> for each row execute function <trigger function>()',
    `create or replace trigger <new part> after <event part> on <relation> for each statement execute function <trigger function>('x', 'it''s', '<n>')`,
    'create trigger <new part> after update of <column on table> for each row when (old.c1 is distinct from new.c1) execute function <trigger function>()',
    'create trigger <new part> instead of <row event> on <view> for each row execute function <trigger function>()',
    'create constraint trigger <new part> after insert on <table> deferrable initially deferred for each row execute function <trigger function>()',
    'create constraint trigger <new part> after delete on <table> from <table> for each row execute function <trigger function>()',
    'create trigger <new part> after update on <table> referencing old table as o new table as n for each statement execute function <trigger function>()',
  ],
  change: [
    'alter trigger <trigger> rename to <new part>',
    'comment on trigger <trigger> is <comment>',
    'alter table <table> <enabled> trigger <own trigger>',
    'alter table only <table> <enabled> trigger <own trigger>',
    'alter table <table> <switch> trigger all',
    'alter table <table> <switch> trigger user',
  ],
  drop: ['drop trigger <trigger>'],
});

export const RULES = statements({
  make: [
    'create rule <new part> as on insert to <relation> do also select <n>',
    'create or replace rule <new part> as on update to <relation> where old.c1 > <n> do instead nothing',
    'create rule <new part> as on delete to <relation> do instead (delete from <table>; notify x)',
    'create rule <new part> as on insert to <relation> do also notify "a b"',
  ],
  change: [
    'alter rule <rule> rename to <new part>',
    'comment on rule <rule> is <comment>',
    'alter table <table> <enabled> rule <own rule>',
  ],
  drop: ['drop rule <rule> <cascade>'],
});

export const POLICIES = statements({
  make: [
    'create policy <new part> on <table>',
    'create policy <new part> on <table> as restrictive for <command> to <grantee>, <role>',
    'create policy <new part> on <table> for <command> using (c1 > <n>)',
    'create policy <new part> on <table> for insert with check (c1 in (select c1 from <relation>))',
  ],
  change: [
    'alter policy <policy> rename to <new part>',
    'alter policy <policy> to <grantee>',
    'alter policy <policy> using (c1 < <n>)',
    'alter policy <policy> with check (true)',
    'comment on policy <policy> is <comment>',
  ],
  drop: ['drop policy <policy>'],
});
