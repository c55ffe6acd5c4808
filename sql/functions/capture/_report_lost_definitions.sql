-- Says which of the objects that a transaction has changed had a definition that is gone from pggit's
-- tables (a restore of some of them, a DELETE by hand): the change is recorded, and what it changed from
-- cannot be shown.

create or replace function pggit._report_lost_definitions(p_objects text[])
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  raise warning using
    message = pggit._for_client(
      format('pggit has lost the definition that %s had before this change',
        array_to_string(p_objects, ', '))),
    hint = 'Your statement was not affected, and it is recorded, but not what it changed from. '
      'See what else is missing: pggit verify';
end
$pggit$;

comment on function pggit._report_lost_definitions(text[]) is
  'Warns of changed objects whose former definition is gone.';
