import { join } from 'node:path'
import { checksOf, formatOf, stepsOf } from '../database/migration-files.js'
import { remarksOf } from '../judge/locate.js'
import type { MigrationFiles } from '../migrate/chain.js'
import type { Plan, PlanMoves, Step } from '../migrate/plan.js'
import type { StoredStep } from '../migrate/step-text.js'
import { type Hints, noHints } from '../schema/hints.js'
import type { Schema } from '../schema/schema.js'
import { cacheName, codeHash, keepCached, readCached } from './check-cache.js'
import { type CheckFinding, findingAt, lineOf } from './check-findings.js'
import { isLossy, wasNotProven } from './check-migrations.js'
import { NOT_PROVEN } from './proof.js'

/** What is needed to prove migrations that were generated without a proof. */
export interface ToProveLate {
  readonly migrations: readonly MigrationFiles[]
  readonly states: readonly (Schema | undefined)[]
  /** What the spec says of the way to the newest; undefined where the spec has mistakes or is ahead. */
  readonly hints: Hints | undefined
  /** The migrations folder. */
  readonly folder: string
  readonly cacheFolder: string
}

/** Proves the migrations that were not; those that it cannot prove are findings. */
export async function checkProofs(work: ToProveLate): Promise<{ findings: readonly CheckFinding[]; proven: number }> {
  const unproven = work.migrations.flatMap((migration, index) => (wasNotProven(migration) ? [index] : []))
  const findings: CheckFinding[] = []
  for (const index of unproven) findings.push(...(await proveOnce(index, work)))
  return { findings, proven: unproven.length - findings.length }
}

async function proveOnce(index: number, work: ToProveLate): Promise<CheckFinding[]> {
  const { migrations, hints, cacheFolder, folder } = work
  const depends = [
    await codeHash(),
    migrations.slice(0, index + 1),
    index === migrations.length - 1 ? hints : undefined,
  ]
  const name = cacheName(['proof', ...depends])
  if ((await readCached(cacheFolder, name)) === true) return []
  const finding = await proveLate(index, work)
  if (finding === undefined) await keepCached(cacheFolder, name, true)
  return finding === undefined ? [] : [{ ...finding, file: join(folder, finding.file) }]
}

const AGAIN = 'if no database has it yet, remove it, take snapshot.json back, and run dbgen generate without --no-proof'

async function proveLate(index: number, work: ToProveLate): Promise<CheckFinding | undefined> {
  const migration = work.migrations[index]
  const [before, target] = [work.states[index], work.states[index + 1]]
  if (migration === undefined) return undefined
  const isNewest = index === work.migrations.length - 1
  const file = formatOf(migration) === 'sql' ? `${migration.id}.up.sql` : `${migration.id}.ts`
  const place = { line: lineOf(migration.files[file] ?? '', NOT_PROVEN) }
  const message = 'it was generated with --no-proof, and never proven'
  if (before === undefined || target === undefined)
    return findingAt(
      'CK501',
      file,
      message,
      'correct what keeps the migrations from being applied; then check proves it',
      place,
    )
  const hints = isNewest ? work.hints : hintsFrom(migration)
  if (hints === undefined) {
    const fix = isNewest ? 'correct the spec, or generate the missing migration; then check proves it' : AGAIN
    return findingAt('CK501', file, message, fix, { ...place, details: isNewest ? [] : wordsOf(migration) })
  }
  return prove(work, index, { before, target, hints, file, place })
}

interface Proving {
  readonly before: Schema
  readonly target: Schema
  readonly hints: Hints
  readonly file: string
  readonly place: Partial<CheckFinding>
}

async function prove(work: ToProveLate, index: number, proving: Proving): Promise<CheckFinding | undefined> {
  const { before, target, hints, file, place } = proving
  const { migrations, cacheFolder } = work
  const migration = migrations[index]
  if (migration === undefined) return undefined
  const { openReplayed, replay } = await import('../prove/replay.js')
  const { proveMigration } = await import('../prove/prove.js')
  const { introspect } = await import('../database/introspect.js')
  const extensions = [...new Set([...before.extensions, ...target.extensions])]
  const earlier = migrations.slice(0, index).map((one) => stepsOf(one, 'up'))
  const open = () => openReplayed({ extensions, cacheFolder }, earlier)
  let restored = before
  if (isLossy(migration)) {
    const db = await open()
    try {
      await replay(db, [...stepsOf(migration, 'up'), ...stepsOf(migration, 'down')])
      restored = await introspect(db)
    } finally {
      await db.close()
    }
  }
  const plan = planOf(migration, restored)
  const db = await open()
  try {
    await proveMigration(db, [], plan, before, target, { moves: plan.moves, hints })
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ProofFailed') throw error
    const [message = '', ...details] = error.message.split('\n')
    return findingAt('CK502', file, `it was generated with --no-proof, and the proof fails: ${message}`, AGAIN, {
      ...place,
      details,
    })
  } finally {
    await db.close()
  }
}

/** The plan that a migration was printed from, as far as a proof reads it. */
function planOf(migration: MigrationFiles, restored: Schema): Plan {
  const remarks = Object.values(migration.files).flatMap((text) => text.split('\n'))
  return {
    up: stepsOf(migration, 'up').map(stepOf),
    down: stepsOf(migration, 'down').map(stepOf),
    upChecks: checksOf(migration, 'up'),
    downChecks: checksOf(migration, 'down'),
    allowed: wordsOf(migration),
    irreversible: remarks.flatMap((line) => /^(?:--|\/\/) cannot bring back: (.*)$/.exec(line)?.[1] ?? []),
    restored,
    moves: movesOf(migration),
  }
}

function stepOf({ title, transactional, sql }: StoredStep): Step {
  return { title, transactional, statements: [sql] }
}

function wordsOf(migration: MigrationFiles): string[] {
  return remarksOf(migration).flatMap((remark) => /^the spec allows: (.*)$/.exec(remark)?.[1] ?? [])
}

const HARMLESS = /^(?:rename|lock|drop) /

/** Without the spec of that time only the ways can be proven on which no value becomes another one. */
function hintsFrom(migration: MigrationFiles): Hints | undefined {
  return wordsOf(migration).every((word) => HARMLESS.test(word)) ? noHints : undefined
}

function movesOf(migration: MigrationFiles): PlanMoves {
  const words = wordsOf(migration)
  const find = (pattern: RegExp): RegExpExecArray[] =>
    words.map((word) => pattern.exec(word)).filter((match) => match !== null)
  const values: Record<string, Record<string, string>> = {}
  for (const [, from = '', type = '', to = ''] of find(/^rename value "(.*)" of enum (\S+) to "(.*)"$/))
    values[type] = { ...values[type], [to]: from }
  return {
    tables: Object.fromEntries(find(/^rename table (.+) to (.+)$/).map(([, from = '', to = '']) => [to, from])),
    columns: Object.fromEntries(
      find(/^rename column (.+)\.("(?:[^"]|"")+"|[^."]+) to (.+)$/).map(([, table = '', from = '', to = '']) => [
        `${table}.${to}`,
        from.startsWith('"') ? from.slice(1, -1).replaceAll('""', '"') : from,
      ]),
    ),
    types: Object.fromEntries(find(/^rename type (.+) to (.+)$/).map(([, from = '', to = '']) => [to, from])),
    values,
  }
}
