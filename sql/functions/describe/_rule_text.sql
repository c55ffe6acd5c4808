-- The condition and the action of a rule. Both may refer to OLD and NEW, which pg_get_expr refuses, so
-- they are cut out of the server's rendering of the whole rule: what comes before them is known, and
-- the condition ends at the first DO outside quotes (DO is a reserved word, a name would be quoted).

create or replace function pggit._rule_text(
  p_rule oid,
  out condition text,
  out action text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text text;
  v_head text;
begin
  select
    pg_get_ruledef(w.oid),
    format(E'CREATE RULE %I AS\n    ON %s TO %s', w.rulename,
      case w.ev_type when '2' then 'UPDATE' when '3' then 'INSERT' else 'DELETE' end,
      pggit._relation_identity(w.ev_class))
  into v_text, v_head
  from pg_rewrite w where w.oid = p_rule;

  v_text := ltrim(rtrim(substr(v_text, length(v_head) + 1), ';'), E' \n');
  if starts_with(v_text, 'WHERE ') then
    condition := substring(v_text from E'^WHERE ((?:[^''"]|''[^'']*''|"[^"]*")*?) DO\\s');
    v_text := substr(v_text, length('WHERE ' || condition || ' ') + 1);
  end if;
  action := regexp_replace(v_text, E'^DO\\s+(?:INSTEAD\\s+)?', '');
end
$pggit$;

comment on function pggit._rule_text(oid) is
  'The condition and the action of a rule, as the server writes them.';
