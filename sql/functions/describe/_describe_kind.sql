-- Calls the function that describes a kind. One static statement each, so that a session plans it once
-- and only when it meets the kind: kinds it never meets cost it nothing.

create or replace function pggit._describe_kind(p_kind text, p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  case p_kind
    when 'table' then return query select * from pggit._describe_table(p_oids);
    when 'index' then return query select * from pggit._describe_index(p_oids);
    when 'sequence' then return query select * from pggit._describe_sequence(p_oids);
    when 'view' then return query select * from pggit._describe_view(p_oids);
    when 'materialized view' then
      return query select * from pggit._describe_materialized_view(p_oids);
    when 'function' then return query select * from pggit._describe_function(p_oids);
    when 'procedure' then return query select * from pggit._describe_procedure(p_oids);
    when 'trigger' then return query select * from pggit._describe_trigger(p_oids);
    when 'rule' then return query select * from pggit._describe_rule(p_oids);
    when 'policy' then return query select * from pggit._describe_policy(p_oids);
    when 'statistics' then return query select * from pggit._describe_statistics(p_oids);
    when 'schema' then return query select * from pggit._describe_schema(p_oids);
    when 'extension' then return query select * from pggit._describe_extension(p_oids);
    when 'enum' then return query select * from pggit._describe_enum(p_oids);
    when 'domain' then return query select * from pggit._describe_domain(p_oids);
    when 'composite type' then return query select * from pggit._describe_composite_type(p_oids);
    when 'range type' then return query select * from pggit._describe_range_type(p_oids);
    when 'collation' then return query select * from pggit._describe_collation(p_oids);
    when 'aggregate' then return query select * from pggit._describe_aggregate(p_oids);
    when 'foreign table' then return query select * from pggit._describe_foreign_table(p_oids);
    when 'foreign server' then return query select * from pggit._describe_foreign_server(p_oids);
    when 'foreign data wrapper' then
      return query select * from pggit._describe_foreign_data_wrapper(p_oids);
    when 'user mapping' then return query select * from pggit._describe_user_mapping(p_oids);
    when 'publication' then return query select * from pggit._describe_publication(p_oids);
    when 'event trigger' then return query select * from pggit._describe_event_trigger(p_oids);
    when 'default privileges' then
      return query select * from pggit._describe_default_privileges(p_oids);
  end case;
end
$pggit$;

comment on function pggit._describe_kind(text, oid[]) is
  'Describes objects of one kind.';
