-- Takes an ignore pattern away. What it alone kept out of the history joins it, in this transaction.

create or replace function pggit.remove_ignore_pattern(pattern text)
returns void
language plpgsql
volatile
security definer -- writes settings, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_pattern constant text := pggit._normal_pattern(remove_ignore_pattern.pattern);
  v_ignored record;
begin
  if not exists (select from pggit.ignore_patterns i where i.pattern = v_pattern) then
    perform pggit._raise('PGT05',
      format('there is no ignore pattern %L', coalesce(v_pattern, 'null')),
      jsonb_build_object('pattern', v_pattern, 'patterns', array(
        select i.pattern from pggit.ignore_patterns i order by i.pattern)),
      'pggit.ignore_patterns lists those that there are.');
  end if;
  v_ignored := pggit._before_tracking_changes();
  update pggit.settings s set value = s.value #- array['ignore_patterns', v_pattern]
  where s.name = 'tracking';
  perform pggit._after_tracking_changed(v_ignored.p_classids, v_ignored.p_objids);
end
$pggit$;

comment on function pggit.remove_ignore_pattern(text) is
'Takes an ignore pattern away. Objects that no other rule ignores join the history, in this
transaction.

- `pattern`: as pggit.ignore_patterns has it, or as it was added.';
