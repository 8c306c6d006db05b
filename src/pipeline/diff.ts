import { basename, dirname, join } from 'node:path'
import { connect } from '../database/connect.js'
import { introspect } from '../database/introspect.js'
import { describeUrl } from '../database/redact.js'
import { type Change, changesBetween } from '../migrate/changes.js'
import { plannedMoves, planSchemas } from '../migrate/plan-schemas.js'
import { MigrationRefused, type Refusal } from '../migrate/refusal.js'
import type { Model } from '../model/model.js'
import { schemaOf } from '../schema/from-model.js'
import { type Hints, noHints, type Renames } from '../schema/hints.js'
import { hintsOf } from '../schema/hints-from-model.js'
import type { Schema } from '../schema/schema.js'
import { readSnapshot } from '../schema/snapshot.js'
import { compileFiles, compileSpec } from './compile.js'
import { fileAt, type Git, openGit } from './git.js'
import { committedFiles } from './git-spec.js'
import { readHistory, SNAPSHOT_FILE } from './history.js'

/** One side of a comparison. */
export type Side =
  | { readonly kind: 'spec' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'database'; readonly url: string }
  /** A commit, branch or tag, and what of it. */
  | { readonly kind: 'revision'; readonly revision: string; readonly what: 'spec' | 'snapshot' }

/** What `diff` is asked to compare. */
export interface DiffRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  readonly before: Side
  readonly after: Side
  /** Plans the statements that lead from the one to the other, too. */
  readonly withSql: boolean
  /** Where prepared data directories are kept between runs. */
  readonly cacheFolder: string
}

/** What differs, in words, and what would be done about it. */
export interface DiffReport {
  /** The two sides as a person names them, without a password. */
  readonly before: string
  readonly after: string
  readonly changes: readonly Change[]
  /** Steps that lead from the first to the second; none unless they were asked for. */
  readonly steps: readonly { readonly title: string; readonly sql: string }[]
  /** What no migration does before the spec says more. */
  readonly refusals: readonly Refusal[]
}

/** The revision is not there, or does not have what is asked for; the message says what to do. */
export class RevisionUnknown extends Error {
  override readonly name = 'RevisionUnknown'
}

/** A side, read. */
interface Read {
  readonly name: string
  readonly schema: Schema
  readonly hints: Hints
  readonly done: Renames
  /** True where functions, triggers and the like are in no block of SQL. */
  readonly isLive: boolean
}

/** Compares two of: the spec, the snapshot, those of a commit, and a database. Changes nothing. */
export async function diff(request: DiffRequest): Promise<DiffReport> {
  const [before, after] = [await readSide(request, request.before), await readSide(request, request.after)]
  const isLive = before.isLive || after.isLive
  const from = isLive ? { ...before.schema, sql: [] } : before.schema
  const wanted = isLive ? { ...after.schema, sql: [] } : after.schema
  const moves = plannedMoves(from, wanted, after.hints, before.done)
  const to = await inSameSpelling(from, wanted, moves, request.cacheFolder)
  const changes = changesBetween(from, to, after.hints, before.done)
  const plan = request.withSql ? planOf(from, to, after.hints, before.done) : { steps: [], refusals: [] }
  return { before: before.name, after: after.name, changes, ...plan }
}

async function inSameSpelling(
  from: Schema,
  to: Schema,
  moves: ReturnType<typeof plannedMoves>,
  cacheFolder: string,
): Promise<Schema> {
  const { haveOtherExpressions, withSameExpressions } = await import('../prove/same-expressions.js')
  if (!haveOtherExpressions(from, to, moves)) return to
  const { openEmbedded } = await import('../prove/embedded.js')
  const db = await openEmbedded({ extensions: [...new Set([...from.extensions, ...to.extensions])], cacheFolder })
  try {
    return await withSameExpressions(db, from, to, moves)
  } finally {
    await db.close()
  }
}

function planOf(from: Schema, to: Schema, hints: Hints, done: Renames): Pick<DiffReport, 'steps' | 'refusals'> {
  try {
    const { up } = planSchemas(from, to, hints, done)
    return { steps: up.map(({ title, statements }) => ({ title, sql: statements.join('\n') })), refusals: [] }
  } catch (error) {
    if (error instanceof MigrationRefused) return { steps: [], refusals: error.refusals }
    throw error
  }
}

async function readSide(request: DiffRequest, side: Side): Promise<Read> {
  switch (side.kind) {
    case 'spec':
      return ofModel(basename(request.specFile), await compileSpec(request.specFile))
    case 'snapshot': {
      const { schema, renames } = await readHistory(await migrationsFolder(request))
      return { name: SNAPSHOT_FILE, schema, hints: noHints, done: renames, isLive: false }
    }
    case 'database':
      return readDatabase(side.url)
    case 'revision':
      return readRevision(request, side.revision, side.what)
  }
}

function ofModel(name: string, model: Model): Read {
  return { name, schema: schemaOf(model), hints: hintsOf(model), done: noHints.renames, isLive: false }
}

async function migrationsFolder({ specFile, root = dirname(specFile) }: DiffRequest): Promise<string> {
  const { output } = await compileSpec(specFile)
  return join(root, output.migrations)
}

async function readDatabase(url: string): Promise<Read> {
  const db = await connect(url)
  try {
    const schema = await introspect(db)
    return { name: describeUrl(url), schema, hints: noHints, done: noHints.renames, isLive: true }
  } finally {
    await db.close()
  }
}

async function readRevision(request: DiffRequest, revision: string, what: 'spec' | 'snapshot'): Promise<Read> {
  const folder = dirname(request.specFile)
  const git = await openGit(folder)
  if (git === undefined) throw new RevisionUnknown(`${revision} is no revision: this folder is not under git`)
  const commit = await git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
  if (commit === undefined) {
    throw new RevisionUnknown(`${revision} is no revision that git knows here: name a commit, a branch or a tag`)
  }
  const file = basename(request.specFile)
  const { model } = await compileFiles(file, committedFiles(git, commit))
  if (what === 'spec') return ofModel(`${file} of ${revision}`, model)
  return readCommittedSnapshot(git, commit, revision, model)
}

async function readCommittedSnapshot(git: Git, commit: string, revision: string, { output }: Model): Promise<Read> {
  const text = await fileAt(git, commit, `${output.migrations}/${SNAPSHOT_FILE}`)
  if (text === undefined) throw new RevisionUnknown(`${revision} has no ${output.migrations}/${SNAPSHOT_FILE}`)
  const { schema, renames } = readSnapshot(text)
  return { name: `${SNAPSHOT_FILE} of ${revision}`, schema, hints: noHints, done: renames, isLive: false }
}
