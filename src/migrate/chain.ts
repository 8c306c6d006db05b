import { createHash } from 'node:crypto'
import { type ChainEntry, SnapshotError } from '../schema/snapshot.js'
import { type ReplacedMigration, readParent, readReplaced } from './step-text.js'

/** The files of one migration: `up.sql` and `down.sql`, or one Kysely module. */
export interface MigrationFiles {
  readonly id: string
  /** File name to text, sorted by name. */
  readonly files: Readonly<Record<string, string>>
}

/** Hash of the chain of no migrations. */
export const EMPTY_CHAIN = 'none'

/**
 * Adds a migration to the chain. One that takes the place of all the migrations so far keeps the hash of the last of them,
 * so that those behind it need not know.
 */
export function extendChain(chain: readonly ChainEntry[], migration: MigrationFiles): ChainEntry[] {
  const checksum = checksumOf(migration)
  const replaced = chain.length === 0 ? replacedBy(migration).at(-1) : undefined
  const link = replaced?.chain ?? sha256(`${headOf(chain)} ${migration.id} ${checksum}`)
  return [...chain, { id: migration.id, checksum, chain: link }]
}

/** The migrations whose place this one has taken; none for an ordinary one. */
export function replacedBy(migration: MigrationFiles): ReplacedMigration[] {
  return readReplaced(headText(migration))
}

/** The hash of the chain that the migration was made to follow; undefined for one written by hand. */
export function parentIn(migration: MigrationFiles): string | undefined {
  return readParent(headText(migration))
}

function headText({ id, files }: MigrationFiles): string {
  return files[`${id}.up.sql`] ?? files[`${id}.ts`] ?? ''
}

/** The hash that the next migration names as its parent. */
export function headOf(chain: readonly ChainEntry[]): string {
  return chain.at(-1)?.chain ?? EMPTY_CHAIN
}

/** One way in which the folder and the chain are not the same migrations; `new` is one by hand that is to be taken in. */
export interface ChainProblem {
  readonly id: string
  readonly kind: 'missing' | 'edited' | 'unknown' | 'new' | 'broken'
  readonly message: string
}

/**
 * The migrations of the folder that come behind all of the chain and were written by hand: `generate` takes them in. Throws
 * SnapshotError where the folder and the chain are not the same migrations otherwise, saying which differ.
 */
export function verifyChain(chain: readonly ChainEntry[], folder: readonly MigrationFiles[]): MigrationFiles[] {
  const others = folder.filter(({ id }) => !chain.some((entry) => entry.id === id))
  const hasBranches = others.some((migration) => isOfAnotherBranch(migration, chain))
  const problems = chainProblems(chain, folder)
    .filter(({ kind }) => kind !== 'new' && !(hasBranches && kind === 'unknown'))
    .map(({ message }) => message)
  if (hasBranches) problems.push(describeBranches(chain, others))
  if (problems.length > 0) throw new SnapshotError(problems.join('\n'))
  return others
}

/** Where the folder and the chain are not the same migrations. */
export function chainProblems(chain: readonly ChainEntry[], folder: readonly MigrationFiles[]): ChainProblem[] {
  const others = folder.filter(({ id }) => !chain.some((entry) => entry.id === id))
  const last = chain.at(-1)?.id ?? ''
  return [
    ...chain.flatMap((entry) => problemOf(entry, folder)),
    ...others.map((migration) => problemOfOther(migration, last)),
    ...brokenLinks(chain, folder),
  ]
}

/** Made to follow a migration that has another one behind it already. */
function isOfAnotherBranch(migration: MigrationFiles, chain: readonly ChainEntry[]): boolean {
  const parent = parentIn(migration)
  if (parent === undefined || chain.length === 0 || parent === headOf(chain)) return false
  return parent === EMPTY_CHAIN || chain.some((entry) => entry.chain === parent)
}

function describeBranches(chain: readonly ChainEntry[], others: readonly MigrationFiles[]): string {
  const parents = others.map(parentIn)
  const place = chain.findLastIndex((entry) => parents.includes(entry.chain))
  const theirs = chain.slice(place + 1).map(({ id }) => id)
  const behind = chain[place]?.id
  return (
    `two branches each added a migration${behind === undefined ? '' : ` behind ${behind}`}: snapshot.json knows ` +
    `${theirs.join(', ')}, but not ${others.map(({ id }) => id).join(', ')}: run dbgen migrate rebase`
  )
}

function problemOfOther(migration: MigrationFiles, last: string): ChainProblem {
  const { id } = migration
  const isByHand = parentIn(migration) === undefined
  if (isByHand && id > last)
    return { id, kind: 'new', message: `${id} was written by hand and is not taken in yet: run dbgen generate` }
  const message = isByHand
    ? `${id} was written by hand and comes before ${last}: give it a later timestamp, or run dbgen migrate rebase`
    : `${id} is not in snapshot.json: take the snapshot of the branch that added it, or remove the file`
  return { id, kind: 'unknown', message }
}

/** SHA-256 of the files, the same on every machine: line endings do not count. */
export function checksumOf({ files }: MigrationFiles): string {
  const names = Object.keys(files).sort()
  return sha256(names.map((name) => `${name}\0${(files[name] ?? '').replaceAll('\r\n', '\n')}\0`).join(''))
}

function problemOf({ id, checksum }: ChainEntry, folder: readonly MigrationFiles[]): ChainProblem[] {
  const migration = folder.find((candidate) => candidate.id === id)
  if (migration === undefined)
    return [{ id, kind: 'missing', message: `${id} is missing: restore its files from version control` }]
  if (checksumOf(migration) === checksum) return []
  const message = `${id} was edited after it was generated: restore it, and put the change into a migration of its own`
  return [{ id, kind: 'edited', message }]
}

/** What a missing or edited file makes of the chain is said already. */
function brokenLinks(chain: readonly ChainEntry[], folder: readonly MigrationFiles[]): ChainProblem[] {
  return chain.flatMap(({ id, checksum, chain: link }, index): ChainProblem[] => {
    const before = chain.slice(0, index)
    const migration = folder.find((candidate) => candidate.id === id)
    const isReplacing = migration !== undefined && index === 0 && replacedBy(migration).length > 0
    const expected = isReplacing
      ? extendChain(before, migration).at(-1)?.chain
      : sha256(`${headOf(before)} ${id} ${checksum}`)
    if (link === expected) return []
    const message = `${id} does not follow from the migration before it: snapshot.json was edited or merged by hand`
    return [{ id, kind: 'broken', message }]
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
