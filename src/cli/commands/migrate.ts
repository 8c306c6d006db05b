import type { Command } from 'commander'
import { commandLine } from '../command-line.js'
import { loadPipeline } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { isBroken, isPending, showMigrateUp, showStatus } from '../show-migrations.js'
import type { World } from '../terminal.js'
import { addMigrateBaseline } from './migrate-baseline.js'
import { addMigrateDown } from './migrate-down.js'
import { addMigrateNew } from './migrate-new.js'
import {
  addRunOptions,
  DATABASE_NOTE,
  type MigrateFlags,
  RUN_NOTE,
  type RunFlags,
  requestOf,
  withRun,
} from './migrate-options.js'
import { projectContext } from './migrate-project.js'
import { addMigrateRebase } from './migrate-rebase.js'
import { addMigrateSql } from './migrate-sql.js'
import { addMigrateSquash } from './migrate-squash.js'
import { addMigrateVerify } from './migrate-verify.js'
import { addDatabaseOptions, addExamples, addSpecOptions, addVoiceOptions } from './options.js'

interface UpFlags extends RunFlags {
  readonly to?: string
}

interface StatusFlags extends MigrateFlags {
  readonly exitCode?: boolean
}

const STATUS_NOTE = [
  'Exit code: 1 when something is wrong, for example an applied migration was',
  'edited, because then `dbgen migrate up` stops too; 0 when all are applied or',
  'can be. With --exit-code, 1 also when one is still to be applied.',
].join('\n')

/** Adds `dbgen migrate` with its commands. */
export function addMigrate(program: Command, world: World, finish: (exitCode: number) => void): void {
  const migrate = program.command('migrate')
  migrate
    .usage('<command> [options]')
    .helpCommand(false)
    .description('Apply migrations to a database, take them back, compare, and look after their history.')
  addUp(migrate, world, finish)
  addMigrateDown(migrate, world, finish)
  addStatus(migrate, world, finish)
  addMigrateSql(migrate, world, finish)
  addMigrateNew(migrate, world, finish)
  addMigrateVerify(migrate, world, finish)
  addMigrateBaseline(migrate, world, finish)
  addMigrateSquash(migrate, world, finish)
  addMigrateRebase(migrate, world, finish)
  addExamples(migrate, [
    ['dbgen migrate up', 'apply what is pending to DATABASE_URL'],
    ['dbgen migrate status', 'see what is applied and what is pending'],
    ['dbgen migrate verify', 'see whether the database is what they lead to'],
    ['dbgen migrate new "fill slugs"', 'write one by hand'],
  ])
}

function addUp(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('up')
    .description('Apply the pending migrations, in order. If killed, run it again: it goes on where it stopped.')
  addRunOptions(addDatabaseOptions(command)).option('--to <id>', 'the last migration to apply (default: all)')
  addVoiceOptions(addSpecOptions(command)).action(async (flags: UpFlags) => finish(await up(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate up', 'to DATABASE_URL'],
      ['dbgen migrate up --embedded .dbgen/db', 'to a database in a folder'],
      ['dbgen migrate up --to 20261122104500_init', 'no further than this one'],
    ],
    RUN_NOTE,
    DATABASE_NOTE,
  )
}

function addStatus(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate.command('status').description('Show which migrations a database has. Changes nothing.')
  addDatabaseOptions(command).option('--exit-code', 'exit with 1 when a migration is pending, for CI')
  addVoiceOptions(addSpecOptions(command)).action(async (flags: StatusFlags) => finish(await status(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate status', 'of DATABASE_URL'],
      ['dbgen migrate status --exit-code --quiet', 'a check for CI: exit code only'],
    ],
    STATUS_NOTE,
    DATABASE_NOTE,
  )
}

async function up(world: World, flags: UpFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, false), async () => {
    const report = await withRun(world, flags, async (request) =>
      (await loadPipeline()).migrateUp({ ...request, to: flags.to }),
    )
    return { json: { ok: true, ...report }, text: showMigrateUp(report, world.out.colors), exitCode: 0 }
  })
}

async function status(world: World, flags: StatusFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, false), async () => {
    const request = await requestOf(world, flags)
    const pipeline = await loadPipeline()
    const { database, migrations } = await pipeline.migrationStatus(request)
    const found = migrations.map(({ id, state, appliedAt, underWay, stepsDone, problem }) => {
      return {
        id,
        state,
        appliedAt: appliedAt ?? null,
        underWay: underWay ?? null,
        stepsDone,
        problem: problem ?? null,
      }
    })
    const report = { database, migrations }
    const failed = isBroken(report) || (flags.exitCode === true && isPending(report))
    return {
      json: { ok: true, database, upToDate: !isBroken(report) && !isPending(report), migrations: found },
      text: showStatus(report, nextCommand(flags), world.out.colors),
      exitCode: failed ? 1 : 0,
    }
  })
}

/** The URL may hold a password, and a command to copy must not. */
function nextCommand({ spec, out, embedded, url }: StatusFlags): string {
  return commandLine('migrate up', { spec, out, embedded, url: url === undefined ? undefined : 'URL' })
}
