import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, Table } from '../schema/schema.js'
import { changeTable, columnName, findNamed, type Journey, refuse } from './journey.js'
import { type RenamePair, renamePairs } from './rename-order.js'
import { withColumn } from './table-edits.js'
import { alter } from './table-sql.js'

/** The bytes that PostgreSQL has for a name. */
const LONGEST = 63

/**
 * What the constraint of a column that is not null is called from PostgreSQL 18 on: `notes_title_not_null`. Undefined
 * where the name is too long to be told from others, or where another constraint of the table has it.
 */
export function notNullName({ now }: Journey, table: Table, column: string): string | undefined {
  const name = conventional(table, column)
  const constraints = [table, findNamed(now.tables, table) ?? table].flatMap((each) => [
    each.primaryKey,
    ...each.uniques,
    ...each.foreignKeys,
    ...each.checks,
    ...each.exclusions,
  ])
  const isTaken = constraints.some((constraint) => constraint?.name === name)
  return isTaken || Buffer.byteLength(name) > LONGEST ? undefined : name
}

/**
 * The statement that makes room for a check by the name of such a constraint; none where no column has one. A column that
 * need not have a value any more gives it up together with its name, another one is a refusal.
 */
export function makeRoom(journey: Journey, table: Table, check: string): string[] {
  const known = findNamed(journey.now.tables, table)
  const column = known?.columns.find((each) => !each.nullable && conventional(table, each.name) === check)
  if (known === undefined || column === undefined) return []
  const later = table.columns.find(({ name }) => name === column.name)
  const isKept = later?.nullable === false || known.primaryKey?.columns.includes(column.name) === true
  if (isKept) {
    refuse(journey, {
      code: 'MG126',
      subject: `${qualified(table)}.${ident(check)}`,
      message: `from PostgreSQL 18 on the NOT NULL of ${columnName(table, column.name)} has that name already`,
      hint: 'give the check another name',
    })
    return []
  }
  changeTable(journey, table, (each) => withColumn(each, { ...column, nullable: true }))
  return [`${alter(table)} alter column ${ident(column.name)} drop not null;`]
}

/**
 * What renames such constraints after their columns, which PostgreSQL does not do: a new column by the old name may want a
 * constraint by that name. It looks first whether they are there: in a database that was not made by migrations they may
 * be called anything.
 */
export function notNullNamesSql(
  { hints }: Journey,
  table: Table,
  renamed: readonly { readonly column: Column; readonly to: string }[],
): string[] {
  // Constraints of a partitioned table are never named by a migration.
  if (hints.postgres < 18 || table.partitionBy !== undefined) return []
  const named = (column: string): QualifiedName => ({ schema: '', name: conventional(table, column) })
  const pairs = renamed.flatMap(({ column, to }): RenamePair[] => {
    const pair = { from: named(column.name), to: named(to) }
    const isShort = [pair.from, pair.to].every(({ name }) => Buffer.byteLength(name) <= LONGEST)
    return column.nullable || !isShort ? [] : [pair]
  })
  return pairs.length === 0 ? [] : [renameSql(table, renamePairs(pairs))]
}

function renameSql(table: Table, pairs: readonly RenamePair[]): string {
  const own = `conrelid = ${literal(qualified(table))}::regclass and contype = 'n'`
  const renames = pairs.map(
    ({ from, to }) => `  if exists (select from pg_constraint where ${own} and conname = ${literal(from.name)}) then
    ${alter(table)} rename constraint ${ident(from.name)} to ${ident(to.name)};
  end if;
`,
  )
  return `do $$\nbegin\n${renames.join('')}end\n$$;`
}

function conventional(table: QualifiedName, column: string): string {
  return `${table.name}_${column}_not_null`
}
