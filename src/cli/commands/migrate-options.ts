import { type Command, InvalidArgumentError } from 'commander'
import { chooseDatabase, type DatabaseFlags } from '../database-choice.js'
import { withInterrupts } from '../interrupts.js'
import type { MigrationStatusRequest, MigrationStep, RunRequest } from '../pipeline-api.js'
import { type Progress, startProgress } from '../progress.js'
import type { World } from '../terminal.js'
import { findProject } from './migrate-project.js'
import type { SpecFlags } from './options.js'

/** Options of the commands that need a database. */
export interface MigrateFlags extends SpecFlags, DatabaseFlags {}

/** Options of the commands that run steps. */
export interface RunFlags extends MigrateFlags {
  readonly lockTimeout?: number
  readonly attempts?: number
}

/** What is to be said of the database below the options. */
export const DATABASE_NOTE = [
  'The database is that of --url or --embedded, else of the environment variable',
  'DATABASE_URL. A password is never printed.',
].join('\n')

/** What is to be said of the end of a run below the options. */
export const RUN_NOTE = [
  'Ctrl-C ends the statement at work and keeps what was done before; the exit code',
  'is 130 then. A second one ends at once, which does no harm either. The exit code',
  'is 75 when others hold a lock for longer than all attempts: run it again later.',
].join('\n')

/** Adds `--lock-timeout` and `--attempts`. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--lock-timeout <ms>', 'how long a step waits for the lock of a table (default: 900)', wholeNumber)
    .option('--attempts <n>', 'how often it tries for that lock, later each time (default: 8)', wholeNumber)
}

/** Reads a whole number from 1 on. Throws InvalidArgumentError. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is to be a whole number from 1 on.')
}

/** What the flags ask for. */
export async function requestOf(world: World, flags: MigrateFlags): Promise<MigrationStatusRequest> {
  return { ...(await findProject(world, flags)), database: chooseDatabase(world, flags) }
}

/** Runs steps with progress on the terminal, so that a signal ends them in order. */
export async function withRun<Result>(
  world: World,
  flags: RunFlags,
  work: (request: RunRequest) => Promise<Result>,
): Promise<Result> {
  const request = await requestOf(world, flags)
  const progress = startProgress(world.err, !flags.quiet)
  try {
    progress.begin('connecting')
    return await withInterrupts(world.err, (signal) =>
      work({
        ...request,
        signal,
        onStep: announce(progress),
        onLost: () => progress.begin('the connection is lost, connecting again'),
        lockTimeout: flags.lockTimeout,
        attempts: flags.attempts,
      }),
    )
  } finally {
    progress.stop()
  }
}

function announce(progress: Progress): (step: MigrationStep) => void {
  return ({ migration, direction, step, total, title, state, detail }) => {
    const what = `${migration} ${direction === 'down' ? 'down ' : ''}${step}/${total}: ${title}`
    if (state === 'begun') progress.begin(what)
    if (state === 'running') progress.begin(`${what}, ${detail ?? ''}`)
    if (state === 'waiting') progress.begin(`${what}, waiting for a lock`)
  }
}
