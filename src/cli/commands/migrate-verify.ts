import type { Command } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { chooseDatabase, type DatabaseFlags } from '../database-choice.js'
import { loadPipeline, type VerifyReport } from '../pipeline-api.js'
import { startProgress } from '../progress.js'
import { runCommand } from '../run-command.js'
import { hasDrift, showVerify, verifyJson } from '../show-verify.js'
import type { World } from '../terminal.js'
import { findProject, projectContext } from './migrate-project.js'
import { addDatabaseOptions, addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface VerifyFlags extends SpecFlags, DatabaseFlags {}

const VERIFY_NOTE = [
  'The migrations are replayed on an embedded PostgreSQL. What they lead to must be',
  'what snapshot.json says, and with a database (--url, --embedded or DATABASE_URL)',
  'what that has: tables, columns, constraints, indexes, types, sequences, views,',
  'functions, triggers, policies, rules, grants, owners, comments and the rest. The',
  'database is only read. Exit code 1 where anything differs.',
  '',
  'Not drift: extensions that no migration asks for, the order of columns, names of',
  'sequences of identity columns, what the role that owns most objects may do, the',
  'ledgers of dbgen and Kysely, objects of extensions, tablespaces, publications,',
  'current values of sequences, statistics, settings of roles and databases.',
].join('\n')

/** Adds `dbgen migrate verify`. */
export function addMigrateVerify(migrate: Command, world: World, finish: (exitCode: number) => void): void {
  const command = migrate
    .command('verify')
    .description('Compare what the migrations lead to with the snapshot, and with a database. Changes nothing.')
  addVoiceOptions(addSpecOptions(addDatabaseOptions(command))).action(async (flags: VerifyFlags) =>
    finish(await verify(world, flags)),
  )
  addExamples(
    command,
    [
      ['dbgen migrate verify', 'the files, and DATABASE_URL where it is set'],
      ['dbgen migrate verify --json', 'for a program: each difference by kind'],
    ],
    VERIFY_NOTE,
  )
}

async function verify(world: World, flags: VerifyFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, false), async () => {
    const report = await callPipeline(world, flags)
    const failed = hasDrift(report)
    return { json: verifyJson(report), text: showVerify(report, world.out.colors), exitCode: failed ? 1 : 0 }
  })
}

async function callPipeline(world: World, flags: VerifyFlags): Promise<VerifyReport> {
  const project = await findProject(world, flags)
  const isNamed = flags.url !== undefined || flags.embedded !== undefined || (world.env['DATABASE_URL'] ?? '') !== ''
  const database = isNamed ? chooseDatabase(world, flags) : undefined
  const progress = startProgress(world.err, !flags.quiet)
  try {
    progress.begin('replaying the migrations on an embedded PostgreSQL')
    const pipeline = await loadPipeline()
    return await pipeline.verifyMigrations({ ...project, database, cacheFolder: cacheFolder(world.env) })
  } finally {
    progress.stop()
  }
}
