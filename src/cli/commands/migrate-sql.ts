import { resolve } from 'node:path'
import type { Command } from 'commander'
import { EXAMPLE_URL } from '../passwords.js'
import { loadPipeline } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { findSpec } from '../spec-file.js'
import type { World } from '../terminal.js'
import { contextOf } from './migrate-options.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface SqlFlags extends SpecFlags {
  readonly down?: boolean
  readonly from?: string
  readonly to?: string
  readonly url?: string
}

const SQL_NOTE = [
  'The script is for one session of psql with ON_ERROR_STOP. It takes the lock of',
  'the runner, sees that the database is where it leads on from, asks what must',
  'hold, and keeps the ledger, so that dbgen migrate can go on from there.',
  'DATABASE_URL is not looked at: only --url connects, and changes nothing.',
].join('\n')

/** Adds `dbgen migrate sql`. */
export function addMigrateSql(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('sql')
    .description('Print migrations as one SQL script, for a person who runs it without dbgen.')
    .option('--down', 'the way down instead of the way up')
    .option('--from <id>', 'the newest migration that the database has (default: none, with --down all)')
    .option(
      '--to <id>',
      'the last migration to apply, with --down the one that stays (default: all, with --down one step)',
    )
  command.addOption(
    command.createOption('--url <url>', `a database to ask what it has, ${EXAMPLE_URL}`).conflicts('from'),
  )
  addVoiceOptions(addSpecOptions(command)).action(async (flags: SqlFlags) => finish(await sql(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate sql > all.sql', 'for an empty database'],
      ['dbgen migrate sql --from 20261122104500_init', 'what comes behind this one'],
      ['dbgen migrate sql --url URL', 'what it does not have yet'],
      ['dbgen migrate sql --down --url URL', 'the newest migration back'],
    ],
    SQL_NOTE,
  )
}

async function sql(world: World, flags: SqlFlags): Promise<number> {
  return runCommand(world, flags, contextOf(world, flags), async () => {
    const specFile = await findSpec(world.cwd, flags.spec)
    const root = flags.out === undefined ? undefined : resolve(world.cwd, flags.out)
    const direction = flags.down === true ? 'down' : 'up'
    const { migrateSql } = await loadPipeline()
    const report = await migrateSql({ specFile, root, direction, from: flags.from, to: flags.to, url: flags.url })
    const text = report.script === '' ? '-- no migrations to run\n' : report.script
    return { json: { ok: true, ...report }, text, exitCode: 0 }
  })
}
