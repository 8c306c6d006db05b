/** Functions that give every row of a statement the same value, and key words that do. */
const STABLE =
  /^(?:now|transaction_timestamp|statement_timestamp|current_timestamp|current_date|current_time|localtimestamp|localtime|current_user|session_user|current_role|user|current_schema|current_database|lower|upper|length|coalesce|nullif|greatest|least|concat|substring|substr|left|right|trim|btrim|ltrim|rtrim|replace|abs|round|floor|ceil|ceiling|date_trunc|make_interval|make_date|array|jsonb_build_object|jsonb_build_array|json_build_object|json_build_array|to_jsonb|to_json|md5|row|decode|encode|int4range|int8range|numrange|tsrange|tstzrange|daterange|point|box|currval)$/

/** Whether a function is known to give every row of a statement the same value; `now`, without its schema. */
export function isStableFunction(name: string): boolean {
  return STABLE.test(name)
}

/** True unless every call in the expression is known to give all rows the same value: `gen_random_uuid()`, `nextval('s')`. */
export function isVolatile(expression: string): boolean {
  const code = expression.replace(/'(?:[^']|'')*'/g, "''")
  return [...code.matchAll(/([A-Za-z_][\w.]*|"[^"]+")\s*\(/g)].some(([, name = '']) => {
    const plain = name.toLowerCase().replace(/^pg_catalog\./, '')
    return !STABLE.test(plain) && !TYPES.test(plain)
  })
}

/** A modifier of a type looks like a call: `'x'::varchar(20)`, `numeric(10, 2)`, `'{}'::int[]`, `x in (1, 2)`. */
const TYPES =
  /^(?:varchar|char|character|varying|numeric|decimal|bit|varbit|time|timestamp|timestamptz|timetz|interval|float|in|and|or|not|any|all|as|cast|values|precision)$/
