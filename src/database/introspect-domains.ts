import type { CheckConstraint, Domain } from '../schema/schema.js'
import { isNotOfExtension, isOurs } from './catalog-scope.js'
import type { Queryable } from './queryable.js'
import { objectList, optionalText, text } from './row.js'

/** Domains, sorted by name. NOT NULL is a property of the domain, also where PostgreSQL lists it among its constraints. */
export async function readDomains(db: Queryable): Promise<Domain[]> {
  const rows = await db.query(`
    select n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod) as type, t.typnotnull,
      case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end as collation,
      coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) as expression, obj_description(t.oid, 'pg_type') as comment,
      (select json_agg(json_build_object('name', con.conname, 'sql', pg_get_expr(con.conbin, 0),
          'not_valid', case when con.convalidated then null else 'true' end) order by con.conname)::text
        from pg_constraint con where con.contypid = t.oid and con.contype = 'c') as checks
    from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
    where t.typtype = 'd' and ${isOurs('n.nspname')} and ${isNotOfExtension('pg_type', 't.oid')}
    order by n.nspname, t.typname`)
  return rows.map((row) => ({
    schema: text(row, 'nspname'),
    name: text(row, 'typname'),
    type: text(row, 'type'),
    collation: optionalText(row, 'collation'),
    nullable: row['typnotnull'] === false,
    default: optionalText(row, 'expression'),
    checks: objectList(row, 'checks').map(checkOf),
    comment: optionalText(row, 'comment'),
  }))
}

function checkOf(row: Record<string, unknown>): CheckConstraint {
  const notValid = optionalText(row, 'not_valid') === undefined ? undefined : true
  return { name: text(row, 'name'), sql: text(row, 'sql'), notValid }
}
