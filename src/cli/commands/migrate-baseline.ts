import type { Command } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { commandLine } from '../command-line.js'
import { chooseDatabase, type DatabaseFlags } from '../database-choice.js'
import { type BaselineReport, loadPipeline } from '../pipeline-api.js'
import { startProgress } from '../progress.js'
import { runCommand } from '../run-command.js'
import { showBaseline } from '../show-baseline.js'
import type { World } from '../terminal.js'
import { findProject, projectContext } from './migrate-project.js'
import { addDatabaseOptions, addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface BaselineFlags extends SpecFlags, DatabaseFlags {
  readonly to?: string
}

const BASELINE_NOTE = [
  'For a database that has the tables already, but was not made by the migrations.',
  'It is compared with what the migrations lead to, as `dbgen migrate verify` does;',
  'where anything differs nothing is noted. Nothing but the ledger is written.',
].join('\n')

/** Adds `dbgen migrate baseline`. */
export function addMigrateBaseline(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('baseline')
    .description('Adopt an existing database: note migrations as applied without running them.')
  addDatabaseOptions(command).option('--to <id>', 'the last migration that the database has (default: all)')
  addVoiceOptions(addSpecOptions(command)).action(async (flags: BaselineFlags) => finish(await adopt(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate baseline', 'DATABASE_URL has all of them'],
      ['dbgen migrate baseline --to 20261122104500_init', 'it has this one alone'],
    ],
    BASELINE_NOTE,
  )
}

async function adopt(world: World, flags: BaselineFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, false), async () => {
    const report = await callPipeline(world, flags)
    const { spec, out, embedded, url } = flags
    const next = commandLine('migrate up', { spec, out, embedded, url: url === undefined ? undefined : 'URL' })
    return { json: { ok: true, ...report }, text: showBaseline(report, next, world.out.colors), exitCode: 0 }
  })
}

async function callPipeline(world: World, flags: BaselineFlags): Promise<BaselineReport> {
  const project = await findProject(world, flags)
  const database = chooseDatabase(world, flags)
  const progress = startProgress(world.err, !flags.quiet)
  try {
    progress.begin('comparing the database with what the migrations lead to')
    const pipeline = await loadPipeline()
    return await pipeline.baseline({ ...project, database, to: flags.to, cacheFolder: cacheFolder(world.env) })
  } finally {
    progress.stop()
  }
}
