import { extendChain, headOf, type MigrationFiles } from '../migrate/chain.js'
import { migrationId, nameOfPlan, slug } from '../migrate/migration-name.js'
import type { Plan } from '../migrate/plan.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import { printKysely } from '../migrate/print-kysely.js'
import { type MigrationHead, printSql } from '../migrate/print-sql.js'
import type { StepMeasure } from '../migrate/step-measure.js'
import type { OutputOptions } from '../model/model.js'
import type { OutputFile } from '../output/request.js'
import { noHints } from '../schema/hints.js'
import type { Schema } from '../schema/schema.js'
import { printSnapshot } from '../schema/snapshot.js'
import { type History, SNAPSHOT_FILE } from './history.js'

/** A migration that is not printed yet. */
export interface PlannedMigration {
  readonly id: string
  readonly plan: Plan
  readonly target: Schema
}

/** The migration that leads from the history to the schema; undefined where they are the same. */
export function planMigration(
  history: History,
  target: Schema,
  now: Date,
  name: string | undefined,
): PlannedMigration | undefined {
  const plan = planSchemas(history.schema, target)
  if (plan.up.length === 0) return undefined
  const word = name === undefined ? '' : slug(name)
  return { id: migrationId(now, history.chain, word === '' ? nameOfPlan(plan, history.chain) : word), plan, target }
}

/** What is written for a migration. */
export interface WrittenMigration {
  readonly files: readonly OutputFile[]
  readonly snapshot: OutputFile
}

/** Prints a planned migration and the snapshot behind it. `proof` are lines for its head. */
export function printMigration(
  { id, plan, target }: PlannedMigration,
  history: History,
  output: OutputOptions,
  proof: readonly string[],
  measures: readonly StepMeasure[],
): WrittenMigration {
  const head: MigrationHead = { id, parent: headOf(history.chain), proof }
  const files = output.migrationFormat === 'kysely' ? kyselyFiles(plan, head, measures) : sqlFiles(plan, head, measures)
  const chain = extendChain(history.chain, files)
  return {
    files: Object.entries(files.files).map(([name, text]) => ({ path: `${output.migrations}/${name}`, text })),
    snapshot: {
      path: `${output.migrations}/${SNAPSHOT_FILE}`,
      text: printSnapshot({ migrations: chain, renames: noHints.renames, schema: target }),
    },
  }
}

function sqlFiles(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): MigrationFiles {
  const { up, down } = printSql(plan, head, measures)
  return { id: head.id, files: { [`${head.id}.down.sql`]: down, [`${head.id}.up.sql`]: up } }
}

function kyselyFiles(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): MigrationFiles {
  return { id: head.id, files: { [`${head.id}.ts`]: printKysely(plan, head, measures) } }
}
