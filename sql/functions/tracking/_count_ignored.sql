-- Counts what rules kept out of the history, one for each object and transaction. It is a row of its own,
-- so that sessions never wait for each other; a rolled back transaction takes its row along.
--
-- Every fiftieth row is the turn to fold rows together, those that nobody else is folding. One that keeps
-- its snapshot may not, and a serializable one does not even count: PostgreSQL could abort it for that.

create or replace function pggit._count_ignored(p_rules text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_is_turn boolean;
begin
  if current_setting('transaction_isolation') = 'serializable' then
    return;
  end if;
  with counted as (
    insert into pggit.ignored_work (rule, objects)
    select r.rule, count(*) from unnest(p_rules) as r (rule) group by r.rule
    returning work_id
  )
  select bool_or(c.work_id % 50 = 0) into v_is_turn from counted c;
  if not v_is_turn or current_setting('transaction_isolation') <> 'read committed' then
    return;
  end if;
  with folded as (
    delete from pggit.ignored_work w
    where w.work_id = any (array(
      select o.work_id from pggit.ignored_work o
      order by o.work_id limit 1000 for update skip locked))
    returning w.rule, w.objects, w.first_at, w.last_at
  )
  insert into pggit.ignored_work (rule, objects, first_at, last_at)
  select f.rule, sum(f.objects), min(f.first_at), max(f.last_at) from folded f group by f.rule;
end
$pggit$;

comment on function pggit._count_ignored(text[]) is
  'Counts what rules kept out of the history; never waits for another session.';
