import { ident } from '../schema/quote.js'
import type { Column, QualifiedName, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { validate } from './constraints.js'
import { addStep, columnName, isOffline, type Journey, originOf } from './journey.js'
import { NEVER_NULL } from './lost-sources.js'
import { notNullName } from './not-null-names.js'
import { clipped } from './parts.js'
import { checkNoRow } from './preflight.js'
import { alter } from './table-sql.js'

/**
 * NOT NULL by way of a check that is validated while rows can be read and written: PostgreSQL then needs no look at the
 * rows. From 18 on NOT NULL can itself be validated behind. `refill` gives rows a value that came without one before the
 * check was there.
 */
export function setNotNull(journey: Journey, table: Table, { name }: Column, refill: (() => void) | undefined): void {
  const title = `set not null of ${columnName(table, name)}`
  const set = `${alter(table)} alter column ${ident(name)} set not null;`
  if (isOffline(journey, table)) {
    addStep(journey, title, set)
    return
  }
  const isValidatedBehind = journey.hints.postgres >= 18 && table.partitionBy === undefined
  const constraint = isValidatedBehind ? notNullName(journey, table, name) : undefined
  if (constraint !== undefined) {
    addStep(journey, title, `${alter(table)} add constraint ${ident(constraint)} not null ${ident(name)} not valid;`)
    refill?.()
    validate(journey, table, 'not null', constraint)
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

/** Adds a check that what a column is filled with is something, where that is made of columns that are there. */
export function checkFilled(journey: Journey, table: Table, { name }: Column, backfill: string, isNew: boolean): void {
  const origin = originOf(journey, table)
  const mayBeNull = table.columns.filter(({ name: own }) => {
    const old = journey.moves.columns[columnName(table, own)] ?? own
    return origin?.columns.some((before) => before.name === old && before.nullable) === true
  })
  const used = namesIn(
    backfill,
    mayBeNull.map((column) => column.name),
  )
  if (used.length === 0 || NEVER_NULL.test(backfill) || /\bselect\b/i.test(backfill)) return
  const subject = columnName(table, name)
  checkNoRow(
    journey,
    table,
    isNew ? `(${backfill}) is null` : `${ident(name)} is null and (${backfill}) is null`,
    `every row gets ${subject}: ${backfill}`,
    `fill what it is made of, or write another "backfill" at ${subject}`,
  )
}
