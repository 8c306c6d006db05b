import { ident, literal, qualified } from '../schema/quote.js'
import type { CheckConstraint, Column, EnumType, Schema, Table } from '../schema/schema.js'
import { namesIn, renamedIn } from '../schema/sql-words.js'
import { own, type Way } from './moves.js'

/**
 * A schema whose rows fulfil the checks of the target with the values that they get: where the spec maps values of an enum
 * to others, the checks are asked of these. The target is in the names of the schema.
 */
export function withMappedChecks(schema: Schema, target: Schema, lost: ReadonlyMap<string, unknown>, way: Way): Schema {
  if (lost.size === 0) return schema
  const others = new Map(target.tables.map((table) => [qualified(table), table]))
  const enums = schema.enums.filter((type) => lost.has(qualified(type)))
  const tables = schema.tables.map((table) => {
    const values = mappedValues(table, enums, way)
    const checks = others.get(qualified(table))?.checks ?? []
    return { ...table, checks: [...table.checks, ...checks.flatMap((check) => mappedCheck(check, values))] }
  })
  return { ...schema, tables }
}

/** What the values of the columns become, by column. */
function mappedValues({ columns }: Table, enums: readonly EnumType[], way: Way): Map<string, string> {
  return new Map(
    columns.flatMap((column): [string, string][] => {
      const type = enums.find((each) => qualified(each) === column.type)
      return type === undefined ? [] : [[column.name, mappedValue(column, type, way)]]
    }),
  )
}

function mappedValue({ name }: Column, type: EnumType, { moves, hints }: Way): string {
  const now = Object.entries(moves.types).find(([, old]) => old === qualified(type))?.[0] ?? qualified(type)
  const renamed = Object.entries(own(moves.values, now) ?? {}).map(([value, old]) => [old, value] as const)
  const changes = [...Object.entries(own(hints.enumValues, now) ?? {}), ...renamed]
  const cases = changes.map(([from, to]) => `when ${literal(from)} then ${literal(to)}`)
  const value = `(case ${ident(name)}::text ${cases.join(' ')} else ${ident(name)}::text end)`
  return changes.every(([, to]) => type.values.includes(to)) ? `${value}::${qualified(type)}` : value
}

function mappedCheck(check: CheckConstraint, values: ReadonlyMap<string, string>): CheckConstraint[] {
  if (namesIn(check.sql, [...values.keys()]).length === 0) return []
  return [{ ...check, name: `${check.name} of mapped values`, sql: renamedIn(check.sql, values) }]
}
