import { CommanderError } from 'commander'
import { createProgram } from './program.js'
import { reportFailure } from './run-command.js'
import { openWorld, type World } from './terminal.js'
import { UsageError } from './usage-error.js'

/**
 * Runs dbgen with the arguments behind its name. The exit code: 0 fine, 1 the user must act, 2 dbgen failed, 75 others
 * were in the way, 130 a signal ended it.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const world = openWorld()
  process.once('uncaughtException', (error) => {
    process.exit(reportFailure(world, voiceOf(argv), contextOf(world), error))
  })
  return run(world, argv)
}

async function run(world: World, argv: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = createProgram(world, (code) => {
    exitCode = code
  })
  try {
    if (argv.length === 0) program.outputHelp()
    else await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(world, voiceOf(argv), contextOf(world), error)
    return endOfParsing(world, argv, error)
  }
}

/** Commander ends by throwing: after it printed help or the version, and where it cannot read the arguments. */
function endOfParsing(world: World, argv: readonly string[], error: CommanderError): number {
  if (error.exitCode === 0) return 0
  if (error.code === 'commander.help') return 1
  const text = error.message
    .replace(/^error: /, '')
    .replace(/\((Did you mean .*)\)/, (_, hint: string) => lowerFirst(hint))
  const [message = '', ...hints] = text.split('\n')
  const usage = new UsageError(message, ...hints, 'dbgen --help shows the commands, dbgen <command> --help its options')
  return reportFailure(world, voiceOf(argv), contextOf(world), usage)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function voiceOf(argv: readonly string[]): { readonly json: boolean } {
  return { json: argv.includes('--json') }
}

function contextOf({ cwd }: World) {
  return { cwd, specFolder: cwd, root: cwd, writesNothing: false }
}
