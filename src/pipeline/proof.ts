import type { GeneratedStatement } from '../artifacts/context.js'
import type { StepMeasure } from '../migrate/step-measure.js'
import type { Embedded } from '../prove/embedded.js'
import { ProofFailed } from '../prove/proof-failed.js'
import { type Proof, proveMigration, proveSchema } from '../prove/prove.js'
import { proveStatements } from '../prove/statements.js'
import type { SyntaxMistake } from '../render/typescript.js'
import type { Hints } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import type { History } from './history.js'
import type { PlannedMigration } from './migration.js'
import type { HistoryDatabase } from './open-history.js'

/** What the proof of a run says, for the head of the migration and for the report. */
export interface ProvenRun {
  readonly lines: readonly string[]
  readonly measures: readonly StepMeasure[]
}

/** What is to be shown before anything is written. */
export interface ToProve {
  readonly schema: Schema
  readonly hints: Hints
  readonly history: History
  readonly migration: PlannedMigration | undefined
  readonly statements: readonly GeneratedStatement[]
  /** New text of generated files. */
  readonly code: readonly { readonly path: string; readonly text: string }[]
  /** Where the migrations so far are applied. */
  readonly database: HistoryDatabase
}

/** The mark of a migration that nothing was shown of; `check` complains about it. */
export const NOT_PROVEN = 'not proven: generated with --no-proof'

/** Proves a run on an embedded PostgreSQL, which it changes. Throws ProofFailed; then nothing may be written. */
export async function proveRun(run: ToProve): Promise<ProvenRun> {
  await proveSyntax(run.code)
  const db = await run.database.open()
  const proof = await proveDatabase(db, run)
  await proveCode(db, run)
  return { lines: proof === undefined ? [] : proofLines(proof), measures: proof?.measures ?? [] }
}

async function proveSyntax(code: ToProve['code']): Promise<void> {
  const { findSyntaxMistakes } = await import('../render/typescript.js')
  const mistakes = await findSyntaxMistakes(code)
  if (mistakes.length > 0) throw new ProofFailed('the generated code is not TypeScript', mistakes.map(describeMistake))
}

function describeMistake({ path, line, column, message }: SyntaxMistake): string {
  return `${path}:${line}:${column} ${message}`
}

/** Proves the migration; without one, that the migrations so far lead to the schema. */
async function proveDatabase(db: Embedded, { history, migration, schema, hints }: ToProve): Promise<Proof | undefined> {
  if (migration !== undefined) {
    const { plan, target } = migration
    return proveMigration(db, [], plan, history.schema, target, { moves: plan.moves, hints })
  }
  await proveSchema(db, schema)
  return undefined
}

/** Every fixed statement of the generated code runs, and the types are those that kysely-codegen reads. */
async function proveCode(db: Embedded, run: ToProve): Promise<void> {
  const { schema } = run
  const mistakes = await proveStatements(db, concernedStatements(run))
  if (mistakes.length > 0) {
    throw new ProofFailed(
      'a statement of the generated code does not run',
      mistakes.flatMap(({ name, message, sql }) => [`${name}: ${message}`, ...sql.split('\n')]),
    )
  }
  const { codegenDifferences } = await import('../database/codegen-agreement.js')
  const differences = await codegenDifferences(db, schema)
  if (differences.length > 0)
    throw new ProofFailed('kysely-codegen reads another schema from the database', differences)
}

/** The statements of files that change, and those over tables that do: the others were proven when they were written. */
function concernedStatements({ statements, code, schema, history }: ToProve): readonly GeneratedStatement[] {
  const known = new Map(history.schema.tables.map((table) => [qualified(table), JSON.stringify(table)]))
  const changed = schema.tables.filter((table) => known.get(qualified(table)) !== JSON.stringify(table))
  const words = new Set(changed.map(({ name }) => name))
  const quoted = changed.map(({ name }) => ident(name)).filter((name) => name.startsWith('"'))
  const paths = code.map(({ path }) => path)
  return statements.filter(({ name, sql }) => {
    const [file = ''] = name.split(' ')
    const isOver =
      (sql.match(/\w+/g) ?? []).some((word) => words.has(word)) || quoted.some((name) => sql.includes(name))
    return isOver || paths.some((path) => path.endsWith(`/${file}`))
  })
}

/** What a proof says, one line each. */
export function proofLines({ version, rowsBefore, rowsAfter, empty, notes }: Proof): string[] {
  const rows = rowsBefore === 0 ? `${rowsAfter} rows` : `${rowsBefore} rows before and ${rowsAfter} after`
  return [
    `proven on PostgreSQL ${version}: applied, reversed and applied again with ${rows}; the catalog equals the spec`,
    ...empty.map(({ table, message }) => `no row could be made for ${table}: ${message}`),
    ...notes,
  ]
}
