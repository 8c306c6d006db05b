import { ident } from '../schema/quote.js'
import type { Column, Table } from '../schema/schema.js'
import {
  addStep,
  changeTable,
  columnName,
  columnPairs,
  findNamed,
  isOffline,
  type Journey,
  refuse,
  tablePairs,
} from './journey.js'
import type { RetypeGroup } from './retype.js'
import { uses, withoutColumn } from './table-edits.js'
import { alter } from './table-sql.js'

/** Generated columns whose expression or kind is another: what they hold is computed again. */
export function recomputeGenerated(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const [before, after] of columnPairs(from, to)) {
      const isSameExpression = before.generated === after.generated && before.isVirtual === after.isVirtual
      const isOther = !isSameExpression || (after.generated !== undefined && before.type !== after.type)
      if (!isOther) continue
      if (after.generated === undefined && before.isVirtual === undefined) dropExpression(journey, from, before)
      else if (canSetExpression(journey, before, after)) setExpression(journey, from, before, after)
      else recompute(journey, from, before, after)
    }
  }
}

function dropExpression(journey: Journey, table: Table, before: Column): void {
  addStep(
    journey,
    `keep the values of ${columnName(table, before.name)}`,
    `${alter(table)} alter column ${ident(before.name)} drop expression;`,
  )
  changeTable(journey, table, (each) => ({
    ...each,
    columns: each.columns.map((column) => (column.name === before.name ? { ...column, generated: undefined } : column)),
  }))
}

/** PostgreSQL 17 computes a stored column anew where it stands, with all that is built on it. */
function canSetExpression({ hints }: Journey, before: Column, after: Column): boolean {
  const isStored = [before, after].every(
    ({ generated, isVirtual }) => generated !== undefined && isVirtual === undefined,
  )
  return hints.postgres >= 17 && isStored && before.type === after.type && before.collation === after.collation
}

function setExpression(journey: Journey, table: Table, before: Column, { generated = '' }: Column): void {
  const name = columnName(table, before.name)
  if (!isOffline(journey, table)) refuseRewrite(journey, name)
  journey.conversions.set(name, generated)
  addStep(
    journey,
    `compute ${name} anew`,
    `${alter(table)} alter column ${ident(before.name)} set expression as (${generated});`,
  )
  changeTable(journey, table, (each) => ({
    ...each,
    columns: each.columns.map((column) => (column.name === before.name ? { ...column, generated } : column)),
  }))
}

/** Dropped and added again; the columns phase adds what is missing. */
function recompute(journey: Journey, table: Table, before: Column, after: Column): void {
  const name = columnName(table, before.name)
  if (before.generated === undefined) {
    refuse(journey, {
      code: 'MG111',
      subject: name,
      message: 'the column is to be generated, which would replace the values that it has',
      hint: 'generate a column with another name, and drop this one',
    })
  }
  if (after.generated === undefined) {
    refuse(journey, {
      code: 'MG114',
      subject: name,
      message: 'PostgreSQL cannot keep the values of a virtual generated column, which are stored nowhere',
      hint: 'add a column with another name and "backfill" it, and drop this one',
    })
  }
  if (after.generated !== undefined) journey.conversions.set(name, after.generated)
  addStep(journey, `drop column ${name}`, `${alter(table)} drop column ${ident(before.name)};`)
  changeTable(journey, table, (each) => withoutColumn(each, before.name))
}

/** A generated column stands in the way of a change of what it is computed from; it is computed again behind. */
export function dropGenerated(journey: Journey, { retypes }: RetypeGroup): void {
  for (const { table, before } of retypes) {
    const known = findNamed(journey.now.tables, table)
    for (const column of known?.columns ?? []) {
      if (!uses(column.generated, before.name)) continue
      addStep(
        journey,
        `drop column ${columnName(table, column.name)}`,
        `${alter(table)} drop column ${ident(column.name)};`,
      )
      changeTable(journey, table, (each) => withoutColumn(each, column.name))
    }
  }
}

/** Refuses what has PostgreSQL compute a stored generated column for all rows while the table is used. */
export function refuseRewrite(journey: Journey, subject: string): void {
  refuse(journey, {
    code: 'MG106',
    subject,
    message: 'PostgreSQL adds a stored generated column only while it locks the table and writes every row anew',
    hint: 'plan a quiet moment and write "online: false" in the model, or make it virtual from PostgreSQL 18 on: "generated: { sql: ..., stored: false }"',
  })
}
