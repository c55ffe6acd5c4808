-- Changes can be left behind without a commit: by a transaction whose snapshot was older than the
-- branch, or by one that ended after its deployment had. Whoever commits next puts them into the
-- history first, as a commit of their own. The caller holds the branch row.

create or replace function pggit._adopt_stranded_changes(p_branch text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_changes bigint[];
  v_commit pggit.commits;
begin
  select array_agg(c.change_id order by c.change_id) into v_changes
  from pggit.changes c
  where c.commit_id is null
    and c.transaction_id <> pg_current_xact_id()
    and not exists (
      select from pggit.deployments d
      where d.deployment_id = c.deployment_id and d.status = 'open');
  if v_changes is null then
    return;
  end if;

  insert into pggit.commits
    (parent_ids, branch, message, author, transaction_id, state_hash, content_hash)
  select
    array_remove(array[b.commit_id], null), b.name,
    'adopted: ' || pggit._describe_changes(v_changes), session_user, '0'::xid8,
    pggit._bits_to_bytes(
      pggit._bytes_to_bits(h.state_hash) # pggit._state_difference(v_changes)), ''
  from pggit.branches b
  left join pggit.commits h on h.commit_id = b.commit_id
  where b.name = p_branch
  returning * into v_commit;
  update pggit.changes c set commit_id = v_commit.commit_id where c.change_id = any (v_changes);
  update pggit.commits c set content_hash = pggit._content_hash(c)
  where c.commit_id = v_commit.commit_id;
  update pggit.branches b set commit_id = v_commit.commit_id where b.name = p_branch;
end
$pggit$;

comment on function pggit._adopt_stranded_changes(text) is
  'Commits changes that an earlier transaction had to leave without a commit.';
