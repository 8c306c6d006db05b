import { checksumOf, extendChain, headOf, type MigrationFiles } from '../migrate/chain.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { checksumOfStep, type UnderWay } from './ledger.js'
import { type Direction, parentOf, stepsOf } from './migration-files.js'
import { MigrationConflict } from './runner-errors.js'

/** What a ledger knows of a migration that was applied; Kysely's knows the duration of none, and no checksum. */
export interface AppliedEntry {
  readonly id: string
  readonly checksum: string | undefined
  readonly chain: string | undefined
  /** ISO 8601, UTC. */
  readonly appliedAt: string
  readonly milliseconds: number | undefined
  /** SHA-256 of its steps of the up direction; undefined where they are not known. */
  readonly steps: readonly string[] | undefined
}

/**
 * - `applied`: the database and the folder have it, and it is the same
 * - `pending`: the database does not have it
 * - `edited`: applied, but the files are others now
 * - `missing`: applied, but its files are gone, while those of later ones are there
 * - `unknown`: applied after everything that the folder has; another checkout is ahead of this one
 */
export type MigrationState = 'applied' | 'pending' | 'edited' | 'missing' | 'unknown'

/** A migration of the folder or of the database. */
export interface MigrationStatus {
  readonly id: string
  readonly state: MigrationState
  /** ISO 8601, UTC; undefined while pending. */
  readonly appliedAt: string | undefined
  readonly milliseconds: number | undefined
  /** The direction of a run that did not end; undefined where there is none. */
  readonly underWay: Direction | undefined
  /** Steps that a run which did not end has done already. */
  readonly stepsDone: number
  /** Why nothing may be applied, and what to do. */
  readonly problem: string | undefined
}

/**
 * Lays the folder beside the ledger: first what was applied, in that order, then what is pending. `runs` are those that
 * did not end.
 */
export function compareWithLedger(
  ledger: readonly AppliedEntry[],
  folder: readonly MigrationFiles[],
  runs: readonly UnderWay[],
): MigrationStatus[] {
  const applied = ledger.map((entry, index) => statusOfApplied(entry, ledger.slice(index + 1), folder))
  const pending = folder.filter(({ id }) => !ledger.some((entry) => entry.id === id))
  return [...applied, ...statusesOfPending(pending, ledger)].map((status) => {
    const direction = status.state === 'pending' ? 'up' : 'down'
    const run = runs.find((each) => each.migration === status.id && each.direction === direction)
    return { ...status, underWay: run?.direction, stepsDone: run?.stepsDone ?? 0 }
  })
}

/** The migrations to apply. Throws MigrationConflict with all that is in the way. */
export function pendingOf(ledger: readonly AppliedEntry[], folder: readonly MigrationFiles[]): MigrationFiles[] {
  const statuses = compareWithLedger(ledger, folder, [])
  const problems = statuses.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  if (problems.length > 0) throw new MigrationConflict(problems)
  return folder.filter(({ id }) => statuses.some((status) => status.id === id && status.state === 'pending'))
}

function statusOfApplied(
  { id, checksum, appliedAt, milliseconds, steps }: AppliedEntry,
  later: readonly AppliedEntry[],
  folder: readonly MigrationFiles[],
): FoundStatus {
  const base = { id, appliedAt, milliseconds }
  const migration = folder.find((candidate) => candidate.id === id)
  if (migration === undefined) {
    const isMissing = later.some((entry) => folder.some((candidate) => candidate.id === entry.id))
    return isMissing
      ? {
          ...base,
          state: 'missing',
          problem: `${id} was applied, but its files are gone: restore them from version control`,
        }
      : {
          ...base,
          state: 'unknown',
          problem: `the database has ${id}, which is not in this folder: take the version of the project that has it`,
        }
  }
  if (checksum === undefined || checksumOf(migration) === checksum)
    return { ...base, state: 'applied', problem: undefined }
  return {
    ...base,
    state: 'edited',
    problem: `${id} was edited after it was applied${editedSteps(migration, steps)}: restore it, and put the change into a migration of its own`,
  }
}

/** `, in step 2 and 5`; nothing where it is not known, or where no step was edited but what stands around them. */
function editedSteps(migration: MigrationFiles, before: readonly string[] | undefined): string {
  if (before === undefined) return ''
  try {
    const now = stepsOf(migration, 'up').map(checksumOfStep)
    const numbers = Array.from({ length: Math.max(now.length, before.length) }, (_, index) => index)
    const edited = numbers.filter((index) => now[index] !== before[index]).map((index) => index + 1)
    return edited.length === 0 ? ', outside of its steps or in its down direction' : `, in step ${edited.join(', ')}`
  } catch {
    return ', so that it cannot be read'
  }
}

type FoundStatus = Omit<MigrationStatus, 'underWay' | 'stepsDone'>

function statusesOfPending(pending: readonly MigrationFiles[], ledger: readonly AppliedEntry[]): FoundStatus[] {
  let chain: readonly ChainEntry[] | undefined = chainOf(ledger)
  return pending.map((migration) => {
    const problem = problemOfPending(migration, chain, ledger)
    chain = chain === undefined ? undefined : extendChain(chain, migration)
    return { id: migration.id, appliedAt: undefined, milliseconds: undefined, state: 'pending', problem }
  })
}

/** Undefined where a migration of the ledger is not known well enough. */
function chainOf(ledger: readonly AppliedEntry[]): ChainEntry[] | undefined {
  const known = ledger.flatMap(({ id, checksum, chain }) =>
    checksum === undefined || chain === undefined ? [] : [{ id, checksum, chain }],
  )
  return known.length === ledger.length ? known : undefined
}

/** One that names its parent must follow it; one written by hand names none and must come last by its name. */
function problemOfPending(
  migration: MigrationFiles,
  chain: readonly ChainEntry[] | undefined,
  ledger: readonly AppliedEntry[],
): string | undefined {
  const parent = parentOf(migration)
  if (parent !== undefined && chain !== undefined) {
    if (parent === headOf(chain)) return undefined
    const last = chain.at(-1)?.id ?? 'no migration'
    return (
      `${migration.id} was made to follow another migration than ${last}, as when two branches each add one: ` +
      'run dbgen migrate rebase, which puts one behind the other'
    )
  }
  const later = ledger.find(({ id }) => id > migration.id)
  if (later === undefined) return undefined
  return `${migration.id} comes before ${later.id}, which was applied already: give it a later timestamp`
}
