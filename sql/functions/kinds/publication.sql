-- Describes publications: what they publish, of which tables or schemas. Columns of the catalog that a
-- server does not have yet are read by name from the row as JSON.

create or replace function pggit._describe_publication(p_oids oid[])
returns setof pggit._description
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return query
  select
    'publication',
    'pg_publication'::regclass::oid,
    p.oid,
    null::text,
    quote_ident(p.pubname),
    null::oid,
    null::text[],
    jsonb_strip_nulls(jsonb_build_object(
      'format_version', 1,
      'owner', pg_get_userbyid(p.pubowner),
      'comment', pggit._comment('pg_publication'::regclass, p.oid),
      'all_tables', nullif(p.puballtables, false),
      'publish', case when not (p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate) then
        to_jsonb(array_remove(array[
          case when p.pubinsert then 'insert' end,
          case when p.pubupdate then 'update' end,
          case when p.pubdelete then 'delete' end,
          case when p.pubtruncate then 'truncate' end], null)) end,
      'via_partition_root', nullif(p.pubviaroot, false),
      'generated_columns', case to_jsonb(p) ->> 'pubgencols' when 's' then 'stored' end,
      'tables', (
        select jsonb_object_agg(pggit._relation_identity(r.prrelid), jsonb_build_object(
          'columns', pggit._column_names(r.prrelid, r.prattrs),
          'where', pg_get_expr(r.prqual, r.prrelid)))
        from pg_publication_rel r where r.prpubid = p.oid),
      'schemas', (
        select jsonb_agg(n.nspname order by n.nspname)
        from pg_publication_namespace s
        join pg_namespace n on n.oid = s.pnnspid
        where s.pnpubid = p.oid)
    ))
  from pg_publication p
  where p.oid = any (p_oids);
end
$pggit$;

comment on function pggit._describe_publication(oid[]) is
  'Describes the given publications: operations, tables with columns and row filters, schemas.';
