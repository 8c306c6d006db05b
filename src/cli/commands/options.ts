import type { Command } from 'commander'
import { EXAMPLE_URL } from '../passwords.js'

/** Options of every command that reads a spec. */
export interface SpecFlags {
  readonly spec?: string
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Adds `--spec` and `--out`. */
export function addSpecOptions(command: Command): Command {
  return command
    .option('--spec <file>', 'the spec (default: schema.yaml, else dbgen.yaml)')
    .option('--out <folder>', 'where the output folders of the spec lie (default: the folder of the spec)')
}

/** Adds `--json` and `--quiet`. */
export function addVoiceOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document, whatever happens')
    .option('--quiet', 'print nothing but errors')
}

/** Adds `--url` and `--embedded`, which exclude each other. */
export function addDatabaseOptions(command: Command): Command {
  const embedded = command
    .createOption('--embedded <folder>', 'a PostgreSQL inside dbgen that keeps its data in that folder')
    .conflicts('url')
  return command.option('--url <url>', `the database, ${EXAMPLE_URL} (default: DATABASE_URL)`).addOption(embedded)
}

/** Adds the section of examples, and whatever else is to be said, behind the options. */
export function addExamples(
  command: Command,
  examples: readonly (readonly [string, string])[],
  ...notes: readonly string[]
): Command {
  const width = Math.max(...examples.map(([line]) => line.length))
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`)
  const sections = [...notes, ['Examples:', ...lines].join('\n')]
  return command.addHelpText('after', `\n${sections.join('\n\n')}`)
}
