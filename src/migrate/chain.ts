import { createHash } from 'node:crypto'
import { type ChainEntry, SnapshotError } from '../schema/snapshot.js'

/** The files of one migration: `up.sql` and `down.sql`, or one Kysely module. */
export interface MigrationFiles {
  readonly id: string
  /** File name to text, sorted by name. */
  readonly files: Readonly<Record<string, string>>
}

/** Hash of the chain of no migrations. */
export const EMPTY_CHAIN = 'none'

/** Adds a migration to the chain. */
export function extendChain(chain: readonly ChainEntry[], migration: MigrationFiles): ChainEntry[] {
  const checksum = checksumOf(migration)
  return [...chain, { id: migration.id, checksum, chain: sha256(`${headOf(chain)} ${migration.id} ${checksum}`) }]
}

/** The hash that the next migration names as its parent. */
export function headOf(chain: readonly ChainEntry[]): string {
  return chain.at(-1)?.chain ?? EMPTY_CHAIN
}

/** One way in which the folder and the chain are not the same migrations. */
export interface ChainProblem {
  readonly id: string
  readonly kind: 'missing' | 'edited' | 'unknown' | 'broken'
  readonly message: string
}

/** Throws SnapshotError where the folder and the chain are not the same migrations, saying which differ. */
export function verifyChain(chain: readonly ChainEntry[], folder: readonly MigrationFiles[]): void {
  const problems = chainProblems(chain, folder)
  if (problems.length > 0) throw new SnapshotError(problems.map(({ message }) => message).join('\n'))
}

/** Where the folder and the chain are not the same migrations. */
export function chainProblems(chain: readonly ChainEntry[], folder: readonly MigrationFiles[]): ChainProblem[] {
  const unknown = folder.filter(({ id }) => !chain.some((entry) => entry.id === id))
  return [
    ...chain.flatMap((entry) => problemOf(entry, folder)),
    ...unknown.map(({ id }): ChainProblem => {
      const message = `${id} is not in snapshot.json: take the snapshot of the branch that added it, or remove the file`
      return { id, kind: 'unknown', message }
    }),
    ...brokenLinks(chain),
  ]
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

function brokenLinks(chain: readonly ChainEntry[]): ChainProblem[] {
  return chain.flatMap(({ id, checksum, chain: link }, index): ChainProblem[] => {
    if (link === sha256(`${headOf(chain.slice(0, index))} ${id} ${checksum}`)) return []
    const message = `${id} does not follow from the migration before it: snapshot.json was edited or merged by hand`
    return [{ id, kind: 'broken', message }]
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
