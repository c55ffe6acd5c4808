-- Runs the operations of a CQRS change as the caller, those of the command side first, and records them as
-- one commit. Outside a deployment it opens one of its own for that; inside one it is a part of it.
--
-- Two things are unlike other functions, because the operations are the caller's SQL:
-- It runs as the caller. Whatever an operation may do, the caller could have done without this function.
-- It pins no search_path. A pinned one would be in force for the operations as well, and an unqualified
-- name in them would mean something else than in the caller's session. So it does as little as possible
-- itself, names everything with its schema, operators included, and leaves the rest to functions with a
-- pinned one.
--
-- Each operation has a savepoint, in an atomic change too: an error is then raised again with its place.
-- `when others`: the caller of a change that is not atomic asked to keep what succeeds. Where the whole
-- transaction has to be repeated (a serialization failure, a deadlock), the error goes on as it is, so that
-- whoever repeats transactions recognises it. A cancel is never caught.
--
-- Locks: those of the operations; then those of end_deployment().

create or replace function pggit.track_cqrs_change(
  change pggit.cqrs_change,
  atomic boolean default true
)
returns uuid
language plpgsql
volatile
as $pggit$
declare
  v_id constant pg_catalog.uuid :=
    pggit._begin_cqrs_change(track_cqrs_change.change, track_cqrs_change.atomic);
  v_user constant pg_catalog.name := current_user;
  v_sides constant pg_catalog.text[] := array['command', 'query'];
  v_side pg_catalog.text;
  v_operations pg_catalog.text[];
  v_failures pg_catalog.jsonb;
  v_sqlstate pg_catalog.text;
  v_message pg_catalog.text;
  v_detail pg_catalog.text;
  v_hint pg_catalog.text;
  v_context pg_catalog.text;
begin
  foreach v_side in array v_sides loop
    v_operations := pggit._cqrs_operations_of(track_cqrs_change.change, v_side);
    for v_position in 1 .. pg_catalog.cardinality(v_operations) loop
      begin
        execute v_operations[v_position];
        if current_user operator(pg_catalog.<>) v_user then
          raise exception using errcode = 'PGC03',
            message = 'it changes the role, which it has to leave as it is';
        end if;
        perform pggit._require_cqrs_deployment(v_id);
      exception
        when serialization_failure or deadlock_detected then
          raise;
        when others or assert_failure then
          get stacked diagnostics
            v_sqlstate = returned_sqlstate, v_message = message_text,
            v_detail = pg_exception_detail, v_hint = pg_exception_hint,
            v_context = pg_exception_context;
          v_failures := pggit._note_cqrs_failure(
            v_failures, track_cqrs_change.atomic, v_side, v_position, v_operations[v_position],
            v_sqlstate, v_message, v_detail, v_hint, v_context);
      end;
    end loop;
    perform pggit._record_cqrs_side(v_id, v_side);
  end loop;
  return pggit._finish_cqrs_change(v_id, track_cqrs_change.change, v_failures);
end
$pggit$;

comment on function pggit.track_cqrs_change(pggit.cqrs_change, boolean) is
'Runs the operations of the command side, then those of the query side, and records them as one
commit that knows the side of each change. Returns the commit''s id; null when no object was
changed, and inside a deployment that commits at its end.

- `change`: `row(array[...], array[...], ''description'')::pggit.cqrs_change`. Each operation is one
  or several SQL statements; one of the lists may be null or empty. The description becomes the
  message of the commit.
- `atomic` true: the first failure undoes everything and is raised as PGC02. The detail has the
  side, index and text of the operation and the SQLSTATE of its error.
- `atomic` false: what fails is undone and recorded in pggit.cqrs_operations, the rest is kept,
  and a warning names the failures.

The operations run as the caller in the caller''s session, search_path and transaction. They cannot
begin or end a transaction, leave the deployment or change the role. Serialization failures and
deadlocks are raised as they are.';
