import { join } from 'node:path'
import { extensionsOf } from '../judge/extensions.js'
import type { Hazard } from '../judge/hazard.js'
import { judgeMigration } from '../judge/judge-migration.js'
import { locateMigration, remarksOf } from '../judge/locate.js'
import type { LocatedMigration } from '../judge/located.js'
import { emptyChronicle } from '../judge/world.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { MigrationUnreadable } from '../migrate/step-text.js'
import type { ReplayProblem } from '../prove/replay-chain.js'
import type { Schema } from '../schema/schema.js'
import { openStatements } from '../spec/sql.js'
import { cacheName, codeHash, keepCached, readCached } from './check-cache.js'
import type { CheckedChain } from './check-chain.js'
import { type CheckCode, type CheckFinding, findingAt } from './check-findings.js'
import { NOT_PROVEN } from './proof.js'

/** What was found in the migrations themselves. */
export interface CheckedMigrations {
  readonly findings: readonly CheckFinding[]
  readonly hazards: readonly Hazard[]
  /** What the database has before and behind each migration that was not proven, as far as anyone knows. */
  readonly states: readonly (Schema | undefined)[]
  /** True where the embedded PostgreSQL lacks an extension, so that nothing can be replayed or proven. */
  readonly isBeyond: boolean
}

/** What the check of the migrations goes by. */
export interface MigrationsToCheck {
  readonly chain: CheckedChain
  /** The migrations folder. */
  readonly folder: string
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
  readonly cacheFolder: string
}

/** The remark that begins the line of a proof. */
const PROVEN = 'proven on PostgreSQL '
const CANNOT = '-- cannot bring back: '

/** Whether the migration was generated from the spec, as its head says. */
export function isGenerated(migration: MigrationFiles): boolean {
  return remarksOf(migration).some((remark) => remark.startsWith(PROVEN) || remark === NOT_PROVEN)
}

/** Whether the migration says itself that it was generated without a proof. */
export function wasNotProven(migration: MigrationFiles): boolean {
  return remarksOf(migration).includes(NOT_PROVEN)
}

/** Whether a migration says itself that its way down cannot bring back everything. */
export function isLossy({ files }: MigrationFiles): boolean {
  return Object.values(files).some((text) => text.includes(CANNOT) || text.includes(CANNOT.replace('--', '//')))
}

/** Replays the migrations on the embedded PostgreSQL and judges them; what was seen before of the same files is not done again. */
export async function checkMigrations(work: MigrationsToCheck): Promise<CheckedMigrations> {
  const { chain, postgres, cacheFolder } = work
  const { pgliteVersion } = await import('../prove/embedded.js')
  const { migrations, snapshot } = chain
  const depends = [await codeHash(), await pgliteVersion(), postgres, migrations, snapshot?.schema]
  const name = cacheName(['migrations', ...depends])
  // What is kept under the name was made by the line below, and its hash says so.
  const cached = (await readCached(cacheFolder, name)) as CheckedMigrations | undefined
  if (cached !== undefined) return inFolder(cached, work)
  const result = await examine(work)
  await keepCached(cacheFolder, name, result)
  return inFolder(result, work)
}

/** What is kept does not say where the project lies, and JSON knows no undefined. */
function inFolder(result: CheckedMigrations, { folder }: MigrationsToCheck): CheckedMigrations {
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...finding, file: join(folder, finding.file) })),
    states: result.states.map((state) => state ?? undefined),
  }
}

async function examine(work: MigrationsToCheck): Promise<CheckedMigrations> {
  const { migrations } = work.chain
  const located: LocatedMigration[] = []
  const unreadable: CheckFinding[] = []
  for (const migration of migrations) {
    try {
      located.push(locateMigration(migration, isGenerated(migration)))
    } catch (error) {
      if (!(error instanceof MigrationUnreadable)) throw error
      unreadable.push(unreadableFinding(error.message))
    }
  }
  const isWhole = unreadable.length === 0
  const replayed = isWhole ? await replayLocated(located, work) : { findings: [], states: [], isBeyond: false }
  const hazards = await judgeAll(located, replayed.states, work.postgres)
  return {
    findings: [...unreadable, ...replayed.findings],
    hazards,
    states: statesToKeep(migrations, replayed.states),
    isBeyond: replayed.isBeyond,
  }
}

