import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { type FormatReport, loadPipeline } from '../pipeline-api.js'
import { count } from '../quantities.js'
import { runCommand } from '../run-command.js'
import { findSpec, shownPath, specFolder } from '../spec-file.js'
import type { Colors, World } from '../terminal.js'
import { addExamples, addVoiceOptions } from './options.js'

interface FormatFlags {
  readonly spec?: string
  readonly check?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Adds `dbgen format`. */
export function addFormat(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('format')
    .description('Bring the spec and the files it includes into their usual form: order of keys, spaces, quotes.')
    .option('--check', 'write nothing; exit with 1 where a file has another form')
    .option('--spec <file>', 'the spec (default: schema.yaml, else dbgen.yaml)')
  addVoiceOptions(command).action(async (flags: FormatFlags) => finish(await format(world, flags)))
  addExamples(
    command,
    [
      ['dbgen format', 'write the files anew'],
      ['dbgen format --check', 'for CI and commit hooks'],
    ],
    'Comments and the order of names stay: columns, models, relations, values.',
  )
}

async function format(world: World, flags: FormatFlags): Promise<number> {
  const { cwd } = world
  const isCheck = flags.check === true
  const folder = specFolder(cwd, flags.spec)
  return runCommand(world, flags, { cwd, specFolder: folder, root: folder, writesNothing: true }, async () => {
    const specFile = await findSpec(cwd, flags.spec)
    const pipeline = await loadPipeline()
    const report = await pipeline.format({ specFile, isCheck })
    const named = (paths: readonly string[]) => paths.map((path) => shownPath(cwd, resolve(dirname(specFile), path)))
    const shown = { changed: named(report.changed), unchanged: named(report.unchanged) }
    return {
      json: { ok: true, ...shown },
      text: showFormat(shown, isCheck, world.out.colors),
      exitCode: isCheck && shown.changed.length > 0 ? 1 : 0,
    }
  })
}

function showFormat({ changed, unchanged }: FormatReport, isCheck: boolean, colors: Colors): string {
  const word = isCheck ? 'another form' : 'formatted'
  const lines = changed.map((path) => `${isCheck ? colors.yellow(word) : colors.green(word)}  ${path}\n`)
  if (changed.length === 0) return `${count(unchanged.length, 'file')} in the usual form\n`
  return isCheck ? `${lines.join('')}\ndbgen format writes them anew\n` : lines.join('')
}
