import type { Column, SequenceOptions } from '../schema/schema.js'
import { andAmong, isOurTable } from './catalog-scope.js'
import { sequenceOptionColumns, sequenceOptionsOf } from './introspect-sequences.js'
import type { Queryable } from './queryable.js'
import { optionalText, text } from './row.js'

/**
 * A NOT NULL that was not validated, which PostgreSQL 18 knows, promises nothing about the rows that are there: the column
 * counts as nullable, although `attnotnull` is true for it from the moment that new rows have to fulfil it.
 */
const isNullable = `not a.attnotnull or exists (select from pg_constraint con
        where con.conrelid = a.attrelid and con.contype = 'n' and not con.convalidated and con.conkey = array[a.attnum])`

/** Columns by the OID of their table, in the order of the table. */
export async function readColumns(db: Queryable, only?: readonly string[]): Promise<Map<string, Column[]>> {
  const rows = await db.query(`
    select a.attrelid::int8::text as oid, a.attname, format_type(a.atttypid, a.atttypmod) as type,
      case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
      ${isNullable} as nullable, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) as expression,
      col_description(a.attrelid, a.attnum) as comment, s.seqrelid is not null as has_sequence, ${sequenceOptionColumns('s')}
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_depend i on a.attidentity <> '' and i.refclassid = 'pg_class'::regclass and i.refobjid = a.attrelid
      and i.refobjsubid = a.attnum and i.classid = 'pg_class'::regclass and i.deptype = 'i'
    left join pg_sequence s on s.seqrelid = i.objid
    where a.attnum > 0 and not a.attisdropped and ${isOurTable}${andAmong('a.attrelid', only)}
    order by a.attrelid, a.attnum`)
  const columns = new Map<string, Column[]>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    const own = columns.get(oid)
    if (own === undefined) columns.set(oid, [columnOf(row)])
    else own.push(columnOf(row))
  }
  return columns
}

function columnOf(row: Record<string, unknown>): Column {
  const expression = optionalText(row, 'expression')
  const generated = text(row, 'attgenerated')
  const identity = text(row, 'attidentity')
  return {
    name: text(row, 'attname'),
    type: text(row, 'type'),
    collation: optionalText(row, 'collation'),
    nullable: row['nullable'] === true,
    default: generated === '' ? expression : undefined,
    identity: identity === 'a' ? 'always' : identity === 'd' ? 'by default' : undefined,
    identityOptions: row['has_sequence'] === true ? identityOptionsOf(row) : undefined,
    generated: generated === '' ? undefined : expression,
    isVirtual: generated === 'v' ? true : undefined,
    comment: optionalText(row, 'comment'),
  }
}

function identityOptionsOf(row: Record<string, unknown>): SequenceOptions | undefined {
  const options = sequenceOptionsOf(row, text(row, 'type'))
  return Object.values(options).every((value) => value === undefined) ? undefined : options
}
