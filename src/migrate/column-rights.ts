import { literal, qualified } from '../schema/quote.js'
import { standIn } from './parts.js'
import type { Retype } from './retype.js'

/**
 * The statement that gives columns which are to take the places of others what these were given by hand, and would go with
 * them: grants on the column alone, and how many values ANALYZE notes.
 */
export function besideRightsSql(retypes: readonly Retype[]): string {
  const places = retypes.map(
    ({ table, before, after }) =>
      `(${literal(qualified(table))}::regclass, ${literal(before.name)}, ${literal(standIn(after.name))})`,
  )
  return `-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ${places.join(', ')})
    select format('grant %s (%I) on %s to %s%s', privilege_type, beside, owner,
      coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
    from places join pg_attribute on attrelid = owner and attname = gone, aclexplode(attacl)
    union all
    select format('alter table %s alter column %I set statistics %s', owner, beside, attstattarget)
    from places join pg_attribute on attrelid = owner and attname = gone where attstattarget >= 0
  loop
    execute statement;
  end loop;
end
$$;`
}
