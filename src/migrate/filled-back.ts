import type { Hints } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, ForeignKeyConstraint, Table } from '../schema/schema.js'
import { namesIn, renamedIn } from '../schema/sql-words.js'
import { columnName, isSame, type Moves } from './journey.js'

/** A table before, what became of it, and what its columns are called then by what they were called. */
interface Way {
  readonly next: Table
  readonly moves: Moves
  readonly later: ReadonlyMap<string, string>
}

/**
 * A table as it comes back where up fills columns of it: these values stay, and need not meet what the old schema asks of
 * them and the new one does not. Such foreign keys and checks come back not valid, which `losses` says.
 */
export function withFilledColumns(table: Table, next: Table, moves: Moves, hints: Hints, losses: string[]): Table {
  const old = (name: string): string => moves.columns[columnName(next, name)] ?? name
  const later = new Map(next.columns.map(({ name }) => [old(name), name]))
  const isFilled = ({ name, nullable }: Table['columns'][number]): boolean => {
    const column = next.columns.find((each) => each.name === later.get(name))
    if (column === undefined || column.nullable || !nullable) return false
    return hints.columns[columnName(next, column.name)]?.backfill !== undefined
  }
  const filled = table.columns.filter(isFilled).map(({ name }) => name)
  if (filled.length === 0) return table
  const way = { next, moves, later }
  const loosen = <Part extends CheckConstraint | ForeignKeyConstraint>(part: Part, what: string): Part => {
    losses.push(`the ${what} ${ident(part.name)} comes back not valid`)
    return { ...part, notValid: true as const }
  }
  const foreignKeys = table.foreignKeys.map((key) => {
    const isLoose = key.notValid !== true && key.columns.some((name) => filled.includes(name)) && !isKeptKey(key, way)
    return isLoose ? loosen(key, 'foreign key') : key
  })
  const checks = table.checks.map((check) => {
    const isLoose = check.notValid !== true && namesIn(check.sql, filled).length > 0 && !isKeptCheck(check, way)
    return isLoose ? loosen(check, 'check') : check
  })
  return { ...table, foreignKeys, checks }
}

/** Whether rows have to lead to the same table afterwards too. */
function isKeptKey({ columns, target, targetColumns }: ForeignKeyConstraint, { next, moves, later }: Way): boolean {
  const oldTarget = (key: ForeignKeyConstraint): string => qualified(moves.tables[qualified(key.target)] ?? key.target)
  const oldColumn = (key: ForeignKeyConstraint, name: string): string =>
    moves.columns[columnName(key.target, name)] ?? name
  const wanted = columns.map((name) => later.get(name) ?? name)
  return next.foreignKeys.some(
    (key) =>
      key.notValid !== true &&
      oldTarget(key) === qualified(target) &&
      isSame(key.columns, wanted) &&
      isSame(
        key.targetColumns.map((name) => oldColumn(key, name)),
        targetColumns,
      ),
  )
}

function isKeptCheck({ sql }: CheckConstraint, { next, later }: Way): boolean {
  const renamed = renamedIn(sql, new Map([...later].map(([old, now]) => [old, ident(now)])))
  return next.checks.some((check) => check.notValid !== true && (check.sql === renamed || check.sql === sql))
}
