import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName, Schema } from '../schema/schema.js'
import { type Objects, readObjects } from './catalog-objects.js'
import type { Embedded } from './embedded.js'
import { expectSame, expectSameObjects } from './proof-failed.js'

/** What the down direction has to lead back to, and from where. */
export interface Restoring {
  /** The schema before, as the snapshot has it, and what the plan says that down leads to. */
  readonly before: Schema
  readonly restored: Schema
  /** The catalog before up. */
  readonly start: Schema
  /** The catalog after down. */
  readonly found: Schema
  readonly objects: Objects
}

/**
 * Throws ProofFailed where the catalog is not what it was at the start, but for what the plan says: where `restored`
 * differs from the schema before, the catalog has to differ from the one at the start, and nowhere else.
 */
export async function expectRestored(
  db: Embedded,
  { before, restored, start, found, objects }: Restoring,
): Promise<void> {
  const what = 'the down migration does not lead back'
  expectSame(what, withDifferences(start, before, restored), found)
  const changed = new Set(difference(objectNames(before), objectNames(restored)))
  const others = (all: Objects): Objects => new Map([...all].filter(([name]) => !changed.has(name)))
  expectSameObjects(what, others(objects), others(await readObjects(db)))
}

/** The catalog at the start with the differences between two schemas; its expressions are as PostgreSQL prints them. */
export function withDifferences(start: Schema, before: Schema, restored: Schema): Schema {
  // The result has the shape of its parts: each is one of theirs.
  return merge(start, { ...before, sql: [] }, { ...restored, sql: [] }) as Schema
}

function merge(start: unknown, before: unknown, restored: unknown): unknown {
  if (isSame(before, restored)) return start
  if (isNamedList(start) && isNamedList(before) && isNamedList(restored)) return mergeNamed(start, before, restored)
  if (isTextList(start) && isTextList(before) && isTextList(restored)) return mergeTexts(start, before, restored)
  if (!isRecord(start) || !isRecord(before) || !isRecord(restored)) return restored
  const keys = new Set([...Object.keys(start), ...Object.keys(restored)])
  return Object.fromEntries([...keys].map((key) => [key, merge(start[key], before[key], restored[key])]))
}

function mergeNamed(start: readonly Named[], before: readonly Named[], restored: readonly Named[]): unknown[] {
  const [hads, wases, ises] = [byName(start), byName(before), byName(restored)]
  return [...new Set([...hads.keys(), ...ises.keys()])].flatMap((name) => {
    const [had, was, is] = [hads.get(name), wases.get(name), ises.get(name)]
    if (had === undefined || was === undefined) return is ?? had ?? []
    return is === undefined ? [] : [merge(had, was, is)]
  })
}

/** Values of an enum and the like keep their order; what the start has beside the schema before stays. */
function mergeTexts(start: readonly string[], before: readonly string[], restored: readonly string[]): string[] {
  if (isSame(start, before)) return [...restored]
  const come = restored.filter((text) => !start.includes(text))
  return [...start.filter((text) => restored.includes(text) || !before.includes(text)), ...come].sort()
}

function byName(parts: readonly Named[]): Map<string, Named> {
  return new Map(parts.map((part) => [nameOf(part), part]))
}

type Named = Readonly<Record<string, unknown>> & { readonly name: string }

function nameOf({ schema, name }: Named): string {
  return typeof schema === 'string' ? qualified({ schema, name }) : name
}

function isNamedList(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.every((part) => isRecord(part) && typeof part['name'] === 'string')
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

/** What `readObjects` calls the parts of a schema that have names of their own in the database. */
export function objectNames({ tables, sequences, enums, domains }: Schema): Set<string> {
  const inSchema = ({ schema }: QualifiedName, name: string): string => qualified({ schema, name })
  return new Set([
    ...[...enums, ...domains].map((type) => `type ${qualified(type)}`),
    ...sequences.map((sequence) => `sequence ${qualified(sequence)}`),
    ...tables.flatMap((table) => [
      `table ${qualified(table)}`,
      ...table.partitions.map((partition) => `table ${qualified(partition)}`),
      ...[...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques].map(
        ({ name }) => `index ${inSchema(table, name)}`,
      ),
      ...[...table.exclusions, ...table.indexes].map(({ name }) => `index ${inSchema(table, name)}`),
      ...table.columns
        .filter(({ identity }) => identity !== undefined)
        .map(({ name }) => `sequence ${inSchema(table, `${table.name}_${name}_seq`)}`),
      ...table.columns.map(({ name }) => `column ${qualified(table)}.${ident(name)}`),
    ]),
  ])
}

function difference(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...[...one].filter((name) => !other.has(name)), ...[...other].filter((name) => !one.has(name))]
}
