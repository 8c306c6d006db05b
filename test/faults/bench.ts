import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, connect } from '../../src/database/connect.js'
import { migrateDown, migrateUp } from '../../src/database/runner.js'
import type { MigrateOptions } from '../../src/database/runner-options.js'
import { withSession } from '../../src/database/runner-session.js'
import type { Chain } from './chains.js'
import { expectState, readState, type State } from './state.js'

/** A database of its own for one point. */
export interface FreshDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** A server with a database to copy for each chain, and what an undisturbed run makes of it. */
export interface Bench {
  /** Of the server, with a role that may do everything. */
  readonly url: string
  /** A copy of what the chain starts from. */
  fresh(chain: Chain): Promise<FreshDatabase>
  /** What an undisturbed run leads to. */
  expected(chain: Chain): Promise<State>
  /** The folder of a project with the migrations of the chain, for the command. */
  project(chain: Chain): Promise<string>
  close(): Promise<void>
}

/** Opens a bench on a server. */
export async function openBench(url: string): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'dbgen-faults-'))
  const prefix = `dbgen_faults_${process.pid}_${Date.now().toString(36)}`
  let count = 0
  const made: string[] = []
  const create = async (template: string | undefined): Promise<FreshDatabase> => {
    const name = `${prefix}_${++count}`
    await onServer(url, `create database ${name} template ${template ?? 'template0'}`)
    return { url: withDatabase(url, name), drop: () => onServer(url, `drop database if exists ${name} with (force)`) }
  }
  const templateOf = remembered(async (chain: Chain) => {
    const { url: place } = await create(undefined)
    const name = new URL(place).pathname.slice(1)
    made.push(name)
    await fill(place, chain)
    return name
  })
  const fresh = async (chain: Chain): Promise<FreshDatabase> => create(await templateOf(chain))
  return {
    url,
    fresh,
    expected: remembered(async (chain) => {
      const database = await fresh(chain)
      await runChain(database.url, chain)
      const state = await readState(database.url, chain.rows)
      await database.drop()
      return state
    }),
    project: remembered((chain) => writeProject(folder, chain)),
    close: async () => {
      for (const name of made) await onServer(url, `drop database if exists ${name} with (force)`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Takes the database to where the chain starts. */
async function fill(url: string, chain: Chain): Promise<void> {
  const db = await connect(url)
  try {
    if (chain.base.length > 0) await migrateUp(db, chain.base, { version: VERSION })
    if (chain.rows !== '') await db.run(chain.rows)
    if (chain.direction === 'down') await migrateUp(db, chain.migrations, { version: VERSION })
  } finally {
    await db.close()
  }
}

const VERSION = '0.0.0-faults'

/** The options of a run, and how it is to deal with a lost session. */
export interface ChainRun extends Partial<MigrateOptions> {
  readonly onLost?: () => void
}

/** Runs a chain through the runner as the command does, sessions anew where they are lost. */
export async function runChain(url: string, chain: Chain, { onLost, ...options }: ChainRun = {}): Promise<void> {
  const { signal } = options
  await withSession(url, { signal, ...(onLost === undefined ? {} : { onLost }) }, (db) =>
    runChainOn(db, chain, { openWatch: () => connect(url), ...options }),
  )
}

/** The same in one session. */
export async function runChainOn(db: Connection, chain: Chain, options: ChainRun = {}): Promise<void> {
  const settled = { version: VERSION, ...options }
  if (chain.direction === 'up') await migrateUp(db, chain.migrations, settled)
  else await migrateDown(db, chain.migrations, targetOf(chain), settled)
}

function targetOf({ base }: Chain): Parameters<typeof migrateDown>[2] {
  const last = base.at(-1)
  return last === undefined ? { kind: 'all' } : { kind: 'to', id: last.id }
}

/** Throws where the database is not as after an undisturbed run. */
export async function expectUndisturbed(bench: Bench, chain: Chain, url: string): Promise<void> {
  expectState(await bench.expected(chain), await readState(url, chain.rows))
}

/** Does the work with a fresh database, which is dropped behind it. */
export async function withFresh<Result>(
  bench: Bench,
  chain: Chain,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const database = await bench.fresh(chain)
  try {
    return await work(database.url)
  } finally {
    await database.drop()
  }
}

async function writeProject(root: string, { name, migrations }: Chain): Promise<string> {
  const folder = join(root, name)
  await writeProjectTo(folder, Object.assign({}, ...migrations.map(({ files }) => files)))
  return folder
}

/** The spec only says where the migrations are. */
const SPEC = `version: 1

models:
  Note:
    columns:
      id: { type: bigint, primary_key: true }
`

/** Makes a folder for the command, with these files as its migrations. */
export async function writeProjectTo(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(folder, 'migrations'), { recursive: true })
  await writeFile(join(folder, 'schema.yaml'), SPEC)
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, 'migrations', file), text)
}

/** Runs SQL on the server itself, outside of all databases of a bench. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

function remembered<Result>(make: (chain: Chain) => Promise<Result>): (chain: Chain) => Promise<Result> {
  const known = new Map<string, Promise<Result>>()
  return (chain) => {
    const found = known.get(chain.name) ?? make(chain)
    known.set(chain.name, found)
    return found
  }
}
