import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import type { Introspected } from '../database/introspect-again.js'
import type { Queryable } from '../database/queryable.js'
import { text } from '../database/row.js'
import type { DataDirectory } from './data-directory.js'
import { dropPrepared, keepPrepared, type PreparedFile, readPrepared } from './prepared.js'

/** An embedded PostgreSQL. */
export interface Embedded extends Queryable {
  /** `18.6` */
  readonly version: string
  /** What it had when it was kept, which may be some migrations ago; undefined where that is not known. */
  readonly known?: Introspected | undefined
  /** OIDs of the types of a statement's parameters. Throws where the server does not understand it. */
  parameterTypes(sql: string): Promise<number[]>
  close(): Promise<void>
}

export interface EmbeddedOptions {
  /** Extensions that will be created. */
  readonly extensions: readonly string[]
  /** Folder of the database; in memory without one. */
  readonly folder?: string
  /** Where a prepared data directory is kept between runs; nowhere without one. */
  readonly cacheFolder?: string
}

type Extensions = NonNullable<PGliteOptions['extensions']>

/** An embedded PostgreSQL of this thread. */
export interface EmbeddedHere extends Embedded {
  /** The PGlite behind it, for drivers of its own. */
  readonly pglite: PGlite
}

/** An embedded PostgreSQL that is nowhere but in memory. */
export interface EmbeddedInMemory extends EmbeddedHere {
  /** Shuts it down, which closes it, and says what it leaves behind. */
  leave(): Promise<DataDirectory>
}

/** Opens an embedded PostgreSQL: from a prepared data directory in a few tenths of a second, else in a few seconds. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedHere> {
  const { folder, cacheFolder } = options
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true })
    return openFolder(folder, options)
  }
  return cacheFolder === undefined ? openInMemory(options) : openBase(cacheFolder, options)
}

/** Opens an empty database in memory, from a prepared data directory where there is one; else one is prepared. */
export async function openBase(cacheFolder: string, options: EmbeddedOptions): Promise<EmbeddedInMemory> {
  const file = { folder: cacheFolder, name: `pglite-${await pgliteVersion()}.data` }
  const prepared = await openPrepared(file, options)
  if (prepared !== undefined) return prepared.db
  return keepAndOpen(file, options, await openInMemory(options))
}

/** A database that was kept, and what was noted of it. */
export interface OpenedPrepared {
  readonly db: EmbeddedInMemory
  readonly notes: unknown
}

/** Opens what was prepared before; undefined where nothing usable was kept. */
export async function openPrepared(file: PreparedFile, options: EmbeddedOptions): Promise<OpenedPrepared | undefined> {
  const prepared = await readPrepared(file)
  if (prepared === undefined) return undefined
  const extensions = await importExtensions(options.extensions)
  try {
    return { db: await openWith(extensions, prepared.directory), notes: prepared.notes }
  } catch {
    await dropPrepared(file)
    return undefined
  }
}

/** Keeps what a database consists of for later runs, with notes, and opens it again: it is shut down for that. */
export async function keepAndOpen(
  file: PreparedFile,
  options: EmbeddedOptions,
  db: EmbeddedInMemory,
  notes: unknown = null,
): Promise<EmbeddedInMemory> {
  const directory = await db.leave()
  await keepPrepared(file, { directory, notes })
  return openInMemory(options, directory)
}

async function openInMemory({ extensions }: EmbeddedOptions, directory?: DataDirectory): Promise<EmbeddedInMemory> {
  return openWith(await importExtensions(extensions), directory)
}

async function openWith(extensions: Extensions, directory?: DataDirectory): Promise<EmbeddedInMemory> {
  const { KeptFiles } = await import('./kept-files.js')
  const fs = new KeptFiles(directory)
  const db = await wrap(await create({ extensions, fs }))
  const leave = async (): Promise<DataDirectory> => {
    // A segment of the write-ahead log that has room for all that comes until the end.
    await db.run('select pg_switch_wal(); checkpoint')
    const [row = {}] = await db.query('select pg_walfile_name(pg_current_wal_lsn()) as segment')
    fs.keep(text(row, 'segment'))
    await db.close()
    return fs.left
  }
  return { ...db, leave }
}

async function openFolder(dataDir: string, { extensions }: EmbeddedOptions): Promise<EmbeddedHere> {
  return wrap(await create({ dataDir, extensions: await importExtensions(extensions) }))
}

async function create(options: PGliteOptions): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite')
  return PGlite.create(options)
}

/** `0.5.16`, which the package says only in its own package.json, and that is not among its exports. */
export async function pgliteVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const manifest: unknown = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'))
  const version: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined
  return typeof version === 'string' ? version.replace(/[^\w.-]/g, '_') : 'unknown'
}

/** Extensions that come with PGlite, by the name that SQL knows them by. */
async function importExtensions(names: readonly string[]): Promise<Extensions> {
  const extensions: Extensions = {}
  for (const name of names.filter((candidate) => candidate !== 'plpgsql')) {
    const exported = name.replaceAll('-', '_')
    if (!/^\w+$/.test(exported)) throw new UnknownExtension(name)
    const module: unknown = await import(`@electric-sql/pglite/contrib/${exported}`).catch(() => undefined)
    const extension: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, exported) : undefined
    if (extension === undefined) throw new UnknownExtension(name)
    // The contrib modules of PGlite export nothing but their extension under this name.
    extensions[name] = extension as Extensions[string]
  }
  return extensions
}

/** The embedded PostgreSQL does not have the extension, so nothing that needs it can be proven. */
export class UnknownExtension extends Error {
  override readonly name = 'UnknownExtension'

  constructor(extension: string) {
    super(
      `the embedded PostgreSQL does not come with the extension "${extension}", so the migration cannot be proven: use --no-proof`,
    )
  }
}

async function wrap(pglite: PGlite): Promise<EmbeddedHere> {
  const query: Queryable['query'] = async (sql, parameters = []) => {
    const { rows } = await pglite.query<Record<string, unknown>>(sql, [...parameters])
    return rows
  }
  // The same on every machine: PGlite takes the time zone from its surroundings.
  await pglite.exec(`set timezone to 'UTC'; set client_min_messages to warning`)
  const [row] = await query('show server_version')
  return {
    pglite,
    version: text(row ?? {}, 'server_version'),
    query,
    run: async (sql) => {
      await pglite.exec(sql)
    },
    parameterTypes: async (sql) => {
      const { queryParams } = await pglite.describeQuery(sql)
      return queryParams.map(({ dataTypeID }) => dataTypeID)
    },
    close: () => pglite.close(),
  }
}
