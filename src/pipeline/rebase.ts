import { dirname, join } from 'node:path'
import { extendChain, type MigrationFiles, parentIn } from '../migrate/chain.js'
import { migrationId } from '../migrate/migration-name.js'
import type { OutputOptions } from '../model/output.js'
import type { FileChange } from '../output/file-change.js'
import { planFiles } from '../output/plan-files.js'
import { writeOutput } from '../output/write-output.js'
import { schemaOf } from '../schema/from-model.js'
import { hintsOf } from '../schema/hints-from-model.js'
import { printSnapshot } from '../schema/snapshot.js'
import { adoptByHand } from './adopt.js'
import { expectIndependent } from './both-orders.js'
import { type Branches, findBranches } from './branches.js'
import { compileSpec } from './compile.js'
import { type History, SNAPSHOT_FILE } from './history.js'
import { HistoryRefused } from './history-refused.js'
import { type Destination, type PlannedMigration, planMigration, printMigration } from './migration.js'
import { withHistory } from './open-history.js'
import { proveRun } from './proof.js'

/** What `migrate rebase` is asked to do. */
export interface RebaseRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** A migration of the branch that stays; undefined where git is to tell which that is. */
  readonly onto: string | undefined
  /** Plans ours anew although the branches are not independent of each other. */
  readonly replan: boolean
  /** Writes nothing. */
  readonly dryRun: boolean
  /** For the timestamps in the names of migrations. */
  readonly now: Date
  readonly cacheFolder: string
}

/** What `migrate rebase` did. */
export interface RebaseReport {
  readonly root: string
  /** How it was told which branch stays. */
  readonly reason: string
  /** The last migration of the branch that stays. */
  readonly onto: string
  /** Migrations of ours that are gone. */
  readonly removed: readonly string[]
  /** What is there instead, in order; none where theirs do all that the spec says. */
  readonly written: readonly RebasedMigration[]
  /** True where both orders were run and led to one catalog. */
  readonly isIndependent: boolean
  /** Paths relative to `root`. */
  readonly files: readonly FileChange[]
}

/** A migration behind those of the branch that stays. */
export interface RebasedMigration {
  readonly id: string
  /** `moved` was written by hand and is what it was, under another name; `planned` is new. */
  readonly kind: 'moved' | 'planned'
  /** What was proven of it. */
  readonly proof: readonly string[]
}

/**
 * Puts the migrations of one branch behind those of the other: what was generated is planned anew from their schema to the
 * spec, what was written by hand gets a later name. Everything is proven before anything is written. Throws HistoryRefused
 * where both branches collide, SpecError, MigrationRefused and ProofFailed.
 */
export async function rebaseMigrations(request: RebaseRequest): Promise<RebaseReport> {
  const { specFile, root = dirname(specFile), cacheFolder } = request
  const model = await compileSpec(specFile)
  const destination = { schema: schemaOf(model), hints: hintsOf(model) }
  const branches = await findBranches(join(root, model.output.migrations), request.onto, cacheFolder)
  const { theirs, ours, reason } = branches
  if (ours.length === 0)
    throw new HistoryRefused([
      'both branches have the same migrations: take snapshot.json of either, then run dbgen generate',
    ])
  const isIndependent = !request.replan && (await areIndependent(branches, destination, request))
  const rebased = await rebuild(branches, destination, request, model.output)
  const plan = await planFiles(root, model.output.migrations, {
    removed: ours.flatMap((migration) => outputFiles(migration, model.output)),
    created: rebased.migrations.flatMap((migration) => outputFiles(migration, model.output)),
    replaced: [snapshotFile(rebased.history, destination, model.output)],
  })
  if (!request.dryRun) await writeOutput(plan)
  return {
    root,
    reason,
    onto: theirs.chain.at(-1)?.id ?? '',
    removed: ours.map(({ id }) => id),
    written: rebased.written,
    isIndependent,
    files: plan.changes,
  }
}

/** False where both did the same, so that ours only have to go. Throws HistoryRefused where they collide otherwise. */
async function areIndependent(branches: Branches, destination: Destination, request: RebaseRequest): Promise<boolean> {
  try {
    await expectIndependent(branches, destination.schema, request.cacheFolder)
    return true
  } catch (error) {
    if (error instanceof HistoryRefused && (await theirsDoAll(branches, destination, request))) return false
    throw error
  }
}

async function theirsDoAll(
  { theirs, ours }: Branches,
  destination: Destination,
  { now, cacheFolder }: RebaseRequest,
): Promise<boolean> {
  if (ours.some((migration) => parentIn(migration) === undefined)) return false
  // Where the rest cannot be planned, that the branches collide is what has to be said.
  return planBehind(theirs, destination, now, cacheFolder).then(
    (planned) => planned === undefined,
    () => false,
  )
}

