import { ident, qualified } from '../schema/quote.js'
import type { Column, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { columnName, findNamed, type Journey, refuse } from './journey.js'

/** Functions that may give a value where their arguments have none. */
export const NEVER_NULL = /\b(?:coalesce|case|concat|concat_ws|format|num_nulls|jsonb?_build_(?:array|object))\b/i

/**
 * Refuses a new column that must have a value and gets it from what goes in the same migration: after down that is back
 * without values, and up could not be applied again.
 */
export function refuseLostSource(journey: Journey, table: Table, column: Column, backfill: string): void {
  if (column.nullable || NEVER_NULL.test(backfill)) return
  const source = lostColumn(journey, table, backfill)
  const subject = columnName(table, column.name)
  const later = (name: string): string => `keep ${name} for now, and drop it with a later migration`
  if (source !== undefined) {
    const name = ident(source.name)
    refuse(journey, {
      code: 'MG124',
      subject,
      message: `its values come from ${columnName(table, source.name)}, which is dropped: after down that is empty, and up cannot be applied again`,
      hint: `${later(name)}; if it is the same column, write "renamed_from: ${source.name}", and "using" where values change; or write "coalesce(${name}, ...)" for rows without`,
    })
    return
  }
  const gone = lostTable(journey, backfill)
  if (gone === undefined) return
  refuse(journey, {
    code: 'MG124',
    subject,
    message: `its values come from ${qualified(gone)}, which is dropped: after down that is empty, and up cannot be applied again`,
    hint: `${later(qualified(gone))}; or write "coalesce((select ...), ...)" for rows without`,
  })
}

/** One that has a default comes back with a value. */
function lostColumn({ now }: Journey, table: Table, backfill: string): Column | undefined {
  const isEmptyThen = ({ name, default: value, identity, generated }: Column): boolean =>
    value === undefined &&
    identity === undefined &&
    generated === undefined &&
    !table.columns.some((column) => column.name === name)
  const gone = findNamed(now.tables, table)?.columns.filter(isEmptyThen) ?? []
  const [first] = namesIn(
    backfill,
    gone.map(({ name }) => name),
  )
  return gone.find(({ name }) => name === first)
}

function lostTable({ now, goal }: Journey, backfill: string): Table | undefined {
  return now.tables.find(
    (each) => findNamed(goal.tables, each) === undefined && namesIn(backfill, [each.name]).length > 0,
  )
}
