import { resolve } from 'node:path'
import type { Command } from 'commander'
import { commandLine } from '../command-line.js'
import { loadPipeline, type NewMigrationReport } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { showNewMigration } from '../show-new-migration.js'
import { shownPath } from '../spec-file.js'
import type { World } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import { findProject, projectContext } from './migrate-project.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

const NEW_NOTE = [
  'Fill in the files, then run `dbgen generate`: it runs the migration on an',
  'embedded PostgreSQL with rows in the tables, reverses it, runs it again and',
  'takes it in. It may change rows alone, or lead to exactly what the spec says.',
  'Until it is committed it may still be edited and taken in again.',
].join('\n')

/** Adds `dbgen migrate new`. */
export function addMigrateNew(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('new <name>')
    .description('Write the files of a migration to fill in by hand, in both directions.')
  addVoiceOptions(addSpecOptions(command)).action(async (name: string, flags: SpecFlags) =>
    finish(await writeNew(world, name, flags)),
  )
  addExamples(
    command,
    [
      ['dbgen migrate new "fill slugs"', 'migrations/<time>_fill_slugs'],
      ['dbgen generate', 'take it in, once it is written'],
    ],
    NEW_NOTE,
  )
}

async function writeNew(world: World, name: string, flags: SpecFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, true), async () => {
    const project = await findProject(world, flags)
    if (!/[a-z0-9]/i.test(name)) {
      throw new UsageError(
        `"${name}" has no letter and no digit to name a file by`,
        'say what it does: dbgen migrate new "fill slugs"',
      )
    }
    const pipeline = await loadPipeline()
    const report = placed(await pipeline.newMigration({ ...project, name, now: new Date() }), world.cwd)
    const next = commandLine('generate', { spec: flags.spec, out: flags.out })
    return { json: { ok: true, ...report }, text: showNewMigration(report, next, world.out.colors), exitCode: 0 }
  })
}

function placed(report: NewMigrationReport, cwd: string): NewMigrationReport {
  const files = report.files.map((file) => ({ ...file, path: shownPath(cwd, resolve(report.root, file.path)) }))
  return { ...report, files }
}
