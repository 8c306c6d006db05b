import { ident, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, Table } from '../schema/schema.js'
import { addFill } from './fill.js'
import { refuseRewrite } from './generated.js'
import { addIdentityColumn, changeIdentity } from './identity.js'
import {
  addStep,
  changeTable,
  columnName,
  findNamed,
  isOffline,
  isSame,
  type Journey,
  refuse,
  tablePairs,
} from './journey.js'
import { refuseLostSource } from './lost-sources.js'
import { movedHint } from './new-places.js'
import { checkFilled, checkNotNull, setNotNull } from './not-null.js'
import { dependentsOf, withColumn, withoutColumn, withoutReferences } from './table-edits.js'
import { alter, columnCommentSql, columnSql, defaultSql } from './table-sql.js'
import { isVolatile } from './volatility.js'

/** Adds the columns that are new, in the order of the spec. */
export function addColumns(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const column of to.columns) {
      if (from.columns.some(({ name }) => name === column.name)) continue
      addColumn(journey, to, column)
      changeTable(journey, to, (table) => withColumn(table, column))
    }
  }
}

/** Drops the columns that the spec no longer has: the last thing that happens to a table. */
export function dropColumns(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const gone = from.columns.filter(({ name }) => !to.columns.some((column) => column.name === name))
    // What is computed from a column goes before it.
    const derived = gone.filter(({ generated }) => generated !== undefined)
    for (const column of [...derived, ...gone.filter((each) => !derived.includes(each))]) {
      dropColumn(journey, findNamed(journey.now.tables, from) ?? from, column)
    }
  }
}

/** Changes defaults, identity and NOT NULL of columns whose type is as it is to be. */
export function alterColumns(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const after of to.columns) {
      const before = from.columns.find(({ name }) => name === after.name)
      if (before !== undefined && !isSame(before, after)) alterColumn(journey, to, before, after)
    }
  }
}

/** Lets columns hold NULL that could not; those of a primary key once that is another or gone. */
export function dropNotNull(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const after of to.columns) {
      const before = from.columns.find(({ name }) => name === after.name)
      if (before === undefined || before.nullable || !after.nullable) continue
      if (from.primaryKey?.columns.includes(after.name) === true) continue
      addStep(
        journey,
        `drop not null of ${columnName(to, after.name)}`,
        `${alterColumnSql(to, after.name)} drop not null;`,
      )
      changeTable(journey, to, (table) => withColumn(table, { ...before, nullable: true }))
    }
  }
}

/** `alter table posts alter column title` */
export function alterColumnSql(table: QualifiedName, column: string): string {
  return `${alter(table)} alter column ${ident(column)}`
}

/** A column that goes, with what PostgreSQL drops along with it, which is said. */
function dropColumn(journey: Journey, table: Table, column: Column): void {
  const subject = columnName(table, column.name)
  const isDerived = column.generated !== undefined
  if (journey.hints.drops.columns.includes(subject)) {
    const along = dependentsOf(table, column.name)
    journey.allowed.push(
      `drop column ${subject}${along.length === 0 ? '' : `, and ${along.map(ident).join(', ')} with it`}`,
    )
  } else if (!isDerived) refuse(journey, lostColumn(journey, table, column))
  addStep(journey, `drop column ${subject}`, `${alter(table)} drop column ${ident(column.name)};`)
  changeTable(journey, table, (each) => withoutColumn(each, column.name))
  journey.now = withoutReferences(journey.now, table, column.name)
}

/** Dropped, or renamed: it is for the spec to say. */
function lostColumn(journey: Journey, table: Table, column: Column) {
  const subject = columnName(table, column.name)
  const goal = journey.goal.tables.find((each) => each.schema === table.schema && each.name === table.name)
  const origin = journey.origin.tables.find(
    (each) => qualified(each) === qualified(journey.moves.tables[qualified(table)] ?? table),
  )
  const fresh = goal?.columns.find(
    ({ name, type }) =>
      type === column.type &&
      origin?.columns.some((each) => each.name === name) === false &&
      journey.moves.columns[columnName(table, name)] === undefined,
  )
  const rename =
    fresh === undefined ? '' : `; if it is now ${ident(fresh.name)}, write "renamed_from: ${column.name}" there`
  const moved = fresh === undefined ? movedHint(journey, column) : ''
  return {
    code: 'MG105',
    subject,
    message: 'the column is gone from the spec; dropped, it would lose its values',
    hint: `put it back, or write "drop: [${column.name}]" in the model${rename}${moved}`,
  }
}

