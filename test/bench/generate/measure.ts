import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A command of Node. */
export interface Command {
  /** What stands behind `node`. */
  readonly parameters: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** What one run of a command took. */
export interface Usage {
  /** Seconds from start to end. */
  readonly wall: number
  /** Seconds of processor time. */
  readonly cpu: number
  /** MiB that were resident at most. */
  readonly peak: number
  /** Milliseconds by the name of the stage, where the command tells. */
  readonly stages: Readonly<Record<string, number>>
}

const LIMIT = 300_000

/** Loaded into each process: the system counts for it what it used. */
const PROBE = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  require('fs').appendFileSync(process.env.BENCH_USAGE, JSON.stringify([userCPUTime + systemCPUTime, maxRSS]) + '\\n')
})`

/** Measures commands, each with files of its own below a folder. */
export interface Meter {
  /** Runs the command to its end. Throws with its output where it fails. */
  run(command: Command): Usage
}

/** `folder` is for the notes of the processes. `write` puts a file there and tells its path. */
export function createMeter(folder: string, write: (name: string, text: string) => string): Meter {
  const probe = write('probe.cjs', PROBE)
  const notes = join(folder, 'usage.jsonl')
  return {
    run({ parameters, cwd, env }) {
      rmSync(notes, { force: true })
      const start = performance.now()
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', probe, ...parameters], {
        cwd,
        env: { ...process.env, ...env, BENCH_USAGE: notes },
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
        timeout: LIMIT,
      })
      const wall = (performance.now() - start) / 1000
      if (status !== 0) throw new Error(`${parameters.join(' ')} failed\n${(stdout + stderr).slice(-2000)}`)
      return { wall, ...readNotes(notes), stages: stagesIn(stdout) }
    },
  }
}

function readNotes(file: string): Pick<Usage, 'cpu' | 'peak'> {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const all = lines.map((line): readonly [number, number] => JSON.parse(line))
  return {
    cpu: all.reduce((sum, [microseconds]) => sum + microseconds, 0) / 1e6,
    peak: Math.max(...all.map(([, kibibytes]) => kibibytes)) / 1024,
  }
}

function stagesIn(output: string): Usage['stages'] {
  if (!output.startsWith('{')) return {}
  const report: { readonly milliseconds?: Usage['stages'] } = JSON.parse(output)
  return report.milliseconds ?? {}
}

/** The medians of time and memory, with the stages of the run that took the median. */
export function medianOf(all: readonly Usage[]): Usage {
  const wall = median(all.map((one) => one.wall))
  return {
    wall,
    cpu: median(all.map(({ cpu }) => cpu)),
    peak: median(all.map(({ peak }) => peak)),
    stages: all.find((one) => one.wall === wall)?.stages ?? {},
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
