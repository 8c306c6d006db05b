import { ident } from '../schema/quote.js'
import type { Column, QualifiedName, Table } from '../schema/schema.js'
import { validate } from './constraints.js'
import { addStep, columnName, isOffline, type Journey } from './journey.js'
import { clipped } from './parts.js'
import { checkNoRow } from './preflight.js'
import { alter } from './table-sql.js'

/**
 * NOT NULL by way of a check that is validated while rows can be read and written: PostgreSQL then needs no look at the
 * rows. `refill` gives rows a value that came without one before the check was there.
 */
export function setNotNull(journey: Journey, table: Table, { name }: Column, refill: (() => void) | undefined): void {
  const title = `set not null of ${columnName(table, name)}`
  const set = `${alter(table)} alter column ${ident(name)} set not null;`
  if (isOffline(journey, table)) {
    addStep(journey, title, set)
    return
  }
  const check = checkName(table, name)
  addStep(
    journey,
    `expect values of ${columnName(table, name)}`,
    `${alter(table)} add constraint ${ident(check)} check (${ident(name)} is not null) not valid;`,
  )
  refill?.()
  validate(journey, table, 'check', check)
  addStep(journey, title, set, `${alter(table)} drop constraint ${ident(check)};`)
}

/** Adds a check that no row is without a value. */
export function checkNotNull(journey: Journey, table: Table, { name }: Column): void {
  const subject = columnName(table, name)
  checkNoRow(
    journey,
    table,
    `${ident(name)} is null`,
    `every row has ${subject}`,
    `fill it, or write "backfill: <expression>" at ${subject}`,
  )
}

/** PostgreSQL 18 has constraints of its own that end in `_not_null`. */
export function checkName(table: QualifiedName, column: string): string {
  return clipped(`${table.name}_${column}`, '__not_null')
}
