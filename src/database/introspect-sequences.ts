import type { Sequence, SequenceOptions } from '../schema/schema.js'
import { isNotOfExtension, isOurs } from './catalog-scope.js'
import type { Queryable } from './queryable.js'
import { optionalText, text } from './row.js'

/** Sequences that are objects of their own, sorted by name: those of identity columns belong to the column. */
export async function readSequences(db: Queryable): Promise<Sequence[]> {
  const rows = await db.query(`
    select n.nspname, c.relname, format_type(s.seqtypid, null) as type, ${sequenceOptionColumns('s')},
      tn.nspname as table_schema, t.relname as table_name, a.attname as column_name,
      obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
    left join pg_class t on t.oid = d.refobjid left join pg_namespace tn on tn.oid = t.relnamespace
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where c.relkind = 'S' and d.deptype is distinct from 'i'
      and ${isOurs('n.nspname')} and ${isNotOfExtension('pg_class', 'c.oid')}
    order by n.nspname, c.relname`)
  return rows.map(sequenceOf)
}

/** What `sequenceOptionsOf` reads, of a `pg_sequence` by its alias. */
export function sequenceOptionColumns(alias: string): string {
  const numbers = ['seqstart', 'seqincrement', 'seqmin', 'seqmax', 'seqcache']
  return [...numbers.map((name) => `${alias}.${name}::text`), `${alias}.seqcycle`].join(', ')
}

/** What differs from a sequence of the type for which nothing was said. */
export function sequenceOptionsOf(row: Record<string, unknown>, type: string): SequenceOptions {
  const [smallest, largest] = bounds[type] ?? bounds.bigint
  const isFalling = text(row, 'seqincrement').startsWith('-')
  const minimum = unless(row, 'seqmin', isFalling ? smallest : '1')
  const maximum = unless(row, 'seqmax', isFalling ? '-1' : largest)
  return {
    start: unless(row, 'seqstart', text(row, isFalling ? 'seqmax' : 'seqmin')),
    increment: unless(row, 'seqincrement', '1'),
    minimum,
    maximum,
    cache: unless(row, 'seqcache', '1'),
    cycle: row['seqcycle'] === true ? true : undefined,
  }
}

const bounds: Readonly<Record<string, readonly [string, string]>> & { readonly bigint: readonly [string, string] } = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

function unless(row: Record<string, unknown>, column: string, usual: string): string | undefined {
  const value = text(row, column)
  return value === usual ? undefined : value
}

function sequenceOf(row: Record<string, unknown>): Sequence {
  const type = text(row, 'type')
  const [tableSchema, tableName] = [optionalText(row, 'table_schema'), optionalText(row, 'table_name')]
  const column = optionalText(row, 'column_name')
  const isOwned = tableSchema !== undefined && tableName !== undefined && column !== undefined
  return {
    schema: text(row, 'nspname'),
    name: text(row, 'relname'),
    type: type === 'smallint' || type === 'integer' ? type : 'bigint',
    options: sequenceOptionsOf(row, type),
    ownedBy: isOwned ? { table: { schema: tableSchema, name: tableName }, column } : undefined,
    comment: optionalText(row, 'comment'),
  }
}