function planBehind(
  history: History,
  destination: Destination,
  now: Date,
  cacheFolder: string,
): Promise<PlannedMigration | undefined> {
  return withHistory(history, destination.schema, { cacheFolder, ahead: false }, (database) =>
    planMigration(history, destination, { now, name: undefined }, database),
  )
}

interface Rebased {
  readonly history: History
  readonly migrations: readonly MigrationFiles[]
  readonly written: readonly RebasedMigration[]
}

/** By hand what stood in front of the first generated one, then the one that is planned, then the rest by hand. */
async function rebuild(
  { theirs, ours }: Branches,
  destination: Destination,
  { now, cacheFolder }: RebaseRequest,
  output: OutputOptions,
): Promise<Rebased> {
  const first = ours.findIndex((migration) => parentIn(migration) !== undefined)
  const generated = ours.filter((migration) => parentIn(migration) !== undefined)
  const byHand = (from: number, to?: number): MigrationFiles[] =>
    ours.slice(from, to).filter((migration) => parentIn(migration) === undefined)
  const ids = [...theirs.migrations, ...ours].map(({ id }) => id).sort()
  const nextId = (word: string): string => {
    const id = migrationId(now, [{ id: ids.at(-1) ?? '' }], word)
    ids.push(id)
    return id
  }
  const options = { proof: true, cacheFolder }
  const move = (migration: MigrationFiles): MigrationFiles => renamed(migration, nextId(wordOf(migration)))

  const early = (first === -1 ? byHand(0) : byHand(0, first)).map(move)
  const before = await adoptByHand({ ...theirs, byHand: early }, destination, options)
  const planned = await planBehind(before.history, destination, now, cacheFolder)
  const named = planned && { ...planned, id: nextId(nameFor(generated, planned)) }
  const made = named && (await proveAndPrint(named, before.history, destination, output, cacheFolder))
  const between = made === undefined ? before.history : extended(before.history, made.migration, destination)
  const late = first === -1 ? [] : byHand(first).map(move)
  const after = await adoptByHand({ ...between, byHand: late }, destination, options)
  const moved = ({ id }: MigrationFiles): RebasedMigration => ({ id, kind: 'moved', proof: [] })
  return {
    history: after.history,
    migrations: [...early, ...(made === undefined ? [] : [made.migration]), ...late],
    written: [
      ...early.map(moved),
      ...(made === undefined ? [] : [{ id: made.migration.id, kind: 'planned' as const, proof: made.proof }]),
      ...late.map(moved),
    ],
  }
}

/** The name that a single one had stays; of several that become one, what it does now. */
function nameFor(generated: readonly MigrationFiles[], planned: PlannedMigration): string {
  const [only, ...others] = generated
  return only !== undefined && others.length === 0 ? wordOf(only) : wordOf(planned)
}

/** `add_rating` of `20261122104500_add_rating`. */
function wordOf({ id }: { readonly id: string }): string {
  return id.replace(/^\d+_/, '')
}

/** The same text under another name. */
function renamed({ id, files }: MigrationFiles, next: string): MigrationFiles {
  const entries = Object.entries(files).map(([name, text]) => [`${next}${name.slice(id.length)}`, text] as const)
  return { id: next, files: Object.fromEntries(entries) }
}

async function proveAndPrint(
  planned: PlannedMigration,
  history: History,
  destination: Destination,
  output: OutputOptions,
  cacheFolder: string,
): Promise<{ readonly migration: MigrationFiles; readonly proof: readonly string[] }> {
  const run = { ...destination, history, migration: planned, statements: [], code: [] }
  const proven = await withHistory(history, destination.schema, { cacheFolder, ahead: false }, (database) =>
    proveRun({ ...run, database }),
  )
  const { files } = printMigration(planned, history, destination, output, proven)
  const texts = files.map(({ path, text }) => [path.slice(output.migrations.length + 1), text] as const)
  return { migration: { id: planned.id, files: Object.fromEntries(texts) }, proof: proven.lines }
}

function extended(history: History, migration: MigrationFiles, { schema, hints }: Destination): History {
  return {
    ...history,
    schema,
    renames: hints.renames,
    migrations: [...history.migrations, migration],
    chain: extendChain(history.chain, migration),
  }
}

function outputFiles({ files }: MigrationFiles, { migrations }: OutputOptions): { path: string; text: string }[] {
  return Object.entries(files).map(([name, text]) => ({ path: `${migrations}/${name}`, text }))
}

function snapshotFile({ chain }: History, { schema, hints }: Destination, { migrations }: OutputOptions) {
  return {
    path: `${migrations}/${SNAPSHOT_FILE}`,
    text: printSnapshot({ migrations: chain, renames: hints.renames, schema }),
  }
}
