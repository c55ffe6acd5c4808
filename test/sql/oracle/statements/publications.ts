import { statements } from './statement.js';

export const PUBLICATIONS = [
  ...statements({
    make: [
      'create publication <new global>',
      `create publication <new global> for table <table> with (publish = 'insert, update')`,
      'create publication <new global> for table <table> (c1) where (c1 > <n>)',
      'create publication <new global> for tables in schema <schema>',
      'create publication <new global> for all tables with (publish_via_partition_root = true)',
    ],
    change: [
      'alter publication <publication> add table <table>',
      'alter publication <publication> add tables in schema <schema>',
      'alter publication <publication> set table <table> where (c1 < <n>)',
      'alter publication <published>',
      `alter publication <publication> set (publish = 'delete')`,
      'alter publication <publication> rename to <new global>',
      'alter publication <publication> owner to current_user',
      'comment on publication <publication> is <comment>',
    ],
    drop: ['drop publication <publication>'],
  }),
  ...statements(
    { change: ['alter publication <publication> set (publish_generated_columns = stored)'] },
    { since: 18 },
  ),
];

/** DDL on event triggers raises no event. */
export const EVENT_TRIGGERS = statements(
  {
    make: [
      'create event trigger <new global> on ddl_command_start execute function <event function>()',
      `create event trigger <new global> on sql_drop when tag in ('DROP TABLE', 'DROP VIEW') execute function <event function>()`,
      'create event trigger <new global> on table_rewrite execute function <event function>()',
    ],
    change: [
      'alter event trigger <event trigger> disable',
      'alter event trigger <event trigger> enable replica',
      'alter event trigger <event trigger> enable',
      'alter event trigger <event trigger> rename to <new global>',
      'comment on event trigger <event trigger> is <comment>',
    ],
    drop: ['drop event trigger <event trigger>'],
  },
  { isUnseen: true },
);
