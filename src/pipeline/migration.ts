import { isDeepStrictEqual } from 'node:util'
import { extendChain, headOf, type MigrationFiles } from '../migrate/chain.js'
import { migrationId, nameOfPlan, slug } from '../migrate/migration-name.js'
import type { Plan } from '../migrate/plan.js'
import { plannedMoves, planSchemas } from '../migrate/plan-schemas.js'
import { printKysely } from '../migrate/print-kysely.js'
import { type MigrationHead, printSql } from '../migrate/print-sql.js'
import type { StepMeasure } from '../migrate/step-measure.js'
import type { OutputOptions } from '../model/output.js'
import type { OutputFile } from '../output/request.js'
import type { Hints } from '../schema/hints.js'
import type { Schema } from '../schema/schema.js'
import { type ChainEntry, printSnapshot } from '../schema/snapshot.js'
import { type History, SNAPSHOT_FILE } from './history.js'
import type { HistoryDatabase } from './open-history.js'
import { wordsOfWay } from './spec-words.js'

/** What the migrations are to lead to, and how the spec says to get there. */
export interface Destination {
  readonly schema: Schema
  readonly hints: Hints
}

/** A migration that is not printed yet. */
export interface PlannedMigration {
  readonly id: string
  readonly plan: Plan
  /** What it leads to, with expressions as they were written before where PostgreSQL takes both for the same. */
  readonly target: Schema
}

/** How a migration is named. */
export interface MigrationName {
  readonly now: Date
  /** `add_rating`; undefined for a name made from the changes. */
  readonly name: string | undefined
}

/**
 * The migration that leads from the history to the destination; undefined where they are the same. PostgreSQL is only
 * asked where expressions are written otherwise than before: it knows which spellings mean the same.
 */
export async function planMigration(
  history: History,
  { schema, hints }: Destination,
  { now, name }: MigrationName,
  database: HistoryDatabase,
): Promise<PlannedMigration | undefined> {
  const moves = plannedMoves(history.schema, schema, hints, history.renames)
  const target = await inKnownSpelling(history, schema, moves, database)
  const plan = planSchemas(history.schema, target, hints, history.renames)
  if (plan.up.length === 0) return undefined
  const word = name === undefined ? '' : slug(name)
  return { id: migrationId(now, history.chain, word === '' ? nameOfPlan(plan, history.chain) : word), plan, target }
}

async function inKnownSpelling(
  history: History,
  schema: Schema,
  moves: Plan['moves'],
  database: HistoryDatabase,
): Promise<Schema> {
  const { haveOtherExpressions, withSameExpressions } = await import('../prove/same-expressions.js')
  if (!haveOtherExpressions(history.schema, schema, moves)) return schema
  return withSameExpressions(await database.open(), history.schema, schema, moves)
}

/** What is written for a change of the schema. */
export interface WrittenMigration {
  readonly files: readonly OutputFile[]
  readonly snapshot: OutputFile
}

/** Prints a planned migration and the snapshot behind it. `proof` are lines for its head. */
export function printMigration(
  { id, plan }: PlannedMigration,
  history: History,
  destination: Destination,
  output: OutputOptions,
  { lines, measures }: { readonly lines: readonly string[]; readonly measures: readonly StepMeasure[] },
): WrittenMigration {
  const head: MigrationHead = { id, parent: headOf(history.chain), proof: lines }
  const words = wordsOfWay(plan, destination.hints, history.schema, destination.schema)
  const files = filesOf({ ...plan, allowed: [...plan.allowed, ...words] }, head, measures, output)
  return {
    files: Object.entries(files.files).map(([name, text]) => ({ path: `${output.migrations}/${name}`, text })),
    snapshot: snapshotFile(extendChain(history.chain, files), destination, output),
  }
}

/** The files of a migration in the format of the project. */
export function filesOf(
  plan: Plan,
  head: MigrationHead,
  measures: readonly StepMeasure[],
  { migrationFormat }: OutputOptions,
): MigrationFiles {
  return migrationFormat === 'kysely' ? kyselyFiles(plan, head, measures) : sqlFiles(plan, head, measures)
}

/**
 * The snapshot alone, where the spec says the same in other words or `isLonger` says that the chain has grown; undefined
 * where neither is so.
 */
export function printOtherWords(
  history: History,
  destination: Destination,
  output: OutputOptions,
  isLonger: boolean,
): WrittenMigration | undefined {
  const isSame =
    isSameData(history.schema, destination.schema) && isSameData(history.renames, destination.hints.renames)
  if (history.chain.length === 0 || (isSame && !isLonger)) return undefined
  return { files: [], snapshot: snapshotFile(history.chain, destination, output) }
}

/** The snapshot where a migration was taken back and none took its place. */
export function printTakenBack(history: History, destination: Destination, output: OutputOptions): WrittenMigration {
  return { files: [], snapshot: snapshotFile(history.chain, destination, output) }
}

function snapshotFile(chain: readonly ChainEntry[], { schema, hints }: Destination, output: OutputOptions): OutputFile {
  return {
    path: `${output.migrations}/${SNAPSHOT_FILE}`,
    text: printSnapshot({ migrations: chain, renames: hints.renames, schema }),
  }
}

function isSameData(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)))
}

function sqlFiles(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): MigrationFiles {
  const { up, down } = printSql(plan, head, measures)
  return { id: head.id, files: { [`${head.id}.down.sql`]: down, [`${head.id}.up.sql`]: up } }
}

function kyselyFiles(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): MigrationFiles {
  return { id: head.id, files: { [`${head.id}.ts`]: printKysely(plan, head, measures) } }
}
