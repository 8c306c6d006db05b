import { qualified } from '../schema/quote.js'
import type { EnumType, QualifiedName, Schema, Table } from '../schema/schema.js'
import type { Change } from './change.js'
import { diffTable, tableParts } from './diff-table.js'
import { MigrationRefused, type Refusal } from './refusal.js'

/**
 * What leads from one schema to another, in no order that a database could run yet. Throws MigrationRefused for what
 * would lose or change data and for what has no safe recipe: never a silent drop, never a guessed rename.
 */
export function diffSchemas(from: Schema, to: Schema): Change[] {
  const refusals: Refusal[] = []
  const changes = [
    ...added(from.extensions, to.extensions).map((name): Change => ({ kind: 'createExtension', name })),
    ...added(from.schemas, to.schemas).map((name): Change => ({ kind: 'createSchema', name })),
    ...diffEnums(from.enums, to.enums, refusals),
    ...diffTables(from.tables, to.tables, refusals),
  ]
  if (refusals.length > 0) throw new MigrationRefused(refusals)
  return changes
}

function added(from: readonly string[], to: readonly string[]): string[] {
  return to.filter((name) => !from.includes(name))
}

function diffEnums(from: readonly EnumType[], to: readonly EnumType[], refusals: Refusal[]): Change[] {
  for (const type of from.filter((candidate) => find(to, candidate) === undefined)) {
    refusals.push({
      code: 'MG101',
      subject: qualified(type),
      message: 'the enum is gone from the spec; dropping a type is not generated yet',
      hint: 'put the enum back, or drop it in a migration written by hand',
    })
  }
  return to.flatMap((type) => {
    const before = find(from, type)
    if (before === undefined) return [{ kind: 'createEnum', type } satisfies Change]
    return [...diffEnumValues(before, type, refusals), ...diffEnumComment(before, type)]
  })
}

function diffEnumValues(from: EnumType, to: EnumType, refusals: Refusal[]): Change[] {
  const kept = to.values.filter((value) => from.values.includes(value))
  if (kept.join('\0') !== from.values.join('\0')) {
    const gone = from.values.filter((value) => !to.values.includes(value))
    refusals.push({
      code: 'MG102',
      subject: qualified(to),
      message:
        gone.length > 0
          ? `the values ${gone.map((value) => `"${value}"`).join(', ')} are gone; rows may hold them`
          : 'the values are in another order, which PostgreSQL cannot change in place',
      hint: 'keep the values and their order, and add new ones anywhere between them',
    })
    return []
  }
  return to.values.flatMap((value, index) => {
    if (from.values.includes(value)) return []
    const before = to.values.slice(index + 1).find((later) => from.values.includes(later))
    return [{ kind: 'addEnumValue', type: to, value, before } satisfies Change]
  })
}

function diffEnumComment(from: EnumType, to: EnumType): Change[] {
  if (from.comment === to.comment) return []
  const type = { schema: to.schema, name: to.name }
  return [{ kind: 'setEnumComment', type, from: from.comment, to: to.comment }]
}

function diffTables(from: readonly Table[], to: readonly Table[], refusals: Refusal[]): Change[] {
  for (const table of from.filter((candidate) => find(to, candidate) === undefined)) {
    refusals.push({
      code: 'MG103',
      subject: qualified(table),
      message: 'the table is gone from the spec; dropping it would lose its rows, renaming it cannot be told from that',
      hint: 'put the model back, or drop or rename the table in a migration written by hand',
    })
  }
  return to.flatMap((table) => {
    const before = find(from, table)
    if (before !== undefined) return diffTable(before, table, refusals)
    return [{ kind: 'createTable', table } satisfies Change, ...tableParts(table)]
  })
}

function find<Named extends QualifiedName>(list: readonly Named[], { schema, name }: QualifiedName): Named | undefined {
  return list.find((candidate) => candidate.schema === schema && candidate.name === name)
}
