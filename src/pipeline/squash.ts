import { dirname, join } from 'node:path'
import { EMPTY_CHAIN, extendChain, headOf, type MigrationFiles, parentIn, replacedBy } from '../migrate/chain.js'
import { slug } from '../migrate/migration-name.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import type { OutputOptions } from '../model/output.js'
import type { FileChange } from '../output/file-change.js'
import { planFiles } from '../output/plan-files.js'
import { writeOutput } from '../output/write-output.js'
import { emptySchema, type Schema } from '../schema/schema.js'
import { type ChainEntry, printSnapshot } from '../schema/snapshot.js'
import { catalogOfMigrations } from './catalogs.js'
import { readOutputOptions } from './compile.js'
import { type History, readHistory, SNAPSHOT_FILE } from './history.js'
import { HistoryRefused } from './history-refused.js'
import { filesOf } from './migration.js'
import { proofLines } from './proof.js'
import { schemaAt } from './schema-at.js'

/** What `migrate squash` is asked to do. */
export interface SquashRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** The last migration to replace; undefined for all. */
  readonly to: string | undefined
  /** What the new migration is called; `squashed` without it. */
  readonly name: string | undefined
  /** Writes nothing. */
  readonly dryRun: boolean
  readonly cacheFolder: string
}

/** What `migrate squash` did. */
export interface SquashReport {
  /** The migration that took the place of the others. */
  readonly id: string
  readonly root: string
  readonly replaced: readonly string[]
  /** Migrations that stay behind it. */
  readonly later: readonly string[]
  /** Titles of its steps. */
  readonly steps: readonly string[]
  readonly proof: readonly string[]
  /** Paths relative to `root`. */
  readonly files: readonly FileChange[]
}

/**
 * Replaces the first migrations by one that leads from nothing to the same catalog. It keeps the hash of the chain, so that
 * later migrations stay as they are. All is proven before anything is written. Throws HistoryRefused and ProofFailed.
 */
export async function squashMigrations(request: SquashRequest): Promise<SquashReport> {
  const { root = dirname(request.specFile), cacheFolder } = request
  const output = await readOutputOptions(request.specFile)
  const folder = join(root, output.migrations)
  const history = await readHistory(folder)
  const count = countReplaced(history, request.to)
  const [replaced, later] = [history.migrations.slice(0, count), history.migrations.slice(count)]
  const schema = await schemaAt(folder, history, count, cacheFolder)
  const made = await makeSquashed(history, replaced, schema, idOf(history, count, request.name), output, cacheFolder)
  await expectSameCatalog(history, replaced, later, made.migration, cacheFolder)
  const chain = [made.migration, ...later].reduce(extendChain, [] as ChainEntry[])
  if (headOf(chain) !== headOf(history.chain)) throw new Error('the squashed migration does not keep the chain')
  const plan = await planFiles(root, output.migrations, {
    removed: replaced.flatMap(({ files }) => outputFiles(files, output)),
    created: outputFiles(made.migration.files, output),
    replaced: [snapshotOf(chain, history, output)],
  })
  if (!request.dryRun) await writeOutput(plan)
  const ids = (migrations: readonly MigrationFiles[]): string[] => migrations.map(({ id }) => id)
  const { steps, proof } = made
  return { id: made.migration.id, root, replaced: ids(replaced), later: ids(later), steps, proof, files: plan.changes }
}

function countReplaced({ migrations, byHand }: History, to: string | undefined): number {
  const open = byHand.map(({ id }) => `${id} is written by hand and not tried out yet: run dbgen generate first`)
  if (open.length > 0) throw new HistoryRefused(open)
  const count = to === undefined ? migrations.length : migrations.findIndex(({ id }) => id === to) + 1
  if (count === 0 && to !== undefined) {
    throw new HistoryRefused([`there is no migration ${to}: dbgen migrate status lists them`])
  }
  if (count < 2) throw new HistoryRefused(['there is nothing to squash: that takes two migrations at least'])
  const first = migrations.findIndex((migration) => parentIn(migration) === undefined)
  if (first === -1 || first >= count) return count
  const before = migrations[first - 1]?.id
  const advice =
    first >= 2 ? `squash up to the one before it: --to ${before}` : 'it stays as it is, and so do those behind it'
  const hands = migrations.slice(0, count).filter((migration) => parentIn(migration) === undefined)
  throw new HistoryRefused([
    ...hands.map(
      ({ id }) => `${id} was written by hand: what it does to rows follows from no schema, so it cannot be squashed`,
    ),
    advice,
  ])
}

