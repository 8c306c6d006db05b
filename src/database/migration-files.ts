import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MigrationFiles, parentIn } from '../migrate/chain.js'
import { readKysely } from '../migrate/read-kysely.js'
import { MigrationUnreadable, readChecks, readSteps, type StoredCheck, type StoredStep } from '../migrate/step-text.js'

/** A file of the migrations folder. */
export interface MigrationFile {
  readonly name: string
  readonly text: string
}

export type MigrationFormat = 'sql' | 'kysely'
export type Direction = 'up' | 'down'

/** The migrations folder is not whole; the message says what to do. */
export class MigrationFolderError extends Error {
  override readonly name = 'MigrationFolderError'
}

const SQL_FILE = /^(.+)\.(?:up|down)\.sql$/
/** As Kysely names them; other modules beside them are not ours. */
const KYSELY_FILE = /^(\d+_.+?)(?<!\.d)\.ts$/

/** Reads a migrations folder; one that does not exist yet holds none. Throws MigrationFolderError. */
export async function readMigrations(folder: string): Promise<MigrationFiles[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const known = names.filter((name) => idOf(name) !== undefined)
  return groupMigrations(
    await Promise.all(known.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') }))),
  )
}

/**
 * The files as migrations, in the order in which they are applied. Files with other names are left out; half a pair of
 * SQL files, or both formats side by side, are errors.
 */
export function groupMigrations(files: readonly MigrationFile[]): MigrationFiles[] {
  const byId = new Map<string, Record<string, string>>()
  for (const { name, text } of files) {
    const id = idOf(name)
    if (id !== undefined) byId.set(id, { ...byId.get(id), [name]: text })
  }
  const migrations = [...byId]
    .map(([id, texts]) => ({ id, files: sorted(texts) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const problems = [...migrations.flatMap(halfPair), ...bothFormats(migrations)]
  if (problems.length > 0) throw new MigrationFolderError(problems.join('\n'))
  return migrations
}

/** Whether the migration is a pair of SQL files or a module for Kysely. */
export function formatOf({ id, files }: MigrationFiles): MigrationFormat {
  return Object.hasOwn(files, `${id}.ts`) ? 'kysely' : 'sql'
}

/** The steps of a migration. Throws MigrationUnreadable with the name of the file. */
export function stepsOf(migration: MigrationFiles, direction: Direction): readonly StoredStep[] {
  return readParts(migration, direction).steps
}

/** What must hold before the first step of a migration. Throws MigrationUnreadable with the name of the file. */
export function checksOf(migration: MigrationFiles, direction: Direction): readonly StoredCheck[] {
  return readParts(migration, direction).checks
}

interface Parts {
  readonly steps: readonly StoredStep[]
  readonly checks: readonly StoredCheck[]
}

function readParts(migration: MigrationFiles, direction: Direction): Parts {
  const name = formatOf(migration) === 'kysely' ? `${migration.id}.ts` : `${migration.id}.${direction}.sql`
  const text = migration.files[name] ?? ''
  try {
    if (formatOf(migration) === 'sql') return { steps: readSteps(text), checks: readChecks(text) }
    const { up, down, upChecks, downChecks } = readKysely(text)
    return direction === 'up' ? { steps: up, checks: upChecks } : { steps: down, checks: downChecks }
  } catch (error) {
    if (error instanceof MigrationUnreadable) throw new MigrationUnreadable(`${name}: ${error.message}`)
    throw error
  }
}

/** The hash of the chain that the migration was made to follow; undefined for one written by hand. */
export function parentOf(migration: MigrationFiles): string | undefined {
  return parentIn(migration)
}

function idOf(name: string): string | undefined {
  return (SQL_FILE.exec(name) ?? KYSELY_FILE.exec(name))?.[1]
}

function sorted(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function halfPair(migration: MigrationFiles): string[] {
  const { id, files } = migration
  if (formatOf(migration) === 'kysely') return []
  return [`${id}.up.sql`, `${id}.down.sql`]
    .filter((name) => !Object.hasOwn(files, name))
    .map((name) => `${name} is missing: restore it from version control, or remove the other half as well`)
}

function bothFormats(migrations: readonly MigrationFiles[]): string[] {
  const kysely = migrations.find((migration) => formatOf(migration) === 'kysely')
  const sql = migrations.find(({ files }) => Object.keys(files).some((name) => name.endsWith('.sql')))
  if (kysely === undefined || sql === undefined) return []
  return [`${sql.id} is SQL and ${kysely.id} a Kysely module: keep one output.migration_format in a folder`]
}
