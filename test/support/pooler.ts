import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Frames } from './frames.js'

/** A pooler that gives each transaction one of its connections to the server, in turn. */
export interface Pooler {
  readonly url: string
  close(): Promise<void>
}

/** A pooler of our own. It knows nothing of prepared statements, and refuses settings as PgBouncer does. */
export interface RecordingPooler extends Pooler {
  /** The codes of the messages that clients sent since the last call: `PDBES` for Parse, Describe, Bind, Execute, Sync. */
  sent(): string
}

interface Upstream {
  readonly socket: Socket
  readonly end: () => Promise<void>
  onFrame: (frame: Buffer) => void
}

const ACCEPTED = new Set(['user', 'database', 'application_name', 'client_encoding'])

/** `change` is done to each message of the server. */
export async function startPooler(
  url: string,
  connections: number,
  change = (frame: Buffer): Buffer => frame,
): Promise<RecordingPooler> {
  const upstreams = await Promise.all(Array.from({ length: connections }, () => connectUpstream(url, change)))
  const free = [...upstreams]
  const waiting: ((upstream: Upstream) => void)[] = []
  const clients = new Set<Socket>()
  let sent = ''
  const acquire = async (): Promise<Upstream> => free.shift() ?? new Promise((resolve) => waiting.push(resolve))
  const release = (upstream: Upstream): void => {
    const next = waiting.shift()
    if (next === undefined) free.push(upstream)
    else next(upstream)
  }
  const server = createServer((client) => {
    clients.add(client)
    client.on('error', () => {})
    client.on('close', () => clients.delete(client))
    serveClient(client, acquire, release, (code) => {
      sent += code
    })
  })
  await listen(server)
  return {
    url: withPort(url, (server.address() as AddressInfo).port),
    sent: () => {
      const codes = sent
      sent = ''
      return codes
    },
    close: async () => {
      for (const client of clients) client.destroy()
      server.close()
      await Promise.all(upstreams.map(({ end }) => end()))
    },
  }
}

/** Past its start a client's messages go to a connection of the server until the transaction is over. */
function serveClient(
  client: Socket,
  acquire: () => Promise<Upstream>,
  release: (upstream: Upstream) => void,
  record: (code: string) => void,
): void {
  let isStarted = false
  let upstream: Upstream | undefined
  let asked = 0
  let chain = Promise.resolve()
  const answer = (frame: Buffer): void => {
    client.write(frame)
    if (frame[0] !== 0x5a) return // not ReadyForQuery
    asked -= 1
    if (asked > 0 || frame[5] !== 0x49 || upstream === undefined) return // in a transaction
    release(upstream)
    upstream = undefined
  }
  const forward = async (frame: Buffer): Promise<void> => {
    const code = String.fromCharCode(frame[0] ?? 0)
    if (code === 'X') return void client.end()
    record(code)
    if (upstream === undefined) {
      upstream = await acquire()
      upstream.onFrame = answer
    }
    if (code === 'S' || code === 'Q') asked += 1
    upstream.socket.write(frame)
  }
  const frames = new Frames((frame) => {
    chain = chain.then(() => forward(frame))
  })
  client.on('data', (chunk) => {
    if (isStarted) return frames.add(chunk)
    const refused = parametersOf(chunk).find((name) => !ACCEPTED.has(name))
    if (refused !== undefined) return void client.end(errorFrame(`unsupported startup parameter: ${refused}`))
    isStarted = true
    client.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])) // authenticated, ready
  })
}

/** Names of the settings in the message that starts a connection. */
function parametersOf(startup: Buffer): string[] {
  const words = startup.subarray(8).toString().split('\0')
  return words.filter((word, index) => index % 2 === 0 && word !== '')
}

function errorFrame(message: string): Buffer {
  const body = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** pg logs in; from then on its socket is ours. */
async function connectUpstream(url: string, change: (frame: Buffer) => Buffer): Promise<Upstream> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  client.on('error', () => {})
  const { stream: socket } = client.connection
  if (!(socket instanceof Socket)) throw new Error('pg has another kind of stream')
  socket.removeAllListeners('data')
  const upstream: Upstream = {
    socket,
    onFrame: () => {},
    end: async () => {
      socket.destroy()
      if (!socket.closed) await once(socket, 'close')
    },
  }
  const frames = new Frames((frame) => upstream.onFrame(change(frame)))
  socket.on('data', (chunk: Buffer) => frames.add(chunk))
  return upstream
}

export const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0

/** PgBouncer in transaction mode. */
export async function startPgBouncer(url: string, connections: number): Promise<Pooler> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-test-pgbouncer-'))
  const own = await freePort()
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(
    config,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
server_round_robin = 1
`,
  )
  const account = process.getuid?.() === 0 ? accountOf('postgres') : undefined
  if (account !== undefined) {
    chmodSync(folder, 0o711)
    chownSync(config, account.uid, account.gid)
  }
  const bouncer = spawn('pgbouncer', ['-q', config], { stdio: 'ignore', ...account })
  const address = withPort(url, own)
  await waitFor(address)
  await openAll(address, connections)
  return {
    url: address,
    close: async () => {
      bouncer.kill('SIGINT')
      if (bouncer.exitCode === null) await Promise.race([once(bouncer, 'exit'), sleep(2_000)])
      bouncer.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** It refuses to run as root. */
function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name]).stdout.toString())
  return { uid: id('-u'), gid: id('-g') }
}

async function waitFor(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (attempt === 50) throw error
      await sleep(100)
    }
  }
}

/** PgBouncer opens a connection to the server only where those that it has are busy: a lone client would keep its one. */
async function openAll(url: string, connections: number): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query('select pg_sleep(0.3)')
      await client.end()
    }),
  )
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await listen(probe)
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

function withPort(url: string, port: number): string {
  const address = new URL(url)
  address.hostname = '127.0.0.1'
  address.port = String(port)
  return address.href
}
