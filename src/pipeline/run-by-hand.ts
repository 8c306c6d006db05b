import { type Direction, formatOf } from '../database/migration-files.js'
import type { MigrationFiles } from '../migrate/chain.js'
import type { StoredStep } from '../migrate/step-text.js'
import type { Embedded } from '../prove/embedded.js'

/** Runs the steps of a migration that a person wrote. Throws ProofFailed with file, line and column where PostgreSQL says. */
export async function runByHand(
  db: Embedded,
  migration: MigrationFiles,
  direction: Direction,
  steps: readonly StoredStep[],
): Promise<void> {
  const { runTransaction } = await import('../prove/measure.js')
  for (const step of steps) {
    try {
      await (step.transactional ? runTransaction(db, step.sql) : db.run(step.sql))
    } catch (error) {
      throw await failed(migration, direction, step, error)
    }
  }
}

/** The file that holds the steps of a direction: `20261122104500_fill.up.sql`. */
export function stepsPlace(migration: MigrationFiles, direction: Direction): string {
  return formatOf(migration) === 'kysely' ? `${migration.id}.ts` : `${migration.id}.${direction}.sql`
}

async function failed(
  migration: MigrationFiles,
  direction: Direction,
  step: StoredStep,
  error: unknown,
): Promise<Error> {
  const { ProofFailed } = await import('../prove/proof-failed.js')
  const { messageOf } = await import('../prove/insert-sql.js')
  const name = stepsPlace(migration, direction)
  const message = messageOf(error)
  const hint = /cannot (?:run|be executed) (?:inside|from|within)/i.test(message)
    ? ['give the statement a step of its own, with the line "-- outside a transaction" below its mark']
    : []
  const place = placeOf(migration.files[name] ?? '', step, error)
  return new ProofFailed(`${name}${place}: the step "${step.title}" fails (${direction})`, [message, ...hint], error)
}

/** `:3:14`; empty where PostgreSQL names no position, or where the text of the step is not that of the file. */
function placeOf(text: string, { sql, transactional }: StoredStep, error: unknown): string {
  const position = Number(typeof error === 'object' && error !== null ? Reflect.get(error, 'position') : undefined)
  const plain = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  const start = plain.indexOf(sql)
  if (!Number.isInteger(position) || position < 1 || start === -1) return ''
  const before = plain.slice(0, start + position - 1 - (transactional ? 'begin;\n'.length : 0))
  const lines = before.split('\n')
  return `:${lines.length}:${(lines.at(-1) ?? '').length + 1}`
}
