import { resolve } from 'node:path'
import type { Command } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { commandLine } from '../command-line.js'
import { loadPipeline, type RebaseReport } from '../pipeline-api.js'
import { startProgress } from '../progress.js'
import { runCommand } from '../run-command.js'
import { showRebase } from '../show-rebase.js'
import { shownPath } from '../spec-file.js'
import type { World } from '../terminal.js'
import { findProject, projectContext } from './migrate-project.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface RebaseFlags extends SpecFlags {
  readonly onto?: string
  readonly replan?: boolean
  readonly dryRun?: boolean
}

const REBASE_NOTE = [
  'For two branches that each added migrations, once git has merged them or stops',
  'to merge or rebase them: settle conflicts in the spec, then run this. In a merge',
  'the migrations of the branch that comes in stay as they are, on the main branch',
  'its own, in a rebase those of the branch that is rebased onto; the others come',
  'behind. Conflict markers in snapshot.json are of no matter.',
  '',
  'Both orders are run on an embedded PostgreSQL. Where they lead to one catalog,',
  'ours are planned anew and proven; where not, it says what collides.',
].join('\n')

/** Adds `dbgen migrate rebase`. */
export function addMigrateRebase(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('rebase')
    .description('Put the migrations of one branch behind those of another, after git merged both.')
  addSpecOptions(command)
    .option('--onto <id>', 'a migration of the branch that stays (default: git tells)')
    .option('--replan', 'plan ours anew although both collide: the spec is settled')
    .option('--dry-run', 'do everything but write')
  addVoiceOptions(command).action(async (flags: RebaseFlags) => finish(await rebase(world, flags)))
  addExamples(
    command,
    [
      ['git merge main', 'conflict in migrations/snapshot.json'],
      ['dbgen migrate rebase', 'ours behind those of main'],
      ['dbgen generate', 'the code of both'],
      ['git add --all && git commit', 'done'],
    ],
    REBASE_NOTE,
  )
}

async function rebase(world: World, flags: RebaseFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, true), async () => {
    const report = placed(await callPipeline(world, flags), world.cwd)
    const dryRun = flags.dryRun === true
    const next = commandLine('generate', { spec: flags.spec, out: flags.out })
    return {
      json: { ok: true, dryRun, ...report },
      text: showRebase(report, { dryRun, next }, world.out.colors),
      exitCode: 0,
    }
  })
}

async function callPipeline(world: World, flags: RebaseFlags): Promise<RebaseReport> {
  const project = await findProject(world, flags)
  const progress = startProgress(world.err, !flags.quiet)
  try {
    progress.begin('running both orders on an embedded PostgreSQL')
    const pipeline = await loadPipeline()
    return await pipeline.rebaseMigrations({
      ...project,
      onto: flags.onto,
      replan: flags.replan === true,
      dryRun: flags.dryRun === true,
      now: new Date(),
      cacheFolder: cacheFolder(world.env),
    })
  } finally {
    progress.stop()
  }
}

function placed(report: RebaseReport, cwd: string): RebaseReport {
  const files = report.files.map((file) => ({ ...file, path: shownPath(cwd, resolve(report.root, file.path)) }))
  return { ...report, files }
}
