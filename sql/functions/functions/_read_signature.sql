-- Takes the spelling of a function's signature apart: its schema, if named, its name, and its arguments, if
-- there are parentheses. Of each argument stay its name, if any, and its type; of the modes only OUT
-- matters, because such an argument is no part of what tells overloads apart. Null for what is no
-- signature.
--
-- Read character by character, because quoted names, defaults and types may hold anything.

create or replace function pggit._read_signature(
  p_text text,
  out schema_name text,
  out function_name text,
  out arguments text[],
  out are_out boolean[]
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_text constant text := regexp_replace(btrim(coalesce(p_text, ''), E' \t\r\n;'),
    E'^(create\\s+)?(or\\s+replace\\s+)?(function|procedure|aggregate|routine)\\s+', '', 'i');
  v_name text := '';
  v_argument text := '';
  v_names text[];
  v_quote text;
  v_depth int := 0;
  v_in_default boolean := false;
  v_is_over boolean := false;
  v_char text;
begin
  for i in 1 .. length(v_text) loop
    v_char := substr(v_text, i, 1);
    if v_quote is null and v_depth = 1 and v_char in (',', ')') then
      arguments := arguments || btrim(v_argument, E' \t\r\n');
      v_argument := '';
      v_in_default := false;
      v_depth := v_depth - (v_char = ')')::int;
      if v_depth = 0 then
        -- What follows is the result, if anything.
        v_is_over := substr(v_text, i + 1) ~* E'^\\s*(returns\\M.*)?$';
        exit;
      end if;
      continue;
    end if;
    if v_char = v_quote then
      v_quote := null;
    elsif v_quote is null and v_char in ('"', '''') then
      v_quote := v_char;
    elsif v_quote is null and v_char = '(' then
      v_depth := v_depth + 1;
      if v_depth = 1 then
        arguments := '{}'::text[];
        continue;
      end if;
    elsif v_quote is null and v_char = ')' then
      v_depth := v_depth - 1;
    elsif v_quote is null and v_depth = 1 then
      v_in_default := v_in_default or v_char = '='
        or substr(v_text, i) ~* E'^\\s+default\\M' or substr(v_text, i) ~ '^:=';
      -- ORDER BY parts the arguments of an aggregate as a comma does.
      if not v_in_default and substr(v_text, i) ~* E'^(\\s|\\m)order\\s+by\\M' then
        if v_argument ~ E'\\S' then
          arguments := arguments || btrim(v_argument, E' \t\r\n');
        end if;
        v_argument := '';
      end if;
    end if;
    if v_depth = 0 then
      v_name := v_name || v_char;
    elsif not v_in_default then
      v_argument := v_argument || v_char;
    end if;
  end loop;
  if v_quote is not null or v_depth <> 0 or (arguments is not null and not v_is_over) then
    return;
  end if;
  begin
    v_names := parse_ident(v_name);
  exception when invalid_parameter_value then
    return;
  end;
  if cardinality(v_names) > 2 then
    return;
  end if;
  schema_name := case cardinality(v_names) when 2 then v_names[1] end;
  function_name := v_names[cardinality(v_names)];
  if arguments = array[''] or arguments = array['*'] then
    arguments := '{}'::text[];
  end if;
  select array_agg(a.argument ~* E'^out\\s' order by a.n),
    array_agg(regexp_replace(a.argument,
      E'^((order\\s+by|in|out|inout|in\\s+out|variadic)\\s+)+', '', 'i') order by a.n)
  into are_out, arguments
  from unnest(arguments) with ordinality as a (argument, n)
  having arguments is not null;
  arguments := coalesce(arguments, case when v_is_over then '{}'::text[] end);
end
$pggit$;

comment on function pggit._read_signature(text) is
  'The schema, name and arguments that a spelling of a signature names; a null name for what is none.';
