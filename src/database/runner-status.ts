import { checksumOf, EMPTY_CHAIN, extendChain, headOf, type MigrationFiles } from '../migrate/chain.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { checksumOfStep, type UnderWay } from './ledger.js'
import { type Direction, parentOf, stepsOf } from './migration-files.js'
import { MigrationConflict } from './runner-errors.js'
import { asSquashed, tellPartlySquashed } from './runner-squash.js'

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
  found: readonly AppliedEntry[],
  folder: readonly MigrationFiles[],
  runs: readonly UnderWay[],
): MigrationStatus[] {
  const ledger = asSquashed(found, folder)
  const applied = ledger.map((entry, index) => statusOfApplied(entry, ledger.slice(index + 1), folder))
  const pending = folder.filter(({ id }) => !ledger.some((entry) => entry.id === id))
  const isGone = folder.every(({ id }) => id !== ledger.at(-1)?.id)
  const statuses = [...applied, ...statusesOfPending(pending, ledger, isGone)].map((status) => {
    const direction = status.state === 'pending' ? 'up' : 'down'
    const run = runs.find((each) => each.migration === status.id && each.direction === direction)
    return { ...status, underWay: run?.direction, stepsDone: run?.stepsDone ?? 0 }
  })
  return tellPartlySquashed(statuses, ledger, folder)
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

function statusesOfPending(
  pending: readonly MigrationFiles[],
  ledger: readonly AppliedEntry[],
  isGone: boolean,
): FoundStatus[] {
  let chain: readonly ChainEntry[] | undefined = chainOf(ledger)
  return pending.map((migration) => {
    const problem = problemOfPending(migration, chain, ledger, isGone)
    chain = chain === undefined ? undefined : extendChain(behindParent(migration, chain), migration)
    return { id: migration.id, appliedAt: undefined, milliseconds: undefined, state: 'pending', problem }
  })
}

/** Where one stands on another branch, those that follow it do so too: that is said once. */
function behindParent(migration: MigrationFiles, chain: readonly ChainEntry[]): readonly ChainEntry[] {
  const parent = parentOf(migration)
  if (parent === EMPTY_CHAIN) return []
  const place = chain.findIndex((entry) => entry.chain === parent)
  return place === -1 ? chain : chain.slice(0, place + 1)
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
  isGone: boolean,
): string | undefined {
  const parent = parentOf(migration)
  if (parent !== undefined && chain !== undefined) {
    if (parent === headOf(chain)) return undefined
    return problemOfBranch(migration, parent, chain, isGone)
  }
  const later = ledger.find(({ id }) => id > migration.id)
  if (later === undefined) return undefined
  return `${migration.id} comes before ${later.id}, which was applied already: give it a later timestamp`
}

/**
 * With a parent that the chain has, two migrations follow the same one; else the parent is of a third place. `isGone` says that
 * the files of the last one of the database are gone, as they are once it was put behind the other one.
 */
function problemOfBranch(
  { id }: MigrationFiles,
  parent: string,
  chain: readonly ChainEntry[],
  isGone: boolean,
): string {
  const last = chain.at(-1)?.id ?? 'no migration'
  const isKnown = parent === EMPTY_CHAIN || chain.some((entry) => entry.chain === parent)
  const what = `${id} was made to follow another migration than ${last}`
  if (!isKnown)
    return `${what}: remove it, take snapshot.json of the branch that has ${last}, and run dbgen generate again`
  if (isGone) {
    return (
      `two branches each added a migration: ${what}, whose files are gone: check out the version of the project that has ` +
      `them, run dbgen migrate down there, then come back`
    )
  }
  return `two branches each added a migration: ${what}: run dbgen migrate rebase, which puts it behind ${last}`
}
