import { statements } from './statement.js';

export const VIEWS = [
  ...statements({
    make: [
      'create view <new> as select * from <relation>',
      'create or replace view <new> as select c1, c2 from <relation>',
      'create view <new> with (security_barrier) as select c1 as "C 5" from <relation> where c1 > <n> with local check option',
      'create view <new> (x, y) as select 1, array[<n>] union all select 2, null',
      'create view <new> as with recursive r (n) as (values (1) union all select n + 1 from r where n < <n>) select n as c1 from r',
      'create view <new> as select a.c1 from <relation> a join <relation> b using (c1)',
      'create view <new> as select <int function>(<n>) as c1',
      'create materialized view <new> as select * from <relation>',
      'create materialized view <new> as select <n> as c1, <default>::text as c2 with no data',
      'create materialized view if not exists <new> as select 1 as c1',
    ],
    change: [
      'create or replace view <view> as select 1 as c1',
      'create or replace view <view> as select c1, c2 from <relation>',
      'alter view <view> rename to <name>',
      'alter view <view> rename column <column> to <new column>',
      'alter view <view> set schema <schema>',
      'alter table <view> owner to <role>',
      'alter view <view> owner to <role>',
      'alter view <view> alter <column> set default <default>',
      'alter view <view> alter <column> drop default',
      'alter view <view> set (security_invoker = true, check_option = cascaded)',
      'alter view <view> reset (security_invoker, security_barrier, check_option)',
      'comment on view <view> is <comment>',
      'alter materialized view <matview> rename to <name>',
      'alter materialized view <matview> set schema <schema>',
      'alter materialized view <matview> owner to <role>',
      'alter materialized view <matview> alter <column> set statistics <n>',
      'alter materialized view <matview> alter <column> set storage <storage>',
      'alter materialized view <matview> set (fillfactor = <percent>)',
      'alter materialized view <matview> cluster on <own index>',
      'alter materialized view <matview> set access method heap2',
      'comment on materialized view <matview> is <comment>',
    ],
    drop: ['drop view <view> <cascade>', 'drop materialized view <matview> <cascade>'],
  }),
  ...statements(
    {
      make: [
        `create view <new> as select json_object('a': <n>) as c1, json_array(<n>, null) as c2`,
      ],
    },
    { since: 16 },
  ),
  ...statements(
    {
      make: [
        `create view <new> as select j.c1, j.c2 from json_table('[<n>]', '$[*]' columns (c1 int path '$', c2 text exists path '$.a')) j`,
        `create materialized view <new> as select j.c1, null::text as c2 from json_table('{"a": [1]}', '$' columns (nested path '$.a[*]' columns (c1 int path '$' default <n> on empty))) j`,
      ],
    },
    { since: 17 },
  ),
];