function addColumn(journey: Journey, table: Table, column: Column): void {
  const backfill = journey.hints.columns[columnName(table, column.name)]?.backfill
  const mustFill = journey.direction === 'up' ? backfill : undefined
  const isVaried = column.default !== undefined && isVolatile(column.default)
  if (mustFill !== undefined) {
    refuseLostSource(journey, table, column, mustFill)
    if (!column.nullable) checkFilled(journey, table, column, mustFill, true)
    addAndFill(journey, table, column, mustFill)
  } else if (isOffline(journey, table)) {
    if (column.identity === undefined && column.generated === undefined) refuseWithoutValue(journey, table, column)
    addAtOnce(journey, table, column)
  } else if (column.identity !== undefined) addIdentityColumn(journey, table, column)
  else if (column.generated !== undefined) addGenerated(journey, table, column)
  else if (isVaried) addAndFill(journey, table, column, column.default ?? '')
  else {
    refuseWithoutValue(journey, table, column)
    addAtOnce(journey, table, column)
  }
}

function refuseWithoutValue(journey: Journey, table: Table, column: Column): void {
  if (column.nullable || column.default !== undefined) return
  refuse(journey, {
    code: 'MG107',
    subject: columnName(table, column.name),
    message: 'the column must have a value, and the rows that exist have none',
    hint: 'write "backfill: <expression>" for them, give the column a default, or make it nullable',
  })
}

/** One statement: neither written anew nor read, where the value is the same for all rows. */
function addAtOnce(journey: Journey, table: Table, column: Column): void {
  addStep(
    journey,
    `add column ${columnName(table, column.name)}`,
    `${alter(table)} add column ${columnSql(column)};`,
    ...(column.comment === undefined ? [] : [columnCommentSql(table, column.name, column.comment)]),
  )
}

/** A value that differs from row to row would write the table anew under a lock: it is filled in behind. */
function addAndFill(journey: Journey, table: Table, column: Column, value: string): void {
  const isFixed = column.default !== undefined && !isVolatile(column.default)
  const bare = { ...column, nullable: true, default: undefined }
  const name = columnName(table, column.name)
  addStep(
    journey,
    `add column ${name}`,
    `${alter(table)} add column ${columnSql(bare)};`,
    ...(column.default === undefined
      ? []
      : [`${alterColumnSql(table, column.name)} set default ${defaultSql(column.default)};`]),
    ...(column.comment === undefined ? [] : [columnCommentSql(table, column.name, column.comment)]),
  )
  if (!isFixed || value !== column.default) journey.allowed.push(`fill ${name} with ${value}`)
  const known = withColumn(table, { ...bare, default: column.default })
  fillNulls(journey, known, column, value)
  if (!column.nullable) setNotNull(journey, known, column, () => fillNulls(journey, known, column, value, REST))
}

/** Rows that came without a value before a check kept them out. */
const REST = ': what came meanwhile'

/** Gives the rows without a value one. */
export function fillNulls(journey: Journey, table: Table, { name }: Column, value: string, rest = ''): void {
  addFill(journey, table, {
    title: `fill ${columnName(table, name)}${rest}`,
    set: `${ident(name)} = ${value}`,
    where: `${ident(name)} is null`,
  })
}

/** A virtual column costs nothing; a stored one is computed for every row while the table is locked. */
function addGenerated(journey: Journey, table: Table, column: Column): void {
  if (column.isVirtual !== true) {
    refuseRewrite(journey, columnName(table, column.name))
  }
  addAtOnce(journey, table, column)
}

function alterColumn(journey: Journey, table: Table, before: Column, after: Column): void {
  changeIdentity(journey, table, before, after)
  changeDefault(journey, table, before, after)
  if (before.nullable && !after.nullable) {
    const name = columnName(table, after.name)
    const backfill = journey.direction === 'up' ? journey.hints.columns[name]?.backfill : undefined
    const known = withColumn(table, { ...after, nullable: true })
    if (backfill === undefined) {
      checkNotNull(journey, table, after)
      setNotNull(journey, known, after, undefined)
    } else {
      journey.allowed.push(`fill ${name} with ${backfill}`)
      checkFilled(journey, table, after, backfill, false)
      const value = journey.conversions.get(name) ?? ident(after.name)
      journey.conversions.set(name, `coalesce(${value}, ${backfill})`)
      fillNulls(journey, known, after, backfill)
      setNotNull(journey, known, after, () => fillNulls(journey, known, after, backfill, REST))
    }
  }
  if (before.comment !== after.comment) {
    addStep(
      journey,
      `comment on column ${columnName(table, after.name)}`,
      columnCommentSql(table, after.name, after.comment),
    )
  }
  // Identity asks for NOT NULL, which a key does too: it is taken away behind both.
  const nullable = before.nullable && after.nullable
  changeTable(journey, table, (each) => withColumn(each, { ...after, nullable }))
}

function changeDefault(journey: Journey, table: Table, before: Column, after: Column): void {
  if (before.default === after.default || before.identity !== after.identity) return
  const column = alterColumnSql(table, after.name)
  const title = `default of ${columnName(table, after.name)}`
  if (after.default === undefined) addStep(journey, `drop ${title}`, `${column} drop default;`)
  else addStep(journey, `set ${title}`, `${column} set default ${defaultSql(after.default)};`)
}
