import { resolve } from 'node:path'
import type { Command } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { loadPipeline, type SquashReport } from '../pipeline-api.js'
import { startProgress } from '../progress.js'
import { runCommand } from '../run-command.js'
import { showSquash } from '../show-squash.js'
import { shownPath } from '../spec-file.js'
import type { World } from '../terminal.js'
import { findProject, projectContext } from './migrate-project.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface SquashFlags extends SpecFlags {
  readonly to?: string
  readonly name?: string
  readonly dryRun?: boolean
}

const SQUASH_NOTE = [
  'The new migration leads from nothing to the same catalog: both ways are run on',
  'an embedded PostgreSQL and compared, functions, triggers, policies and grants',
  'too. Later migrations stay as they are.',
  '',
  'A database that has all the old ones takes the new one for applied with the',
  'next `dbgen migrate up`. One that has only some of them must be brought up to',
  'date with the old files first. What was written by hand cannot be squashed.',
].join('\n')

/** Adds `dbgen migrate squash`. */
export function addMigrateSquash(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate.command('squash').description('Replace the first migrations by one that leads to the same.')
  addSpecOptions(command)
    .option('--to <id>', 'the last migration to replace (default: all)')
    .option('--name <name>', 'name of the new migration (default: squashed)')
    .option('--dry-run', 'do everything but write')
  addVoiceOptions(command).action(async (flags: SquashFlags) => finish(await squash(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate squash --dry-run', 'look first'],
      ['dbgen migrate squash --to 20261122104500_init', 'the later ones stay'],
    ],
    SQUASH_NOTE,
  )
}

async function squash(world: World, flags: SquashFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, true), async () => {
    const report = placed(await callPipeline(world, flags), world.cwd)
    const dryRun = flags.dryRun === true
    return { json: { ok: true, dryRun, ...report }, text: showSquash(report, dryRun, world.out.colors), exitCode: 0 }
  })
}

async function callPipeline(world: World, flags: SquashFlags): Promise<SquashReport> {
  const project = await findProject(world, flags)
  const progress = startProgress(world.err, !flags.quiet)
  try {
    progress.begin('running both ways on an embedded PostgreSQL')
    const pipeline = await loadPipeline()
    return await pipeline.squashMigrations({
      ...project,
      to: flags.to,
      name: flags.name,
      dryRun: flags.dryRun === true,
      cacheFolder: cacheFolder(world.env),
    })
  } finally {
    progress.stop()
  }
}

function placed(report: SquashReport, cwd: string): SquashReport {
  const files = report.files.map((file) => ({ ...file, path: shownPath(cwd, resolve(report.root, file.path)) }))
  return { ...report, files }
}