/** Only what a late proof asks for: those of all migrations of a large project would be many megabytes. */
function statesToKeep(
  migrations: readonly MigrationFiles[],
  states: CheckedMigrations['states'],
): CheckedMigrations['states'] {
  const isUnproven = migrations.map(wasNotProven)
  return states.map((state, index) => (isUnproven[index] || isUnproven[index - 1] ? state : undefined))
}

/** `20261122104500_init.up.sql: line 3 is in front of the first step: put ...` */
function unreadableFinding(text: string): CheckFinding {
  const [, file = '', line = '1', message = text, fix = 'restore it'] =
    /^(\S+): line (\d+) (.*?): (.*)$/s.exec(text) ?? []
  return findingAt('CK306', file, `it ${message}`, fix, { line: Number(line) })
}

type Replayed = Omit<CheckedMigrations, 'hazards'>

async function replayLocated(located: readonly LocatedMigration[], work: MigrationsToCheck): Promise<Replayed> {
  const { chain, cacheFolder } = work
  const { replayChain } = await import('../prove/replay-chain.js')
  const lossy = new Map(chain.migrations.map((migration) => [migration.id, isLossy(migration)]))
  const schema = chain.snapshot?.schema
  // The extensions of a chain that has dropped one are those that its files create.
  const extensions = [...new Set([...(schema?.extensions ?? []), ...extensionsOf(located, await openStatements())])]
  const migrations = located.map(({ id, up, down }) => ({ up, down, isLossy: lossy.get(id) === true }))
  try {
    const { problems, states } = await replayChain({ extensions, cacheFolder }, migrations, schema)
    return { states, findings: problems.map((problem) => problemFinding(problem, located)), isBeyond: false }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnknownExtension') throw error
    const [reason = ''] = error.message.split(', so ')
    const message = `${reason}: the migrations were judged, but neither replayed nor proven`
    const fix = 'apply them to a server that has it, forth and back, before you merge'
    const finding = findingAt('CK401', 'snapshot.json', message, fix, { severity: 'warning' })
    return { states: [], findings: [finding], isBeyond: true }
  }
}

const codes: Readonly<Record<ReplayProblem['kind'], CheckCode>> = {
  'up fails': 'CK401',
  differs: 'CK402',
  'down fails': 'CK403',
  'down differs': 'CK404',
}

function problemFinding(
  { kind, migration, step, lines }: ReplayProblem,
  located: readonly LocatedMigration[],
): CheckFinding {
  const { id = '', up = [], down = [] } = located[migration] ?? {}
  const steps = kind.startsWith('down') ? down : up
  const at = steps[step ?? 0]
  const title = at?.title ?? ''
  const file = at?.file ?? `${id}.up.sql`
  const place = { line: at?.line ?? 1, details: lines }
  switch (kind) {
    case 'up fails':
      return findingAt(codes[kind], file, `the step "${title}" fails`, 'correct the migration that it is in', place)
    case 'down fails':
      return findingAt(codes[kind], file, `on the way down, the step "${title}" fails`, 'correct the way down', place)
    case 'down differs': {
      const message = `its way down does not lead back to what the database had before ${id}`
      return findingAt(
        codes[kind],
        file,
        message,
        'correct the way down, or say at its head "-- cannot bring back: ..."',
        place,
      )
    }
    case 'differs': {
      const message = 'replayed from nothing, the migrations lead to another database than snapshot.json says'
      const fix = 'restore the files from version control, or add what is missing by a migration of its own'
      return findingAt(codes[kind], 'snapshot.json', message, fix, { details: lines })
    }
  }
}

/** Each migration with what was before it; where nobody could say, the worst is assumed. */
async function judgeAll(
  located: readonly LocatedMigration[],
  states: CheckedMigrations['states'],
  postgres: number,
): Promise<Hazard[]> {
  if (located.length === 0) return []
  const read = await openStatements()
  const chronicle = emptyChronicle()
  return located.flatMap((migration, index) => {
    const [before, after] = [states[index], states[index + 1]]
    return judgeMigration(migration, { before, after, chronicle, postgres, read })
  })
}
