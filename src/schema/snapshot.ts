import { noHints, type Renames } from './hints.js'
import { emptySchema, type Schema, type Table } from './schema.js'

/** One migration of the chain, as the snapshot knows it. */
export interface ChainEntry {
  /** `20261122104500_init` */
  readonly id: string
  /** SHA-256 of the migration's files, line endings normalised. */
  readonly checksum: string
  /** SHA-256 of the chain up to and including this migration: two branches never agree on it. */
  readonly chain: string
}

/** What the migrations lead to, and which they are. */
export interface Snapshot {
  readonly migrations: readonly ChainEntry[]
  /** Renames that were done: what the spec still says of them is not done again. */
  readonly renames: Renames
  readonly schema: Schema
}

/** The snapshot cannot be used; the message says what to do. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

const FORMAT_VERSION = 1
const WIDTH = 110

/** The text of `snapshot.json`: what fits stands on one line, so that a changed column is a changed line. */
export function printSnapshot({ migrations, renames, schema }: Snapshot): string {
  const known = Object.entries(renames).filter(([, entries]) => Object.keys(entries).length > 0)
  const value = {
    formatVersion: FORMAT_VERSION,
    migrations,
    renames: known.length === 0 ? undefined : Object.fromEntries(known),
    schema: {
      ...withoutEmpty(schema, ['domains', 'sequences', 'sql']),
      tables: schema.tables.map((table) => withoutEmpty(table, ['exclusions', 'options', 'partitions'])),
    },
  }
  return `${printJson(value, 0)}\n`
}

/** Reads `snapshot.json`. Throws SnapshotError where it was broken or written by another version. */
export function readSnapshot(text: string): Snapshot {
  const value = parse(text)
  if (value['formatVersion'] !== FORMAT_VERSION) {
    throw new SnapshotError(
      `snapshot.json has the format version ${String(value['formatVersion'])}, this dbgen knows ${FORMAT_VERSION}: use the dbgen that wrote it, or a newer one`,
    )
  }
  const { migrations, schema } = value
  if (!Array.isArray(migrations) || !isSchema(schema)) throw new SnapshotError(broken)
  return {
    migrations,
    schema: completed(schema),
    renames: isRecord(value['renames']) ? { ...noHints.renames, ...value['renames'] } : noHints.renames,
  }
}

const broken = 'snapshot.json is not what dbgen wrote: restore it from version control'

const merging =
  'two branches each added a migration: snapshot.json has the conflict markers of git in it; run dbgen migrate rebase, ' +
  'which puts the migrations of one branch behind those of the other'

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    // Not JSON is as broken as the wrong JSON.
  }
  throw new SnapshotError(hasMarkers(text) ? merging : broken)
}

/** Whether git left both versions in the text. */
export function hasMarkers(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text)
}

/** With the lists that a snapshot leaves out where they are empty, and keys in the order in which a model has them. */
function completed(schema: Schema): Schema {
  const tables = schema.tables.map(
    (table): Table => ({
      schema: table.schema,
      name: table.name,
      columns: table.columns,
      primaryKey: table.primaryKey,
      uniques: table.uniques,
      foreignKeys: table.foreignKeys,
      checks: table.checks,
      exclusions: table.exclusions ?? [],
      indexes: table.indexes,
      unlogged: table.unlogged,
      options: table.options ?? [],
      rowSecurity: table.rowSecurity,
      partitionBy: table.partitionBy,
      partitions: table.partitions ?? [],
      comment: table.comment,
    }),
  )
  return { ...emptySchema, ...schema, tables }
}

function withoutEmpty<Part extends object>(part: Part, keys: readonly (keyof Part)[]): object {
  const isEmpty = (key: keyof Part): boolean => Array.isArray(part[key]) && part[key].length === 0
  const gone = new Set<PropertyKey>(keys.filter(isEmpty))
  return Object.fromEntries(Object.entries(part).filter(([key]) => !gone.has(key)))
}

function isSchema(value: unknown): value is Schema {
  return isRecord(value) && ['extensions', 'schemas', 'enums', 'tables'].every((key) => Array.isArray(value[key]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** What is broken in any case is not made one line first. */
function printJson(value: unknown, indent: number): string {
  if (!isContainer(value)) return JSON.stringify(value)
  const line = indent > 2 ? JSON.stringify(value) : undefined
  if (line !== undefined && indent + line.length <= WIDTH) return line
  const pad = ' '.repeat(indent + 2)
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => `${pad}${printJson(item, indent + 2)}`).join(',\n')}\n${' '.repeat(indent)}]`
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  const lines = entries.map(([key, entry]) => `${pad}${JSON.stringify(key)}: ${printJson(entry, indent + 2)}`)
  return `{\n${lines.join(',\n')}\n${' '.repeat(indent)}}`
}
