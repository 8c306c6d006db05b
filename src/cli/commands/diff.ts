import type { Command } from 'commander'
import { cacheFolder } from '../cache-folder.js'
import { EXAMPLE_URL } from '../passwords.js'
import { type DiffRequest, loadPipeline, type Side } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { showDiff } from '../show-diff.js'
import type { World } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import { findProject, projectContext } from './migrate-project.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

interface DiffFlags extends SpecFlags {
  readonly url?: string
  readonly sql?: boolean
  readonly exitCode?: boolean
}

const SIDES = [
  'A and B are each one of',
  '  spec            the spec as it is now (default for B)',
  '  snapshot        what the migrations lead to (default for A)',
  '  database        the database of --url, else of DATABASE_URL; a URL does too',
  '  main, HEAD~3    the spec in a commit, branch or tag of git',
  '  main:snapshot   what the migrations led to there',
].join('\n')

/** Adds `dbgen diff`. */
export function addDiff(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('diff')
    .argument('[A]', 'what was')
    .argument('[B]', 'what is to be')
    .description('Show what differs between the spec, the snapshot, those of a git revision, and a database.')
    .option('--sql', 'the statements that lead from A to B, too')
    .option('--exit-code', 'exit with 1 when they differ')
    .option('--url <url>', `the database, ${EXAMPLE_URL}`)
  addVoiceOptions(addSpecOptions(command)).action(
    async (a: string | undefined, b: string | undefined, flags: DiffFlags) => finish(await diff(world, a, b, flags)),
  )
  addExamples(
    command,
    [
      ['dbgen diff', 'what the next migration would change'],
      ['dbgen diff main', 'what this branch changes of the spec of main'],
      ['dbgen diff main spec --sql', 'the same, with the statements'],
      ['dbgen diff snapshot database', 'what was changed by hand in DATABASE_URL'],
    ],
    SIDES,
  )
}

async function diff(world: World, a: string | undefined, b: string | undefined, flags: DiffFlags): Promise<number> {
  return runCommand(world, flags, projectContext(world, flags, true), async () => {
    const request = await requestOf(world, a, b, flags)
    const report = await (await loadPipeline()).diff(request)
    return {
      json: {
        ok: true,
        ...report,
        changes: report.changes.map((change) => ({
          ...change,
          before: change.before ?? null,
          after: change.after ?? null,
        })),
      },
      text: showDiff(report, request.withSql, world.out.colors),
      exitCode: flags.exitCode === true && report.changes.length > 0 ? 1 : 0,
    }
  })
}

async function requestOf(
  world: World,
  a: string | undefined,
  b: string | undefined,
  flags: DiffFlags,
): Promise<DiffRequest> {
  return {
    ...(await findProject(world, flags)),
    before: sideOf(world, a ?? 'snapshot', flags),
    after: sideOf(world, b ?? 'spec', flags),
    withSql: flags.sql === true,
    cacheFolder: cacheFolder(world.env),
  }
}

function sideOf({ env }: World, word: string, { url }: DiffFlags): Side {
  if (word === 'spec' || word === 'snapshot') return { kind: word }
  if (/^(?:postgres(?:ql)?|socket):/i.test(word)) return { kind: 'database', url: word }
  if (word === 'database') {
    const named = url ?? env['DATABASE_URL']
    if (named !== undefined && named !== '') return { kind: 'database', url: named }
    throw new UsageError('no database was named', `--url ${EXAMPLE_URL}`, 'or the environment variable DATABASE_URL')
  }
  const [, revision = word, what] = /^(.+):(spec|snapshot)$/.exec(word) ?? []
  return { kind: 'revision', revision, what: what === 'snapshot' ? 'snapshot' : 'spec' }
}
