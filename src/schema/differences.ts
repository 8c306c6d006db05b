import { qualified } from './quote.js'
import type { Schema, Table } from './schema.js'

/**
 * Where two schemas differ, in words; empty where they are the same. Order of tables, constraints and indexes does not
 * count. Expressions are compared as they stand: give both sides as PostgreSQL prints them.
 */
export function differencesOf(expected: Schema, actual: Schema): string[] {
  return [
    ...compareLists('extension', expected.extensions, actual.extensions),
    ...compareLists('schema', expected.schemas, actual.schemas),
    ...compareNamed('enum', expected.enums.map(named), actual.enums.map(named)),
    ...compareNamed('table', expected.tables.map(tableFacts), actual.tables.map(tableFacts)).flat(),
  ]
}

/** The same schema without the texts of expressions: whether there is one is all that counts. */
export function withoutExpressions(schema: Schema): Schema {
  const mark = (sql: string | undefined): string | undefined => (sql === undefined ? undefined : 'an expression')
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        default: mark(column.default === 'null' ? undefined : column.default),
        generated: mark(column.generated),
      })),
      checks: table.checks.map((check) => ({ ...check, sql: 'an expression' })),
      indexes: table.indexes.map((index) => ({
        ...index,
        terms: index.terms.map((term) => (term.kind === 'expression' ? { ...term, value: 'an expression' } : term)),
        where: mark(index.where),
      })),
    })),
  }
}

interface Facts {
  readonly name: string
  /** What it consists of, by the name of each part. */
  readonly parts: ReadonlyMap<string, string>
}

function named(type: Schema['enums'][number]): Facts {
  return {
    name: qualified(type),
    parts: new Map([
      ['values', JSON.stringify(type.values)],
      ['comment', JSON.stringify(type.comment)],
    ]),
  }
}

function tableFacts(table: Table): Facts {
  const parts = new Map<string, string>([
    ['comment', JSON.stringify(table.comment)],
    ['primary key', JSON.stringify(table.primaryKey)],
    ['order of columns', table.columns.map(({ name }) => name).join(', ')],
  ])
  const kinds = {
    column: table.columns,
    unique: table.uniques,
    'foreign key': table.foreignKeys,
    check: table.checks,
    index: table.indexes,
  }
  for (const [kind, list] of Object.entries(kinds)) {
    for (const { name, ...rest } of list) parts.set(`${kind} ${name}`, JSON.stringify(sortKeys(rest)))
  }
  return { name: qualified(table), parts }
}

function compareLists(kind: string, expected: readonly string[], actual: readonly string[]): string[] {
  return [
    ...expected.filter((name) => !actual.includes(name)).map((name) => `${kind} ${name} is missing`),
    ...actual.filter((name) => !expected.includes(name)).map((name) => `${kind} ${name} is not expected`),
  ]
}

function compareNamed(kind: string, expected: readonly Facts[], actual: readonly Facts[]): string[] {
  const names = compareLists(
    kind,
    expected.map(({ name }) => name),
    actual.map(({ name }) => name),
  )
  const changed = expected.flatMap((left) => {
    const right = actual.find(({ name }) => name === left.name)
    return right === undefined ? [] : compareParts(`${kind} ${left.name}`, left.parts, right.parts)
  })
  return [...names, ...changed]
}

function compareParts(
  owner: string,
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): string[] {
  const names = [...new Set([...expected.keys(), ...actual.keys()])]
  return names.flatMap((name) => {
    const [left, right] = [expected.get(name), actual.get(name)]
    if (left === right) return []
    if (right === undefined && actual.has(name) === false) return [`${owner}: ${name} is missing`]
    if (!expected.has(name)) return [`${owner}: ${name} is not expected`]
    return [`${owner}: ${name} is ${right ?? 'nothing'}, expected ${left ?? 'nothing'}`]
  })
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
