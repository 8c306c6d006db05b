import type { Command } from 'commander'
import { loadPipeline, type MigrateDownRequest } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { showMigrateDown } from '../show-migrations.js'
import type { World } from '../terminal.js'
import { addRunOptions, DATABASE_NOTE, RUN_NOTE, type RunFlags, wholeNumber, withRun } from './migrate-options.js'
import { projectContext } from './migrate-project.js'
import { addDatabaseOptions, addExamples, addSpecOptions, addVoiceOptions } from './options.js'

interface DownFlags extends RunFlags {
  readonly steps?: number
  readonly to?: string
  readonly all?: boolean
}

const DOWN_NOTE = [
  'What a migration added is gone afterwards, with the data in it; the down file of',
  'each says what it cannot bring back. To repeat the command after it was cut off,',
  'use --to: without it, one more migration may be taken back.',
].join('\n')

/** Adds `dbgen migrate down`. */
export function addMigrateDown(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('down')
    .description('Take the newest migration back, or several. If killed, run it again: it goes on where it stopped.')
  addRunOptions(addDatabaseOptions(command))
    .addOption(command.createOption('--steps <n>', 'how many migrations (default: 1)').argParser(wholeNumber))
    .addOption(command.createOption('--to <id>', 'the migration that stays, all behind it go').conflicts('steps'))
    .addOption(command.createOption('--all', 'take all migrations back').conflicts(['steps', 'to']))
  addVoiceOptions(addSpecOptions(command)).action(async (flags: DownFlags) => finish(await down(world, flags)))
  addExamples(
    command,
    [
      ['dbgen migrate down', 'the newest of DATABASE_URL'],
      ['dbgen migrate down --to 20261122104500_init', 'all behind this one'],
      ['dbgen migrate down --all --embedded .dbgen/db', 'all, of a database in a folder'],
    ],
    DOWN_NOTE,
    RUN_NOTE,
    DATABASE_NOTE,
  )
}

async function down(world: World, flags: DownFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, false), async () => {
    const report = await withRun(world, flags, async (request) =>
      (await loadPipeline()).migrateDown({ ...request, target: targetOf(flags) }),
    )
    return { json: { ok: true, ...report }, text: showMigrateDown(report, world.out.colors), exitCode: 0 }
  })
}

function targetOf({ steps, to, all }: DownFlags): MigrateDownRequest['target'] {
  if (all === true) return { kind: 'all' }
  return to === undefined ? { kind: 'steps', count: steps ?? 1 } : { kind: 'to', id: to }
}