/** With the time of the last one, so that it comes before those that stay. */
function idOf({ migrations }: History, count: number, name: string | undefined): string {
  const last = migrations[count - 1]?.id ?? ''
  const [time = ''] = /^\d+/.exec(last) ?? []
  const word = slug(name ?? '')
  const id = `${time}_${word === '' ? 'squashed' : word}`
  const next = migrations[count]?.id
  const isTaken = migrations.some((migration) => migration.id === id)
  if (isTaken || (next !== undefined && id >= next)) {
    throw new HistoryRefused([`${id} cannot be the name of the squashed migration: give it another one with --name`])
  }
  return id
}

interface MadeSquashed {
  readonly migration: MigrationFiles
  readonly steps: readonly string[]
  readonly proof: readonly string[]
}

async function makeSquashed(
  history: History,
  replaced: readonly MigrationFiles[],
  schema: Schema,
  id: string,
  output: OutputOptions,
  cacheFolder: string,
): Promise<MadeSquashed> {
  const { openEmbedded } = await import('../prove/embedded.js')
  const { proveMigration } = await import('../prove/prove.js')
  const plan = planSchemas(emptySchema, schema)
  const db = await openEmbedded({ extensions: schema.extensions, cacheFolder })
  try {
    const proof = await proveMigration(db, [], plan, emptySchema, schema)
    const lines = proofLines(proof)
    const marks = placesTaken(history, replaced).map((entry) => `replaces: ${entry.id} ${entry.chain}`)
    const head = { id, parent: EMPTY_CHAIN, proof: [...marks, ...lines] }
    const migration = filesOf(plan, head, proof.measures, output)
    return { migration, steps: plan.up.map(({ title }) => title), proof: lines }
  } finally {
    await db.close()
  }
}

/** The migrations that are replaced, and what the first of them had replaced itself. */
function placesTaken({ chain }: History, replaced: readonly MigrationFiles[]): Pick<ChainEntry, 'id' | 'chain'>[] {
  const [first] = replaced
  return [...(first === undefined ? [] : replacedBy(first)), ...chain.slice(0, replaced.length)]
}

/** Both ways must lead to one catalog, at the squashed migration and at the end. */
async function expectSameCatalog(
  { schema }: History,
  replaced: readonly MigrationFiles[],
  later: readonly MigrationFiles[],
  squashed: MigrationFiles,
  cacheFolder: string,
): Promise<void> {
  const { catalogDifferences } = await import('../prove/whole-catalog.js')
  const { ProofFailed } = await import('../prove/proof-failed.js')
  for (const rest of later.length === 0 ? [[]] : [[], later]) {
    const before = await catalogOfMigrations([...replaced, ...rest], schema.extensions, cacheFolder)
    const after = await catalogOfMigrations([squashed, ...rest], schema.extensions, cacheFolder)
    const differences = catalogDifferences(before, after)
    if (differences.length > 0)
      throw new ProofFailed(
        'one migration would not lead to what the migrations lead to; nothing was written',
        differences,
      )
  }
}

function outputFiles(files: MigrationFiles['files'], { migrations }: OutputOptions): { path: string; text: string }[] {
  return Object.entries(files).map(([name, text]) => ({ path: `${migrations}/${name}`, text }))
}

function snapshotOf(chain: readonly ChainEntry[], { renames, schema }: History, { migrations }: OutputOptions) {
  return { path: `${migrations}/${SNAPSHOT_FILE}`, text: printSnapshot({ migrations: chain, renames, schema }) }
}
