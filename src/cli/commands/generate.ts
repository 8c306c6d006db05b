import { dirname, resolve } from 'node:path'
import type { Command, Option } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { commandLine } from '../command-line.js'
import { type GenerateReport, type GenerateRequest, loadGenerate, type Stage } from '../pipeline-api.js'
import { type Progress, startProgress } from '../progress.js'
import { runCommand } from '../run-command.js'
import { generateJson, needsSettling, showGenerate } from '../show-generate.js'
import { findSpec, specFolder } from '../spec-file.js'
import type { World } from '../terminal.js'
import { type WatchedRun, watchSpec } from './generate-watch.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface GenerateFlags extends SpecFlags {
  readonly name?: string
  readonly dryRun?: boolean
  readonly proof: boolean
  readonly force?: boolean
  readonly ours?: boolean
  readonly theirs?: boolean
  readonly merge?: boolean
  readonly amend?: string | true
  readonly upgradeOnly?: boolean
  readonly watch?: boolean
}

const stages: Readonly<Record<Stage, string>> = {
  read: 'reading the spec',
  plan: 'planning the migration',
  render: 'rendering the code',
  prove: 'proving the migration on an embedded PostgreSQL',
  write: 'writing files',
}

/** Adds `dbgen generate`. */
export function addGenerate(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('generate')
    .description('Write the code of the spec and, when the schema changed, one proven migration.')
  addSpecOptions(command)
    .option('--name <name>', 'name of the migration (default: made from what it does)')
    .option('--dry-run', 'do everything but write')
    .option('--watch', 'stay, and generate again after every save of a YAML file')
    .option('--amend [migration]', 'plan the newest migration anew; it must not be committed')
    .addOption(
      command
        .createOption('--upgrade-only', 'write only what changes because dbgen itself was upgraded')
        .conflicts(['amend', 'name']),
    )
    .option('--no-proof', 'do not run the migration on the embedded PostgreSQL first')
    .addOption(settling(command, 'ours', 'settle conflicts with edits by hand: keep what is in the files'))
    .addOption(settling(command, 'theirs', 'settle them: take what dbgen would write'))
    .addOption(settling(command, 'merge', 'settle them: put both into the files, between marks as of git'))
    .addOption(settling(command, 'force', 'do not merge: replace generated files, and lose all edits by hand'))
  addVoiceOptions(command).action(async (flags: GenerateFlags) => finish(await generate(world, flags)))
  addExamples(command, [
    ['dbgen generate', 'after every edit of schema.yaml'],
    ['dbgen generate --dry-run', 'look first'],
    ['dbgen generate --watch', 'while you edit'],
    ['dbgen generate --amend', 'the spec was edited again before a commit'],
    ['dbgen generate --name "add rating"', 'call the migration <time>_add_rating'],
  ])
}

const choices = ['ours', 'theirs', 'merge', 'force'] as const

/** An option that excludes the others of its kind. */
function settling(command: Command, name: (typeof choices)[number], description: string): Option {
  return command.createOption(`--${name}`, description).conflicts(choices.filter((choice) => choice !== name))
}

function settleOf({ ours, theirs, merge }: GenerateFlags): NonNullable<GenerateRequest['settle']> {
  if (ours) return 'ours'
  if (theirs) return 'theirs'
  return merge ? 'markers' : 'refuse'
}

async function generate(world: World, flags: GenerateFlags): Promise<number> {
  if (flags.watch === true) {
    const folder = specFolder(world.cwd, flags.spec)
    return watchSpec(world, folder, async (previous) => (await generateOnce(world, flags, previous.migration)).next)
  }
  return (await generateOnce(world, flags, undefined)).exitCode
}

/** One run; `own` is the migration that the run before it wrote. */
async function generateOnce(
  world: World,
  flags: GenerateFlags,
  own: string | undefined,
): Promise<{ readonly exitCode: number; readonly next: WatchedRun }> {
  const { cwd } = world
  const folder = specFolder(cwd, flags.spec)
  const root = flags.out === undefined ? undefined : resolve(cwd, flags.out)
  const context = { cwd, specFolder: folder, root: root ?? folder, writesNothing: true }
  let migration = own
  const exitCode = await runCommand(world, flags, context, async () => {
    const specFile = await findSpec(cwd, flags.spec)
    const place = { specFile, root, own }
    const report = (await unchanged(world, flags, specFile, root)) ?? (await callPipeline(world, flags, place))
    migration = report.migration?.id ?? (report.amended === undefined ? own : undefined)
    const scene = { cwd, specFile, dryRun: flags.dryRun === true, next: nextCommand(flags) }
    const code = needsSettling(report) ? 1 : 0
    return { json: generateJson(report, scene), text: showGenerate(report, scene, world.out.colors), exitCode: code }
  })
  return { exitCode, next: { migration } }
}

/** What is asked for beside the usual is not answered out of what is remembered. */
async function unchanged(
  { env }: World,
  flags: GenerateFlags,
  specFile: string,
  root: string | undefined,
): Promise<GenerateReport | undefined> {
  if (flags.force || flags.amend !== undefined || flags.upgradeOnly || settleOf(flags) !== 'refuse') return undefined
  const { findUnchanged } = await import('../../unchanged.js')
  return findUnchanged({ specFile, root: root ?? dirname(specFile), cacheFolder: cacheFolder(env) })
}

async function callPipeline(
  { env, err }: World,
  flags: GenerateFlags,
  place: Pick<GenerateRequest, 'specFile' | 'root' | 'own'>,
): Promise<GenerateReport> {
  const progress = startProgress(err, !flags.quiet)
  try {
    progress.begin(stages.read)
    const { generate } = await loadGenerate()
    return await generate({
      ...place,
      migrationName: flags.name,
      proof: flags.proof,
      dryRun: flags.dryRun === true,
      force: flags.force === true,
      settle: settleOf(flags),
      amend: flags.amend,
      upgradeOnly: flags.upgradeOnly === true,
      now: new Date(),
      cacheFolder: cacheFolder(env),
      onStage: announce(progress),
    })
  } finally {
    progress.stop()
  }
}

function announce(progress: Progress): (stage: Stage) => void {
  return (stage) => progress.begin(stages[stage])
}

function nextCommand({ spec, out }: GenerateFlags): string {
  return commandLine('migrate up', { spec, out })
}
