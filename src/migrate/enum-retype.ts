import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, EnumType, Table } from '../schema/schema.js'
import { columnName, findNamed, type Journey } from './journey.js'
import { checkNoRow } from './preflight.js'
import type { Retype } from './retype.js'
import { keepsValues } from './types.js'

/** An enum that is made anew because values go or change places, with all columns of it. */
export interface RebuiltEnum {
  readonly before: EnumType
  readonly after: EnumType
}

/** Enums of which values go or change places: PostgreSQL can only make them anew. */
export function rebuiltEnums({ now, goal }: Journey): RebuiltEnum[] {
  return goal.enums.flatMap((after) => {
    const before = findNamed(now.enums, after)
    return before === undefined || keepsValues(before, after) ? [] : [{ before, after }]
  })
}

/** The columns of such enums, each with how its values become others. */
export function enumRetypes(journey: Journey, rebuilt: readonly RebuiltEnum[]): Retype[] {
  return rebuilt.flatMap(({ before: type, after: next }) => {
    const gone = type.values.filter((value) => !next.values.includes(value))
    const map = mapOf(journey, next, gone)
    for (const value of gone) {
      if (map[value] !== undefined)
        journey.allowed.push(`turn "${value}" of enum ${qualified(next)} into "${map[value]}"`)
    }
    return journey.now.tables.flatMap((table) =>
      table.columns
        .filter((column) => column.type.replace(/\[\]$/, '') === qualified(type))
        .map((before): Retype => {
          checkGone(
            journey,
            table,
            before,
            gone.filter((value) => map[value] === undefined),
            next,
          )
          const goal = findNamed(journey.goal.tables, table)?.columns.find(({ name }) => name === before.name)
          const after = goal !== undefined && goal.type === before.type ? goal : before
          return { table, before, after, using: enumUsing(before, gone, map) }
        }),
    )
  })
}

/** What becomes of values that go; backwards those that took their place become what they were. */
function mapOf(
  { direction, hints }: Journey,
  next: EnumType,
  gone: readonly string[],
): Readonly<Record<string, string>> {
  const map = hints.enumValues[qualified(next)] ?? {}
  if (direction === 'up') return map
  const back = Object.entries(map).filter(([old, value]) => gone.includes(value) && next.values.includes(old))
  return Object.fromEntries(back.map(([old, value]) => [value, old]))
}

/** `case status::text when 'draft' then 'new' else status::text end` */
function enumUsing({ name, type }: Column, gone: readonly string[], map: Readonly<Record<string, string>>): string {
  const mapped = gone.flatMap((value) => (map[value] === undefined ? [] : [[literal(value), literal(map[value])]]))
  if (type.endsWith('[]')) {
    return mapped.reduce((inner, [old, value]) => `array_replace(${inner}, ${old}, ${value})`, `${ident(name)}::text[]`)
  }
  const text = `${ident(name)}::text`
  if (mapped.length === 0) return text
  return `case ${text} ${mapped.map(([old, value]) => `when ${old} then ${value}`).join(' ')} else ${text} end`
}

function checkGone(
  journey: Journey,
  table: Table,
  { name, type }: Column,
  gone: readonly string[],
  next: EnumType,
): void {
  if (gone.length === 0) return
  const values = gone.map(literal).join(', ')
  const condition = type.endsWith('[]')
    ? `${ident(name)}::text[] && array[${values}]`
    : `${ident(name)}::text in (${values})`
  checkNoRow(
    journey,
    table,
    condition,
    `no ${columnName(table, name)} is ${gone.map((value) => `"${value}"`).join(' or ')}`,
    `change the rows, or write "map: { ${gone[0]}: <other value> }" in the enum ${qualified(next)}`,
  )
}
