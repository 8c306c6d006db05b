import { qualified } from '../schema/quote.js'
import type { Column, Table } from '../schema/schema.js'
import { columnName, findNamed, type Journey } from './journey.js'

/** Ends a hint where a column that goes may have moved to another table; empty where no other has one like it that is new. */
export function movedHint(journey: Journey, { name, type }: Column): string {
  const isLike = (column: Column): boolean => column.name === name && column.type === type
  const table = journey.goal.tables.find((each) => {
    const before = beforeOf(journey, each)
    return before?.columns.some((column) => column.name === name) !== true && each.columns.some(isLike)
  })
  return table === undefined ? '' : copyHint(columnName(table, name))
}

/** Ends a hint where columns of a table that goes may have moved to one that stays. */
export function mergedHint(journey: Journey, { columns, primaryKey }: Table): string {
  const values = columns.filter(({ name }) => primaryKey?.columns.includes(name) !== true)
  const table = journey.goal.tables.find((each) => {
    const before = beforeOf(journey, each)
    const isNew = ({ name }: Column): boolean => before?.columns.some((column) => column.name === name) === false
    return values.some(({ name, type }) =>
      each.columns.some((own) => own.name === name && own.type === type && isNew(own)),
    )
  })
  return table === undefined ? '' : copyHint(`in ${qualified(table)}`)
}

function copyHint(place: string): string {
  return `; if it is now ${place}, let both be there until a migration of your own has copied the values ("dbgen migrate new")`
}

function beforeOf({ origin, moves }: Journey, table: Table): Table | undefined {
  return findNamed(origin.tables, moves.tables[qualified(table)] ?? table)
}
