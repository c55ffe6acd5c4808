-- The deferred trigger that links a history row at the end of the transaction that wrote it: the tool's
-- other session has committed the migration by then.
--
-- `when others`, and a statement timeout that runs out in here: a failure may cost a link, never what the
-- transaction did. Other functions are looked up before they are used, because the engine may be damaged.

create or replace function pggit._link_waiting_row()
returns trigger
language plpgsql
volatile
security definer -- writes links for whoever migrates, as its owner
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_sqlstate text;
  v_message text;
begin
  begin
    -- How many there are, before the first of them is gone.
    if split_part(coalesce(current_setting('pggit.rows', true), ''), ':', 1)
      <> pg_current_xact_id()::text
    then
      perform set_config('pggit.rows',
        format('%s:%s', pg_current_xact_id(), (select count(*) from pggit.unlinked_rows)), true);
    end if;
    perform pggit._link_row(
      new.source, new.table_name, new.tool_name, new.old_row, new.new_row, p_is_end => true);
    delete from pggit.unlinked_rows u where u.row_id = new.row_id;
  exception when query_canceled or others then
    get stacked diagnostics v_sqlstate = returned_sqlstate, v_message = message_text;
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('link', v_sqlstate, v_message, null, array[new.source]);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
    begin
      delete from pggit.unlinked_rows u where u.row_id = new.row_id;
    exception when others then
      null;
    end;
  end;
  return null;
end
$pggit$;

comment on function pggit._link_waiting_row() is
  'Deferred trigger: links a history row at the end of its transaction.';
