-- Recomputes every hash of the history and looks for what it refers to. Writes nothing.

create or replace function pggit.verify_history()
returns table (finding text, record text, id text, detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  return query
  select 'altered', a.record, a.id, case a.record
    when 'definition' then format('the definition of %s is not what was hashed',
      coalesce(a.example, 'an object that nothing mentions'))
    when 'commit' then format('commit %s, or one of its changes, does not say what was hashed', a.id)
    when 'state' then format(
      'the state hash of commit %s does not follow from its parent''s and its changes', a.id)
    when 'link' then format('the changes of migration %s are not in the commit that link %s names',
      a.example, a.id)
    else 'pggit.live_objects is not what the newest commit and the staged changes make' end
  from pggit._altered_history() a;

  return query
  select 'lost', l.record, l.id, case l.record
    when 'branch' then format('branch %s is gone', l.example)
    when 'head' then format('the last commit of branch %s is gone', l.example)
    when 'commit' then format('commit %s is gone, and others name it', l.id)
    when 'live definition' then format('the definition of %s as it is now is gone', l.example)
    else format('a definition of %s in the journal is gone', l.example) end
  from pggit._lost_history() l;
end
$pggit$;

comment on function pggit.verify_history() is
'Recomputes every hash of the history, and looks for what it refers to. One row for each thing that
is altered or lost, none when the history is sound. Writes nothing.

- `finding`: `altered` or `lost`. `record`: what it is (definition, commit, state, link, branch,
  ...). `id`: which one. `detail`: the same in words.

Verified are definitions, commits with their changes, the state that each commit leads to along
its branch, the live state, and that the commit of a link has changes of its migration. Not
hashed, and so not verified, are tags, deployments, what else links say, and who made a change
when (that of the commit is). It reads all of the history.';
