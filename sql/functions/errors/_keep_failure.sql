-- Keeps a failure of pggit's own away from the user's transaction: a warning for whoever watches, a
-- row for whoever looks later. With pggit.on_error = 'raise' it becomes an error again, for tests and
-- for teams that would rather stop than miss a record.
--
-- Of the context it keeps where in pggit it was, and nothing else: around that are the statements of
-- whoever called, and one of them may hold a password.
--
-- A cancel that somebody asked for goes on; a statement timeout is a failure like any other, because
-- it is pggit's time that made it run out. Both have one SQLSTATE: the message tells them apart, and in
-- other languages the clock.

create or replace function pggit._keep_failure(
  p_stage text,
  p_sqlstate text,
  p_message text,
  p_context text,
  p_objects text[] default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_timeout constant text := current_setting('statement_timeout');
  v_context constant text := (
    select string_agg(m.found[1], E'\n' order by m.position)
    from regexp_matches(p_context,
      'pggit[.][a-z0-9_]+[(][^()''[:cntrl:]]*[)][^0-9"''()[:cntrl:]]{1,20}[0-9]+', 'g')
      with ordinality as m (found, position));
  v_what text := case p_stage
    when 'attach' then format('pggit cannot link the rows of %s: %s', p_objects[1], p_message)
    else format('pggit could not record this change: %s', p_message) end;
begin
  if p_sqlstate = '57014' and p_message not like '%statement timeout%'
    and (v_timeout = '0' or p_message like '%user request%'
      or clock_timestamp() - statement_timestamp() < v_timeout::interval)
  then
    raise query_canceled using message = p_message;
  end if;
  if current_setting('pggit.on_error', true) = 'raise' then
    perform pggit._raise('PGT04',
      v_what,
      jsonb_build_object('stage', p_stage, 'sqlstate', p_sqlstate, 'context', v_context,
        'objects', to_jsonb(p_objects)),
      'With pggit.on_error = ''warn'', the default, this is a warning and the statement goes on.');
  end if;
  -- In a damaged engine it may be gone.
  if to_regproc('pggit._for_client') is not null then
    v_what := pggit._for_client(v_what);
  end if;
  raise warning using
    message = v_what,
    detail = format('stage: %s, SQLSTATE: %s', p_stage, p_sqlstate),
    hint = case
      when p_sqlstate = 'PGR03'
        then 'Your statement was not affected. Nothing is recorded before `pggit install`.'
      when p_stage = 'attach'
        then 'Your statement was not affected. Grant the table''s owner to the owner of pggit, then '
          'call pggit.watch_history_table() and pggit.backfill_links().'
      else 'Your statement was not affected. The objects show in pggit.status() as drift; '
        'pggit.capture() adopts them.' end;
  -- The last line of defence: whatever is wrong with this table, the warning above has been given.
  begin
    insert into pggit.capture_errors (stage, sqlstate, message, context, objects)
    values (p_stage, p_sqlstate, p_message, v_context, p_objects);
  exception when others then
    return;
  end;
end
$pggit$;

comment on function pggit._keep_failure(text, text, text, text, text[]) is
  'Turns a failure of pggit into a warning and a row of capture_errors; an error with pggit.on_error = raise.';
