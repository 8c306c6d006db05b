import { qualified } from '../schema/quote.js'
import type { Schema, Table } from '../schema/schema.js'
import { isOptional } from './row-order.js'

/**
 * The tables that a migration from one schema to the other may touch: those that differ, those that they refer to and
 * that refer to them, and what rows of these need. Where no table differs the migration may touch any.
 */
export function concernedTables(before: Schema, target: Schema): ReadonlySet<string> {
  const all = [...before.tables, ...target.tables]
  const changed = changedTables(before, target)
  if (changed.size === 0) return new Set(all.map((table) => qualified(table)))
  const isChanged = (name: string): boolean => changed.has(name)
  const near = all.filter((table) => isChanged(qualified(table)) || targetsOf(table).some(isChanged))
  const beside = all.filter((table) => isChanged(qualified(table))).flatMap(targetsOf)
  return withNeeds(new Set([...near.map((table) => qualified(table)), ...beside]), all)
}

/** Only the tables with these names. */
export function withTables(schema: Schema, names: ReadonlySet<string>): Schema {
  return { ...schema, tables: schema.tables.filter((table) => names.has(qualified(table))) }
}

function changedTables(before: Schema, target: Schema): Set<string> {
  const [old, now] = [factsOf(before), factsOf(target)]
  return new Set([...old.keys(), ...now.keys()].filter((name) => old.get(name) !== now.get(name)))
}

/** Each table with the values of the enums that it uses. */
function factsOf({ tables, enums }: Schema): Map<string, string> {
  const values = new Map(enums.map((type) => [qualified(type), type.values]))
  return new Map(
    tables.map((table) => {
      const used = table.columns.map(({ type }) => values.get(type.replace(/\[\]$/, '')) ?? [])
      return [qualified(table), JSON.stringify([table, used])]
    }),
  )
}

function targetsOf({ foreignKeys }: Table): string[] {
  return foreignKeys.map(({ target }) => qualified(target))
}

/** With the tables that rows of these cannot be without. */
function withNeeds(names: Set<string>, tables: readonly Table[]): Set<string> {
  const needs = new Map<string, string[]>()
  for (const table of tables) {
    const hard = table.foreignKeys.filter((foreignKey) => !isOptional(table, foreignKey))
    needs.set(qualified(table), [
      ...(needs.get(qualified(table)) ?? []),
      ...hard.map(({ target }) => qualified(target)),
    ])
  }
  // A set that grows while it is walked is walked to its end.
  for (const name of names) for (const need of needs.get(name) ?? []) names.add(need)
  return names
}
