import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import type { Queryable } from '../database/queryable.js'
import { text } from '../database/row.js'
import { dropPrepared, keepPrepared, type PreparedFile, readPrepared } from './prepared.js'

/** An embedded PostgreSQL. */
export interface Embedded extends Queryable {
  /** `18.6` */
  readonly version: string
  /** The PGlite behind it, for drivers of its own. */
  readonly pglite: PGlite
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

/** Opens an embedded PostgreSQL: from a prepared data directory in well under a second, else in a few. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { folder, cacheFolder } = options
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true })
    return open(options, { dataDir: folder })
  }
  if (cacheFolder === undefined) return open(options, {})
  const file = { folder: cacheFolder, name: `pglite-${await pgliteVersion()}.data` }
  return (await openPrepared(file, options)) ?? (await prepare(file, options))
}

/** Opens what was prepared before; undefined where nothing usable was kept. */
export async function openPrepared(file: PreparedFile, options: EmbeddedOptions): Promise<Embedded | undefined> {
  const loadDataDir = await readPrepared(file)
  if (loadDataDir === undefined) return undefined
  const extensions = await importExtensions(options.extensions)
  try {
    return await wrap(await create({ extensions, loadDataDir }))
  } catch {
    await dropPrepared(file)
    return undefined
  }
}

/** A fresh database; what it consists of is kept for the next time. */
async function prepare(file: PreparedFile, options: EmbeddedOptions): Promise<Embedded> {
  const fresh = await open(options, {})
  await keepPrepared(file, await fresh.pglite.dumpDataDir('none'))
  return fresh
}

async function open({ extensions }: EmbeddedOptions, more: PGliteOptions): Promise<Embedded> {
  return wrap(await create({ ...more, extensions: await importExtensions(extensions) }))
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

async function wrap(pglite: PGlite): Promise<Embedded> {
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
    close: () => pglite.close(),
  }
}
