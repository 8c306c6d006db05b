import { ident, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, Table } from '../schema/schema.js'
import type { Change } from './change.js'
import { isFreeCast } from './free-cast.js'
import type { Refusal } from './refusal.js'

interface Named {
  readonly name: string
}

/** What a new table has beside its columns and its primary key: foreign keys and indexes come behind all tables. */
export function tableParts(table: Table): Change[] {
  const name = nameOf(table)
  return [
    ...table.foreignKeys.map(
      (foreignKey): Change => ({ kind: 'addForeignKey', table: name, foreignKey, onNewTable: true }),
    ),
    ...table.indexes.map((index): Change => ({ kind: 'createIndex', table: name, index, onNewTable: true })),
  ]
}

/** What leads from one form of a table to another. */
export function diffTable(from: Table, to: Table, refusals: Refusal[]): Change[] {
  const table = nameOf(to)
  if (!isSame(from.primaryKey, to.primaryKey)) {
    refusals.push({
      code: 'MG104',
      subject: qualified(to),
      message: 'the primary key is another one; changing it is not generated yet',
      hint: 'keep the key, or change it in a migration written by hand',
    })
  }
  return [
    ...diffColumns(from, to, refusals),
    ...diffNamed(
      from.uniques,
      to.uniques,
      (key) => ({ kind: 'addUnique', table, key, onNewTable: false }),
      (key) => ({ kind: 'dropUnique', table, key, onNewTable: false }),
    ),
    ...diffNamed(
      from.checks,
      to.checks,
      (check) => ({ kind: 'addCheck', table, check, onNewTable: false }),
      (check) => ({ kind: 'dropCheck', table, check, onNewTable: false }),
    ),
    ...diffNamed(
      from.foreignKeys,
      to.foreignKeys,
      (foreignKey) => ({ kind: 'addForeignKey', table, foreignKey, onNewTable: false }),
      (foreignKey) => ({ kind: 'dropForeignKey', table, foreignKey, onNewTable: false }),
    ),
    ...diffNamed(
      from.indexes,
      to.indexes,
      (index) => ({ kind: 'createIndex', table, index, onNewTable: false }),
      (index) => ({ kind: 'dropIndex', table, index, onNewTable: false }),
    ),
    ...(from.comment === to.comment
      ? []
      : [{ kind: 'setTableComment', table, from: from.comment, to: to.comment } satisfies Change]),
  ]
}

/** By name: one that differs is dropped and added again. */
function diffNamed<Part extends Named>(
  from: readonly Part[],
  to: readonly Part[],
  add: (part: Part) => Change,
  drop: (part: Part) => Change,
): Change[] {
  const before = new Map(from.map((part) => [part.name, part]))
  const after = new Map(to.map((part) => [part.name, part]))
  const gone = from.filter(({ name }) => !isSame(before.get(name), after.get(name)))
  const come = to.filter(({ name }) => !isSame(before.get(name), after.get(name)))
  return [...gone.map(drop), ...come.map(add)]
}

function diffColumns(from: Table, to: Table, refusals: Refusal[]): Change[] {
  const table = nameOf(to)
  const refuse = (column: string, code: string, message: string, hint: string) =>
    refusals.push({ code, subject: `${qualified(to)}.${ident(column)}`, message, hint })
  for (const { name } of from.columns.filter((column) => !to.columns.some((other) => other.name === column.name))) {
    refuse(
      name,
      'MG105',
      'the column is gone from the spec; dropping it would lose its values, renaming it cannot be told from that',
      'put the column back, or drop or rename it in a migration written by hand',
    )
  }
  return to.columns.flatMap((column): Change[] => {
    const before = from.columns.find(({ name }) => name === column.name)
    if (before === undefined) return addColumn(table, column, refuse)
    return isSame(before, column) ? [] : alterColumn(table, before, column, refuse)
  })
}

type Refuse = (column: string, code: string, message: string, hint: string) => void

function addColumn(table: QualifiedName, column: Column, refuse: Refuse): Change[] {
  if (column.identity !== undefined || column.generated !== undefined) {
    refuse(
      column.name,
      'MG106',
      'adding an identity or generated column rewrites the whole table',
      'add it in a migration written by hand',
    )
  } else if (!column.nullable && column.default === undefined) {
    refuse(
      column.name,
      'MG107',
      'a new column that must have a value has none for the rows that exist',
      'give it a default, or make it nullable first',
    )
  } else if (column.default !== undefined && isVolatile(column.default)) {
    refuse(
      column.name,
      'MG108',
      `the default ${column.default} differs for each row, which rewrites the whole table`,
      'add the column as nullable, fill it, then set the default',
    )
  }
  return [{ kind: 'addColumn', table, column }]
}

/** Anything but a constant and the time of the transaction may differ from row to row. */
function isVolatile(expression: string): boolean {
  return (
    /\(/.test(expression.replace(/'(?:[^']|'')*'/g, '')) &&
    !/^(now|transaction_timestamp|statement_timestamp)\(\)$/i.test(expression)
  )
}

function alterColumn(table: QualifiedName, from: Column, to: Column, refuse: Refuse): Change[] {
  if (!isFreeCast(from.type, to.type)) {
    refuse(
      to.name,
      'MG109',
      `changing ${from.type} to ${to.type} rewrites the table or may change values`,
      'keep the type, or change it in a migration written by hand',
    )
  }
  if (from.nullable && !to.nullable) {
    refuse(
      to.name,
      'MG110',
      'rows may hold NULL, so NOT NULL cannot simply be set',
      'keep it nullable, or set NOT NULL in a migration written by hand',
    )
  }
  if (from.identity !== to.identity || from.generated !== to.generated) {
    refuse(
      to.name,
      'MG111',
      'identity and generated columns cannot be changed in place safely',
      'keep it as it is, or change it in a migration written by hand',
    )
  }
  return [{ kind: 'alterColumn', table, from, to }]
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
