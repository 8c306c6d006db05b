import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import type { Bench } from './bench.js'
import type { Chain } from './chains.js'

/** What a process ended with. */
export interface Ended {
  /** As a shell tells it: 128 and its number for a signal, which may come when the process is over but for its end. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The real command, under way. */
export interface Command {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Starts `dbgen migrate` for what the chain has to do, or for all that is pending, in a folder with its files. */
export function startIn(
  folder: string,
  chain: Chain,
  url: string,
  options: readonly string[] = [],
  target: 'chain' | 'all' = 'chain',
): Command {
  const way = target === 'all' ? ['up'] : targetOf(chain)
  const [launcher, args] = [resolve('bin/dbgen.js'), ['migrate', ...way, '--json', ...options]]
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, XDG_CACHE_HOME: resolve('.cache'), DATABASE_URL: url }
  const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, ended: endOf(child) }
}

/** The same in the project of the bench. */
export async function startCommand(
  bench: Bench,
  chain: Chain,
  url: string,
  options: readonly string[] = [],
): Promise<Command> {
  return startIn(await bench.project(chain), chain, url, options)
}

/** Runs the command to its end. Throws where it fails. */
export async function runCommand(bench: Bench, chain: Chain, url: string): Promise<void> {
  const { ended } = await startCommand(bench, chain, url)
  const { exitCode, stdout, stderr } = await ended
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}${stderr}`)
}

function targetOf({ direction, migrations, base }: Chain): string[] {
  if (direction === 'up') return ['up', '--to', migrations.at(-1)?.id ?? '']
  const last = base.at(-1)
  return last === undefined ? ['down', '--all'] : ['down', '--to', last.id]
}

function endOf(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', (code, signal) => {
      done({ exitCode: signal === null ? code : 128 + constants.signals[signal], stdout, stderr })
    })
  })
}
