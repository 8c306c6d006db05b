import { introspect } from '../database/introspect.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import type { StoredStep } from '../migrate/step-text.js'
import { emptySchema, type Schema } from '../schema/schema.js'
import { readObjects, readUnfinished } from './catalog-objects.js'
import { type Embedded, type EmbeddedOptions, openEmbedded } from './embedded.js'
import { withValidity } from './expected-catalog.js'
import { messageOf } from './insert-sql.js'
import { runStep } from './measure.js'
import { expectSame, expectSameObjects, ProofFailed } from './proof-failed.js'
import { replay } from './replay.js'

/** A migration as it is replayed. */
export interface ReplayedMigration {
  readonly up: readonly StoredStep[]
  readonly down: readonly StoredStep[]
  /** True where it says itself that its way down cannot bring back everything. */
  readonly isLossy: boolean
}

/** What is wrong with a chain. */
export interface ReplayProblem {
  readonly kind: 'up fails' | 'differs' | 'down fails' | 'down differs'
  /** Number of the migration. */
  readonly migration: number
  /** Number of the step; undefined where it is about all of them. */
  readonly step: number | undefined
  readonly lines: readonly string[]
}

/** What was seen when a chain was replayed. */
export interface ChainReplay {
  readonly problems: readonly ReplayProblem[]
  /** What the database had before each migration and behind the last; undefined behind one that fails. */
  readonly states: readonly (Schema | undefined)[]
}

/**
 * Applies all migrations to an empty embedded PostgreSQL, compares what they lead to with `expected`, expressions and all,
 * and reverses them again: the last must lead back to where it started from, all of them to an empty database, but for
 * what they say themselves that they cannot bring back.
 */
export async function replayChain(
  options: EmbeddedOptions,
  migrations: readonly ReplayedMigration[],
  expected: Schema | undefined,
): Promise<ChainReplay> {
  const db = await openEmbedded(options)
  try {
    const { states, failed } = await replayUp(db, migrations)
    if (failed !== undefined) return { states, problems: [failed] }
    const last = migrations.length - 1
    const differences = expected === undefined ? [] : await differencesFrom(db, options, expected)
    const differs: ReplayProblem[] =
      differences.length === 0 ? [] : [{ kind: 'differs', migration: last, step: undefined, lines: differences }]
    return { states, problems: [...differs, ...(await replayDown(db, migrations, states))] }
  } finally {
    await db.close()
  }
}

interface ReplayedUp {
  readonly states: readonly (Schema | undefined)[]
  readonly failed: ReplayProblem | undefined
}

async function replayUp(db: Embedded, migrations: readonly ReplayedMigration[]): Promise<ReplayedUp> {
  const states: (Schema | undefined)[] = [emptySchema]
  for (const [migration, { up }] of migrations.entries()) {
    const failed = await runSteps(db, up)
    if (failed !== undefined) {
      const unknown = migrations.slice(migration).map(() => undefined)
      return { states: [...states, ...unknown], failed: { ...failed, kind: 'up fails', migration } }
    }
    states.push(await introspect(db))
  }
  return { states, failed: undefined }
}

/** Where the steps fail, and what PostgreSQL says; undefined where they do not. */
async function runSteps(
  db: Embedded,
  steps: readonly StoredStep[],
): Promise<Pick<ReplayProblem, 'step' | 'lines'> | undefined> {
  for (const [step, stored] of steps.entries()) {
    try {
      await replay(db, [stored])
    } catch (error) {
      return { step, lines: error instanceof ProofFailed ? error.differences : [messageOf(error)] }
    }
  }
  return undefined
}

/** Where the database is not what an empty one becomes that is made from the schema. */
async function differencesFrom(db: Embedded, options: EmbeddedOptions, schema: Schema): Promise<readonly string[]> {
  const other = await openEmbedded(options)
  try {
    for (const step of planSchemas(emptySchema, schema).up) await runStep(other, step)
    const [wanted, found] = [await introspect(other), await introspect(db)]
    const extensions = found.extensions
    const tables = withValidity(found.tables, schema.tables)
    const expected = { ...wanted, extensions, tables: withValidity(wanted.tables, schema.tables) }
    const unfinished = (await readUnfinished(db)).filter((line) => line.startsWith('index '))
    const objects = async () => expectSameObjects('', await readObjects(other), await readObjects(db))
    return [
      ...(await linesOf(async () => expectSame('', expected, { ...found, tables }))),
      ...(await linesOf(objects)),
      ...unfinished,
    ]
  } finally {
    await other.close()
  }
}

async function replayDown(
  db: Embedded,
  migrations: readonly ReplayedMigration[],
  states: readonly (Schema | undefined)[],
): Promise<ReplayProblem[]> {
  const last = migrations.length - 1
  let isWhole = true
  for (const [back, { down, isLossy }] of migrations.toReversed().entries()) {
    const migration = last - back
    const failed = await runSteps(db, down)
    if (failed !== undefined) return [{ ...failed, kind: 'down fails', migration }]
    isWhole = isWhole && !isLossy
    const before = states[migration]
    if (!isWhole || before === undefined || (migration !== last && migration !== 0)) continue
    const found = await introspect(db)
    // An extension stays when the migration that created it goes: others may use it.
    const extensions = [...new Set([...before.extensions, ...found.extensions])].sort()
    const lines = await linesOf(async () => expectSame('', { ...before, extensions }, found))
    if (lines.length > 0) return [{ kind: 'down differs', migration, step: undefined, lines }]
  }
  return []
}

/** What a comparison finds. */
async function linesOf(compare: () => Promise<void>): Promise<readonly string[]> {
  try {
    await compare()
    return []
  } catch (error) {
    if (error instanceof ProofFailed) return error.differences
    throw error
  }
}
