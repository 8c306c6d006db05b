import { Command } from 'commander'
import { readVersion } from '../version.js'
import { addCheck } from './commands/check.js'
import { addDiff } from './commands/diff.js'
import { addFormat } from './commands/format.js'
import { addGenerate } from './commands/generate.js'
import { addInit } from './commands/init.js'
import { addMigrate } from './commands/migrate.js'
import { addWhy } from './commands/why.js'
import type { World } from './terminal.js'

const TOUR = `
A tour:
  dbgen init          write a first spec, schema.yaml
  dbgen generate      write its code and its first migration
  dbgen migrate up    apply the migration to a database
                      edit schema.yaml, then dbgen generate again, and so on
  dbgen check         in CI: is all of it fresh, proven and safe

dbgen <command> --help shows the options of a command, with examples.`

/** The commands of dbgen. `finish` is told the exit code of the one that ran; wrong usage throws CommanderError. */
export function createProgram(world: World, finish: (exitCode: number) => void): Command {
  const { out, err } = world
  const program = new Command('dbgen')
    .description(
      'Compiles a YAML spec into a Postgres data layer that you own: TypeScript on top of Kysely, and migrations ' +
        'proven on an embedded PostgreSQL before they are written.',
    )
    .usage('<command> [options]')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'Show the help of a command.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      // Wrong usage is reported like any other failure, once and where the exit code is decided.
      outputError: () => {},
      getOutHasColors: () => out.colors.isColorSupported,
      getErrHasColors: () => err.colors.isColorSupported,
    })
    .configureHelp({ styleTitle: out.colors.bold })
  addInit(program, world, finish)
  addGenerate(program, world, finish)
  addCheck(program, world, finish)
  addMigrate(program, world, finish)
  addDiff(program, world, finish)
  addFormat(program, world, finish)
  addWhy(program, world, finish)
  return program.addHelpText('after', TOUR)
}
