import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { commandLine } from '../command-line.js'
import { firstSpec } from '../first-spec.js'
import { commandsForMissingPackages } from '../missing-packages.js'
import { runCommand } from '../run-command.js'
import { kindOf, SPEC_NAMES, shownPath, specFolder } from '../spec-file.js'
import type { Colors, World } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import { addExamples } from './options.js'

interface InitFlags {
  readonly spec?: string
}

/** Adds `dbgen init`. */
export function addInit(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('init')
    .description('Write a first spec to start from: two models, a relation and a query. Never overwrites.')
    .option('--spec <file>', `what to write (default: ${SPEC_NAMES[0]})`)
    .action(async (flags: InitFlags) => finish(await init(world, flags)))
  addExamples(command, [
    ['dbgen init', 'write schema.yaml'],
    ['dbgen init --spec db/schema.yaml', 'write it elsewhere'],
  ])
}

async function init(world: World, flags: InitFlags): Promise<number> {
  const { cwd } = world
  const folder = specFolder(cwd, flags.spec)
  const context = { cwd, specFolder: folder, root: folder, writesNothing: true }
  return runCommand(world, {}, context, async () => {
    const specFile = await writeFirstSpec(cwd, flags.spec)
    const installs = await commandsForMissingPackages(cwd)
    const text = showInit(
      shownPath(cwd, specFile),
      installs,
      commandLine('generate', { spec: flags.spec }),
      world.out.colors,
    )
    return { json: {}, text, exitCode: 0 }
  })
}

async function writeFirstSpec(cwd: string, named: string | undefined): Promise<string> {
  const specFile = resolve(cwd, named ?? SPEC_NAMES[0])
  // A second spec beside one of the other name would decide silently which of them counts.
  const taken = named === undefined ? SPEC_NAMES.map((name) => resolve(cwd, name)) : [specFile]
  for (const path of taken) {
    if ((await kindOf(path)) !== 'nothing') throw existsAlready(shownPath(cwd, path))
  }
  await mkdir(dirname(specFile), { recursive: true })
  // `wx`: a file that came into being meanwhile is not overwritten either.
  await writeFile(specFile, firstSpec(schemaPath(cwd, specFile)), { flag: 'wx' })
  return specFile
}

function existsAlready(path: string): UsageError {
  return new UsageError(`${path} is there already; nothing was written`, 'edit it, then run dbgen generate')
}

function schemaPath(cwd: string, specFile: string): string {
  const path = relative(dirname(specFile), resolve(cwd, 'node_modules/dbgen/spec.schema.json')).split(sep).join('/')
  return path.startsWith('.') ? path : `./${path}`
}

function showInit(spec: string, installs: readonly string[], generate: string, colors: Colors): string {
  const steps = [...installs, `edit ${spec}`, generate]
  return [
    `Wrote ${colors.bold(spec)}: two models, a relation and a query to start from`,
    '',
    'Next:',
    ...steps.map(
      (step, index) => `  ${colors.dim(`${index + 1}.`)} ${step.startsWith('edit') ? step : colors.cyan(step)}`,
    ),
    '',
  ].join('\n')
}
