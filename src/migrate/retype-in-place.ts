import { ident, qualified } from '../schema/quote.js'
import type { Column, ForeignKeyConstraint, Table } from '../schema/schema.js'
import { hasExpressionOver } from './indexes.js'
import { addStep, changeTable, columnName, findNamed, isSameName, type Journey } from './journey.js'
import { clipped } from './parts.js'
import type { Retype, RetypeGroup } from './retype.js'
import { uses } from './table-edits.js'
import { alter, defaultSql, typeSql } from './table-sql.js'
import { createEnumSql, enumCommentSql } from './types.js'

/** A change of type that neither writes the table anew nor changes a value. */
export function alterType(journey: Journey, table: Table, before: Column, after: Column): void {
  addStep(
    journey,
    `change ${columnName(table, after.name)} from ${before.type} to ${after.type}`,
    `${alter(table)} alter column ${ident(after.name)} type ${typeSql(after)};`,
    // PostgreSQL keeps the default as a value of the old type.
    ...(after.default === undefined || before.default === undefined
      ? []
      : [`${alter(table)} alter column ${ident(after.name)} set default ${defaultSql(after.default)};`]),
  )
  changeTable(journey, table, (each) => ({
    ...each,
    columns: each.columns.map((column) =>
      column.name === after.name
        ? { ...column, type: after.type, default: column.default && (after.default ?? column.default) }
        : column,
    ),
  }))
}

/**
 * Writes the tables anew with the other types, in one transaction. Foreign keys, checks and expressions over the columns
 * are taken away before and made again behind, by the parts of the planner that find them missing.
 */
export function alterInPlace(journey: Journey, { retypes, enums }: RetypeGroup): void {
  const obstacles = retypes.flatMap((retype) => clearAway(journey, retype))
  const words = [
    ...enums.map(({ after }) => `values of enum ${qualified(after)}`),
    ...retypes.map(({ table, after }) => columnName(table, after.name)),
  ]
  const old = (name: string): string => clipped(name, '__old')
  addStep(
    journey,
    `change ${words.join(', ')}`,
    ...new Set(obstacles),
    ...enums.flatMap(({ before, after }) => [
      `alter type ${qualified(before)} rename to ${ident(old(before.name))};`,
      createEnumSql(after),
      ...enumCommentSql(after),
    ]),
    ...retypes.map(alterSql),
    ...enums.map(({ before }) => `drop type ${qualified({ ...before, name: old(before.name) })};`),
  )
  journey.now = {
    ...journey.now,
    enums: journey.now.enums.map((type) => enums.find(({ before }) => isSameName(before, type))?.after ?? type),
  }
  for (const retype of retypes) noteType(journey, retype)
}

/** The type, and the default along with it, which need not fit the type in between. */
function alterSql({ table, before, after, using }: Retype): string {
  const column = `alter column ${ident(after.name)}`
  const isPlain = using === ident(before.name)
  const parts = [
    ...(before.default === undefined ? [] : [`${column} drop default`]),
    `${column} type ${typeSql(after)}${isPlain ? '' : ` using ${castTo(using, after.type)}`}`,
    ...(after.default === undefined ? [] : [`${column} set default ${defaultSql(after.default)}`]),
  ]
  return `${alter(table)} ${parts.join(', ')};`
}

/** The value as another type; text that is too long stays too long, for PostgreSQL to refuse. */
export function castTo(using: string, type: string): string {
  const isPlain = /^[\w]+$|^"(?:[^"]|"")+"$/.test(using)
  return isPlain || /^(?:character|bit|numeric|time)/.test(type) ? using : `(${using})::${type}`
}

function noteType(journey: Journey, { table, before, after }: Retype): void {
  changeTable(journey, table, (each) => ({
    ...each,
    columns: each.columns.map((column) =>
      column.name === before.name
        ? { ...column, type: after.type, collation: after.collation, default: after.default }
        : column,
    ),
  }))
}

/** Drops what would not survive the change, and says so to what comes behind. */
function clearAway(journey: Journey, { table, before }: Retype): string[] {
  const known = findNamed(journey.now.tables, table) ?? table
  const name = before.name
  const statements: string[] = []
  const drop = (owner: Table, constraint: string): void => {
    statements.push(`${alter(owner)} drop constraint ${ident(constraint)};`)
  }
  for (const owner of journey.now.tables) {
    for (const key of owner.foreignKeys.filter((each) => touches(owner, each, table, name))) {
      drop(owner, key.name)
      changeTable(journey, owner, (each) => ({
        ...each,
        foreignKeys: each.foreignKeys.filter((other) => other.name !== key.name),
      }))
    }
  }
  for (const check of known.checks.filter(({ sql }) => uses(sql, name))) {
    drop(known, check.name)
    changeTable(journey, table, (each) => ({
      ...each,
      checks: each.checks.filter((other) => other.name !== check.name),
    }))
  }
  for (const index of known.indexes.filter((each) => hasExpressionOver(each, name))) {
    statements.push(`drop index ${qualified({ schema: table.schema, name: index.name })};`)
    changeTable(journey, table, (each) => ({
      ...each,
      indexes: each.indexes.filter((other) => other.name !== index.name),
    }))
  }
  return statements
}

/** Whether a foreign key of `owner` leads from or to the column. */
export function touches(owner: Table, key: ForeignKeyConstraint, table: Table, column: string): boolean {
  const isOwn = isSameName(owner, table) && key.columns.includes(column)
  return isOwn || (isSameName(key.target, table) && key.targetColumns.includes(column))
}
