import type { ScalarNode, Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { quoted } from '../spec/wording.js'
import type { Building } from './drafts.js'
import { tableName } from './naming.js'
import { propertyOf } from './property-names.js'
import { dangerousNames, filterWords, systemColumns, systemSchemas, takenTypes } from './reserved.js'

/** Longest name that PostgreSQL keeps whole (NAMEDATALEN - 1). */
export const LONGEST_NAME = 63

/** Notes a name that PostgreSQL would cut. */
export function checkLength(problems: Problems, span: Span, name: string, hint = 'shorten it'): void {
  const bytes = Buffer.byteLength(name)
  if (bytes <= LONGEST_NAME) return
  const message = `${quoted(name)} is ${bytes} bytes long; PostgreSQL keeps ${LONGEST_NAME}`
  problems.add('DB305', span, message, hint)
}

/** Notes a model or enum whose TypeScript type would hide one that the generated code needs. */
export function checkTypeName({ problems }: Building, { text, span }: ScalarNode, what: 'model' | 'enum'): void {
  if (!takenTypes.has(text)) return
  const hint =
    what === 'model'
      ? `call it otherwise; "table: ${tableName(text)}" keeps the name of its table`
      : 'call it otherwise'
  problems.add('DB302', span, `${what} ${quoted(text)} has the name of a type that generated code needs`, hint)
}

/** Notes a property name that would change what an object is. */
export function checkProperty({ problems }: Building, name: string, span: Span, what: string): void {
  if (!dangerousNames.has(name)) return
  const message = `${what} cannot be called ${quoted(name)}: every JavaScript object has that already`
  problems.add('DB306', span, message, 'call it otherwise')
}

/** Notes a column name that PostgreSQL does not allow in any table, or that generated types use otherwise. */
export function checkColumnName(building: Building, { text, span }: ScalarNode): void {
  checkLength(building.problems, span, text)
  const property = propertyOf(text, building.properties)
  const column = property === text ? 'a column' : `column ${quoted(text)}`
  checkProperty(building, property, span, column)
  if (systemColumns.has(text)) {
    const message = `every table of PostgreSQL has a system column ${quoted(text)} already`
    building.problems.add('DB302', span, message, 'call it otherwise')
  }
  if (filterWords.has(property)) {
    const message = `${column} cannot be called ${quoted(property)}: filters in the generated code use that word`
    building.problems.add('DB302', span, message, 'call it otherwise')
  }
}

/** Notes a schema that belongs to PostgreSQL, or to the runner of the migrations. */
export function checkSchema({ problems }: Building, { text, span }: ScalarNode): void {
  checkLength(problems, span, text)
  if (!text.startsWith('pg_') && !systemSchemas.has(text)) return
  const owner = text === 'dbgen' ? 'dbgen, which keeps the list of applied migrations there' : 'PostgreSQL itself'
  problems.add('DB302', span, `the schema ${quoted(text)} is that of ${owner}`, 'use another')
}

/** Notes a table that PostgreSQL would take for one of its own: its catalog is searched first. */
export function checkTable({ problems }: Building, { text, span }: ScalarNode): void {
  if (!text.startsWith('pg_')) return
  problems.add('DB302', span, `names that begin with "pg_" are those of PostgreSQL's own tables`, 'call it otherwise')
}
