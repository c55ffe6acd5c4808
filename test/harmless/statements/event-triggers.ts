/** Event triggers of the user's own: some tell what they are told, others refuse, one makes more. */
export const EVENT_TRIGGERS: readonly string[] = [
  `create function app.tell() returns event_trigger language plpgsql as $$
   declare r record;
   begin
     for r in select * from pg_event_trigger_ddl_commands() loop
       raise notice '% % % %', tg_tag, r.object_type, r.schema_name, r.object_identity;
     end loop;
   end $$`,
  `create function app.tell_drop() returns event_trigger language plpgsql as $$
   declare r record;
   begin
     for r in select * from pg_event_trigger_dropped_objects() loop
       raise notice '% dropped % %', tg_tag, r.object_type, r.object_identity;
     end loop;
   end $$`,
  `create function app.refuse() returns event_trigger language plpgsql as $$
   begin raise exception 'not %', tg_tag; end $$`,
  `create function app.more() returns event_trigger language plpgsql as $$
   begin create table if not exists app.made_by_trigger (id int); end $$`,
  'create event trigger a_tell on ddl_command_end execute function app.tell()',
  'create event trigger z_tell on ddl_command_end execute function app.tell()',
  'create event trigger a_drop on sql_drop execute function app.tell_drop()',
  'create event trigger z_drop on sql_drop execute function app.tell_drop()',
  `create event trigger refuse on ddl_command_start when tag in ('CREATE VIEW') execute function app.refuse()`,
  `create event trigger refuse_end on ddl_command_end when tag in ('CREATE SEQUENCE') execute function app.refuse()`,
  `create event trigger refuse_drop on sql_drop when tag in ('DROP TYPE') execute function app.refuse()`,
  `create event trigger more on ddl_command_end when tag in ('ALTER TABLE') execute function app.more()`,
  'create table app.told (id serial primary key, note text unique)',
  'alter table app.told add column more int, drop column note',
  'create view app.refused as select 1 as a',
  'create sequence app.refused',
  'drop type app.mood cascade',
  'create materialized view app.mt as select 1 as a',
  'create unique index on app.mt (a)',
  'refresh materialized view concurrently app.mt',
  'grant select on app.told to ROLE',
  'drop table app.told, app.mt',
  'drop table app.told',
  'alter event trigger more disable',
  'alter event trigger nowhere disable',
  'drop event trigger a_tell',
  'drop event trigger z_tell',
  'drop event trigger a_drop',
  'drop event trigger z_drop',
  'drop event trigger refuse',
  'drop event trigger refuse_end',
  'drop event trigger refuse_drop',
  'drop event trigger more',
  'drop event trigger nowhere',
];
