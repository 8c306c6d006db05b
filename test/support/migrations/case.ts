import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationFiles } from '../../../src/migrate/chain.js'
import type { Plan } from '../../../src/migrate/plan.js'
import { planSchemas } from '../../../src/migrate/plan-schemas.js'
import { printSql } from '../../../src/migrate/print-sql.js'
import { MigrationRefused } from '../../../src/migrate/refusal.js'
import type { StepMeasure } from '../../../src/migrate/step-measure.js'
import { compileSpec } from '../../../src/pipeline/compile.js'
import { schemaOf } from '../../../src/schema/from-model.js'
import type { Hints } from '../../../src/schema/hints.js'
import { hintsOf } from '../../../src/schema/hints-from-model.js'
import type { Schema } from '../../../src/schema/schema.js'

/** Where the kinds of changes are: a directory for each. */
export const casesRoot = join(import.meta.dirname, '../../migrations')

/** What a directory says about where it runs; `why` is for the reader. */
export interface CaseOptions {
  /** The oldest PostgreSQL that can run it. */
  readonly from?: number
  /** False where down fails on purpose. */
  readonly down?: boolean
  /** True where dbgen cannot do it yet, and says so too late. */
  readonly todo?: boolean
  readonly why: string
}

/** A directory of test/migrations. */
export interface MigrationCase {
  readonly name: string
  readonly folder: string
  readonly before: Schema
  readonly after: Schema
  /** What after.yaml says about the way. */
  readonly hints: Hints
  /** SQL that fills the tables before the migration; empty without. */
  readonly rows: string
  readonly options: CaseOptions | undefined
  readonly outcome: Outcome
}

/** What became of planning it. */
export type Outcome =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly message: string }

/** The directories, each with what became of planning it. An error is kept for the test that it belongs to. */
export async function readCases(part: number, parts: number): Promise<readonly [string, MigrationCase | Error][]> {
  const names = readdirSync(casesRoot)
    .filter((name) => !name.endsWith('.md'))
    .sort()
  const mine = names.filter((_, index) => index % parts === part)
  return Promise.all(
    mine.map(async (name) => [name, await readCase(name).catch((error: Error) => error)] as [string, MigrationCase]),
  )
}

/** One directory, with what became of planning it. */
export async function readCase(name: string): Promise<MigrationCase> {
  const folder = join(casesRoot, name)
  const [old, model] = [await compileSpec(join(folder, 'before.yaml')), await compileSpec(join(folder, 'after.yaml'))]
  const [before, after, hints] = [schemaOf(old), schemaOf(model), hintsOf(model)]
  return {
    name,
    folder,
    before,
    after,
    hints,
    rows: readOptional(join(folder, 'rows.sql')) ?? '',
    options: readOptions(folder),
    outcome: planOrRefuse(() => planSchemas(before, after, hints)),
  }
}

function planOrRefuse(plan: () => Plan): Outcome {
  try {
    return { kind: 'planned', plan: plan() }
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error
    return { kind: 'refused', message: `${error.message}\n` }
  }
}

function readOptions(folder: string): CaseOptions | undefined {
  const text = readOptional(join(folder, 'options.json'))
  if (text === undefined) return undefined
  const options: CaseOptions = JSON.parse(text)
  const unknown = Object.keys(options).filter((key) => !['from', 'down', 'todo', 'why'].includes(key))
  if (unknown.length > 0) throw new Error(`options.json: there is no option ${unknown.join(', ')}`)
  if (typeof options.why !== 'string') throw new Error('options.json: say "why"')
  return options
}

function readOptional(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

const ID = '20260102000000_change'

/** The migration as a directory holds it and as the runner takes it. */
export function printCase(plan: Plan, measures: readonly StepMeasure[]): MigrationFiles & { up: string; down: string } {
  const { up, down } = printSql(plan, { id: ID, parent: 'none', proof: [] }, measures)
  return { id: ID, files: { [`${ID}.down.sql`]: down, [`${ID}.up.sql`]: up }, up, down }
}
