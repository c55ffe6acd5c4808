-- Compares the catalog with what pggit knows, and looks for what keeps it from knowing. Without fix_issues
-- it writes nothing; repairs are made by a function that only admins may call, and what is gone then counts
-- as fixed.

create or replace function pggit.verify_consistency(
  fix_issues boolean default false,
  verbose boolean default false
)
returns table (state text, issue text, object text, detail text, hint text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_issues constant text[] := array[
    'event trigger', 'setting', 'emergency', 'deployment', 'history table', 'drift', 'unread'];
  v_before jsonb;
  v_after jsonb;
begin
  v_before := (select coalesce(jsonb_agg(i), '[]') from pggit._inconsistencies() i);
  v_after := v_before;
  if verify_consistency.fix_issues then
    -- Named in a query, it is refused to those who may not call it also where there is nothing to call it for.
    perform pggit._fix_inconsistencies() where v_before <> '[]';
  end if;
  if verify_consistency.fix_issues and v_before <> '[]' then
    v_after := (select coalesce(jsonb_agg(i), '[]') from pggit._inconsistencies() i);
  end if;

  return query
  with found as (
    select f.n, f.entry ->> 'issue' as issue, f.entry ->> 'object' as object,
      f.entry ->> 'detail' as detail, f.entry ->> 'hint' as hint,
      case when v_after @> jsonb_build_array(f.entry) then 'open' else 'fixed' end as state
    from jsonb_array_elements(v_before) with ordinality as f (entry, n)
  ),
  rows_of as (
    select f.state, f.issue, f.object, f.detail, f.hint, f.n from found f
    where verify_consistency.verbose is true or f.issue not in ('drift', 'unread')
    union all
    -- Many objects are one row, unless each is asked for.
    select f.state, f.issue,
      min(f.object) || case when count(*) > 1 then format(' and %s more', count(*) - 1) else '' end,
      case f.issue when 'drift' then 'the catalog is not what pggit last saw'
        else 'another session has it locked, so it was not compared' end,
      min(f.hint), min(f.n)
    from found f
    where verify_consistency.verbose is not true and f.issue in ('drift', 'unread')
    group by f.state, f.issue
    union all
    select 'sound', u.issue, null, null, null, 0
    from unnest(v_issues) as u (issue)
    where verify_consistency.verbose is true
      and not exists (select from found f where f.issue = u.issue)
  )
  select r.state, r.issue, r.object, r.detail, case when r.state = 'open' then r.hint end
  from rows_of r
  order by array_position(v_issues, r.issue), r.n, r.state;
end
$pggit$;

comment on function pggit.verify_consistency(boolean, boolean) is
'Looks for what pggit does not see, and for what keeps it from seeing. One row for each finding,
none when all is well.

- `state`: `open`, or `fixed` by this call; with `verbose` also `sound`, for what was looked at
  without a finding.
- `issue`: `event trigger` (one does not fire), `setting` (one that bypasses capture), `emergency`
  (a stop), `deployment` (its owner is gone), `history table` (rows are not linked), `drift` (the
  catalog is not what pggit knows), `unread` (another session has the object locked).
- `object`, `detail`, `hint`: what it is about, what is wrong, and what helps; no hint when fixed.

`fix_issues`, for `pggit_admin` only, enables triggers, attaches link triggers, recovers
deployments and captures drift. Settings and an emergency stop are left alone. `verbose` gives
each object of the drift a row of its own.';
