import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { type CheckReport, type CheckStage, loadPipeline } from '../pipeline-api.js'
import { startProgress } from '../progress.js'
import { reportFailure, runCommand } from '../run-command.js'
import { checkJson, hasErrors, showCheck } from '../show-check.js'
import { githubAnnotations, gitlabReport } from '../show-check-ci.js'
import { findSpec, specFolder } from '../spec-file.js'
import type { World } from '../terminal.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface CheckFlags extends SpecFlags {
  readonly format?: 'text' | 'json' | 'github' | 'gitlab'
}

const stages: Readonly<Record<CheckStage, string>> = {
  spec: 'reading the spec',
  code: 'comparing the code',
  migrations: 'replaying the migrations on an embedded PostgreSQL',
  proof: 'proving what was not proven',
}

const NOTE = [
  'Looks whether the code is what generate would write, whether the migrations',
  'lead to the spec and back, whether each was proven, and whether one does harm',
  'to a database in use. A hazard that does none is let through by a reason in',
  'the spec, under "hazards". Writes nothing but its cache.',
  '',
  'Exit code: 0 all is well, 1 somebody must act, 2 dbgen failed.',
].join('\n')

/** Adds `dbgen check`. */
export function addCheck(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('check')
    .description('Check a project, for CI: fresh code, migrations that lead to the spec, nothing unproven or unsafe.')
  const format = new Option('--format <format>', 'how to print what was found (default: text)').choices([
    'text',
    'json',
    'github',
    'gitlab',
  ])
  addVoiceOptions(addSpecOptions(command).addOption(format)).action(async (flags: CheckFlags) =>
    finish(await check(world, flags)),
  )
  addExamples(
    command,
    [
      ['dbgen check', 'before a commit, and in CI'],
      ['dbgen check --format github', 'annotations in a GitHub workflow'],
      ['dbgen check --format gitlab > report.json', 'a report for GitLab'],
    ],
    NOTE,
  )
}

async function check(world: World, given: CheckFlags): Promise<number> {
  const { cwd } = world
  const flags = given.format === 'json' ? { ...given, json: true } : given
  const folder = specFolder(cwd, flags.spec)
  const root = flags.out === undefined ? undefined : resolve(cwd, flags.out)
  const context = { cwd, specFolder: folder, root: root ?? folder, writesNothing: false }
  if (flags.format === 'gitlab' && flags.json !== true) return checkForGitlab(world, flags, context, root)
  return runCommand(world, flags, context, async () => {
    const report = await callPipeline(world, flags, root)
    const scene = { cwd, specFile: await findSpec(cwd, flags.spec) }
    const text = flags.format === 'github' ? githubAnnotations(report, cwd) : showCheck(report, scene, world.out.colors)
    return { json: checkJson(report, scene), text, exitCode: hasErrors(report) ? 1 : 0 }
  })
}

/** The report is a JSON document of its own form, a list. */
async function checkForGitlab(
  world: World,
  flags: CheckFlags,
  context: Parameters<typeof reportFailure>[2],
  root: string | undefined,
): Promise<number> {
  try {
    const report = await callPipeline(world, flags, root)
    world.out.writeJson(gitlabReport(report, world.cwd))
    return hasErrors(report) ? 1 : 0
  } catch (error) {
    return reportFailure(world, {}, context, error)
  }
}

async function callPipeline(
  { cwd, env, err }: World,
  flags: CheckFlags,
  root: string | undefined,
): Promise<CheckReport> {
  const progress = startProgress(err, !flags.quiet)
  try {
    const specFile = await findSpec(cwd, flags.spec)
    progress.begin(stages.spec)
    const pipeline = await loadPipeline()
    const onStage = (stage: CheckStage) => progress.begin(stages[stage])
    return await pipeline.check({ specFile, root, cacheFolder: cacheFolder(env), onStage })
  } finally {
    progress.stop()
  }
}
