import { checksumOf, type MigrationFiles, replacedBy } from '../migrate/chain.js'
import { literal } from '../schema/quote.js'
import { checksumOfStep } from './ledger.js'
import { formatOf, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import type { AppliedEntry, MigrationStatus } from './runner-status.js'

/** The first migration of a folder, where it took the place of others. */
interface Squashed {
  readonly migration: MigrationFiles
  /** The hash of the chain that the others led to. */
  readonly chain: string
  /** Their ids, and those of what they had replaced themselves. */
  readonly ids: readonly string[]
  /** The last of them, by every name that it may have in a ledger. */
  readonly lastIds: readonly string[]
}

/**
 * The ledger of a database as if it had been migrated with the folder: where it has all the migrations that the first one
 * of the folder took the place of, it has that one instead.
 */
export function asSquashed<Entry extends AppliedEntry>(
  ledger: readonly Entry[],
  folder: readonly MigrationFiles[],
): readonly (Entry | AppliedEntry)[] {
  const squashed = squashedOf(folder)
  const place = squashed === undefined ? -1 : placeOf(ledger, squashed)
  const last = ledger[place]
  if (squashed === undefined || last === undefined) return ledger
  const { migration, chain } = squashed
  const entry = { ...last, id: migration.id, checksum: checksumOf(migration), chain, steps: checksumsOf(migration) }
  return [entry, ...ledger.slice(place + 1)]
}

/**
 * Notes in the database that a squashed migration took the place of those that it has, in one transaction; returns the
 * ledger as it is then. Only under the lock of the runner.
 */
export async function settleSquash<Entry extends AppliedEntry>(
  db: Queryable,
  ledger: readonly Entry[],
  folder: readonly MigrationFiles[],
): Promise<readonly Entry[]> {
  const squashed = squashedOf(folder)
  const place = squashed === undefined ? -1 : placeOf(ledger, squashed)
  const last = ledger[place]
  if (squashed === undefined || last === undefined) return ledger
  const { migration, chain } = squashed
  const others = ledger.slice(0, place).map(({ id }) => id)
  await runTogether(db, replaceSql(migration, chain, others, last.id))
  // The entry has the fields of the one whose place it takes.
  const entry: Entry = {
    ...last,
    id: migration.id,
    checksum: checksumOf(migration),
    chain,
    steps: checksumsOf(migration),
  }
  return [entry, ...ledger.slice(place + 1)]
}

/**
 * Where a database has some of the migrations that were squashed, but not all, that is the one thing to say: there is no
 * way from there within the folder.
 */
export function tellPartlySquashed(
  statuses: readonly MigrationStatus[],
  ledger: readonly AppliedEntry[],
  folder: readonly MigrationFiles[],
): MigrationStatus[] {
  const squashed = squashedOf(folder)
  const known = ledger.filter(({ id }) => squashed?.ids.includes(id) === true)
  const isWhole = squashed === undefined || known.length === 0 || ledger.some(({ id }) => id === squashed.migration.id)
  if (isWhole || placeOf(ledger, squashed) !== -1) return [...statuses]
  const problem =
    `the database has ${known.at(-1)?.id} and what is before it, but not all that ${squashed.migration.id} took the ` +
    `place of, up to ${squashed.lastIds.at(-1)}: check out the project as it was before the squash, ` +
    'run dbgen migrate up there, then come back'
  return statuses.map((status, index) => ({ ...status, problem: index === 0 ? problem : undefined }))
}

function squashedOf([migration]: readonly MigrationFiles[]): Squashed | undefined {
  const replaced = migration === undefined ? [] : replacedBy(migration)
  const last = replaced.at(-1)
  if (migration === undefined || last === undefined) return undefined
  const lastIds = replaced.filter(({ chain }) => chain === last.chain).map(({ id }) => id)
  return { migration, chain: last.chain, ids: replaced.map(({ id }) => id), lastIds }
}

/** Where the ledger has the last of the migrations; by its name where nothing else is known. */
function placeOf(ledger: readonly AppliedEntry[], { migration, chain, lastIds }: Squashed): number {
  if (ledger.some(({ id }) => id === migration.id)) return -1
  return ledger.findIndex((entry) => (entry.chain === undefined ? lastIds.includes(entry.id) : entry.chain === chain))
}

function replaceSql(migration: MigrationFiles, chain: string, others: readonly string[], last: string): string {
  const { id } = migration
  const gone = others.map(literal).join(', ')
  const isKysely = formatOf(migration) === 'kysely'
  const [table, column] = isKysely ? ['public.kysely_migration', 'name'] : ['dbgen.migrations', 'id']
  const more = isKysely
    ? ''
    : `, checksum = ${literal(checksumOf(migration))}, parent = 'none', chain = ${literal(chain)}` +
      `, steps = array[${checksumsOf(migration).map(literal).join(', ')}]::text[]`
  return [
    ...(gone === '' ? [] : [`delete from ${table} where ${column} in (${gone});`]),
    `update ${table} set ${column} = ${literal(id)}${more} where ${column} = ${literal(last)};`,
  ].join('\n')
}

function checksumsOf(migration: MigrationFiles): string[] {
  return stepsOf(migration, 'up').map(checksumOfStep)
}

async function runTogether(db: Queryable, sql: string): Promise<void> {
  try {
    await db.run(`begin;\n${sql}\ncommit;`)
  } catch (error) {
    await db.run('rollback').catch(() => {})
    throw error
  }
}
