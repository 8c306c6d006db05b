import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Direction, MigrationFormat } from '../../src/database/migration-files.js'
import { extendChain, headOf, type MigrationFiles } from '../../src/migrate/chain.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { printSql } from '../../src/migrate/print-sql.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { hintsOf } from '../../src/schema/hints-from-model.js'
import { emptySchema } from '../../src/schema/schema.js'
import type { ChainEntry } from '../../src/schema/snapshot.js'

/** Migrations to disturb: a database at `base` with rows goes up to the last of them, or from the last down to `base`. */
export interface Chain {
  readonly name: string
  readonly direction: Direction
  readonly format: MigrationFormat
  /** What the database has before the rows come; none where it is cold. */
  readonly base: readonly MigrationFiles[]
  /** SQL that fills the tables of `base`. */
  readonly rows: string
  /** Those of `base` and all behind. */
  readonly migrations: readonly MigrationFiles[]
}

/** From the folder of the project, where both the tests and the script are started. */
const storyFolder = join('test', 'faults', 'story')
const casesFolder = join('test', 'migrations')

/** How much of the story an application that is at work all the while can go along with: then a column is renamed. */
const IN_USE = 4

/** About 14 MB. */
const MORE_ROWS = `
insert into users (email, nick) select 'more' || n, repeat('x', 90) from generate_series(1, 90000) as n;`

/** Kinds of change of test/migrations that the story has not, or that are better met alone. */
const cases: readonly string[] = [
  'column-array-to-scalar-with-using',
  'column-generated-changed-offline',
  'column-identity-added',
  'column-new-not-null-backfill-subquery',
  'column-serial-to-identity',
  'column-text-to-enum-with-using',
  'domain-check-added',
  'enum-value-removed',
  'enum-value-new-in-check',
  'exclusion-new-offline',
  'foreign-key-new-orphans-deleted',
  'key-composite-integer-to-bigint',
  'partitioned-table-index-new',
  'partitioned-table-unique-new',
  'primary-key-more-columns',
  'primary-key-surrogate-to-natural',
  'quoted-names-type-changed',
  'sequence-owner-changed',
  'several-changes',
  'sql-materialized-view-over-changed-column',
  'sql-policy-over-retyped-column',
  'sql-trigger-under-retyped-column',
  'sql-view-over-retyped-column',
  'tables-swap-names',
  'unique-changed',
]

/** Cases that the Kysely format is tried with too. */
const kyselyCases: readonly string[] = ['several-changes', 'enum-value-removed', 'key-composite-integer-to-bigint']

/** All chains, by name: a large table; the story cold, with rows, in both formats and both directions; then single changes. */
export async function readChains(): Promise<Chain[]> {
  const story = readdirSync(storyFolder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(storyFolder, name))
  const rows = readFileSync(join(storyFolder, 'rows.sql'), 'utf8')
  const chains: Chain[] = []
  for (const format of ['sql', 'kysely'] as const) {
    const suffix = format === 'sql' ? '' : '-kysely'
    const migrations = await migrationsThrough(story, format)
    chains.push({ name: `cold${suffix}`, direction: 'up', format, base: [], rows: '', migrations })
    const inUse = migrations.slice(0, IN_USE)
    const grown = migrations.slice(0, 2)
    chains.push({
      name: `large${suffix}`,
      direction: 'up',
      format,
      base: grown.slice(0, 1),
      rows: rows + MORE_ROWS,
      migrations: grown,
    })
    chains.push(...bothWays({ name: `in-use${suffix}`, format, base: inUse.slice(0, 1), rows, migrations: inUse }))
    chains.push(...bothWays({ name: `story${suffix}`, format, base: migrations.slice(0, 1), rows, migrations }))
    for (const name of format === 'sql' ? cases : kyselyCases) {
      const folder = join(casesFolder, name)
      const pair = await migrationsThrough([join(folder, 'before.yaml'), join(folder, 'after.yaml')], format)
      const filled = readFileSync(join(folder, 'rows.sql'), 'utf8')
      chains.push(
        ...bothWays({ name: `${name}${suffix}`, format, base: pair.slice(0, 1), rows: filled, migrations: pair }),
      )
    }
  }
  return chains
}

function bothWays(chain: Omit<Chain, 'direction'>): Chain[] {
  return [
    { ...chain, direction: 'up' },
    { ...chain, name: `${chain.name}-down`, direction: 'down' },
  ]
}

/** One migration for each spec, the first from nothing. */
async function migrationsThrough(specs: readonly string[], format: MigrationFormat): Promise<MigrationFiles[]> {
  const models = await Promise.all(specs.map((spec) => compileSpec(spec)))
  const migrations: MigrationFiles[] = []
  let chain: readonly ChainEntry[] = []
  for (const [index, model] of models.entries()) {
    const old = models[index - 1]
    const before = old === undefined ? emptySchema : schemaOf(old)
    const plan = planSchemas(
      before,
      schemaOf(model),
      hintsOf(model),
      old === undefined ? undefined : hintsOf(old).renames,
    )
    const head = { id: `2026010100000${index + 1}_step`, parent: headOf(chain), proof: [] }
    const migration = { id: head.id, files: filesOf(plan, head, format) }
    migrations.push(migration)
    chain = extendChain(chain, migration)
  }
  return migrations
}

type Head = Parameters<typeof printSql>[1]

function filesOf(plan: ReturnType<typeof planSchemas>, head: Head, format: MigrationFormat): Record<string, string> {
  if (format === 'kysely') return { [`${head.id}.ts`]: printKysely(plan, head, []) }
  const { up, down } = printSql(plan, head, [])
  return { [`${head.id}.down.sql`]: down, [`${head.id}.up.sql`]: up }
}

/** Whether the chain of this name is for every kind of fault. */
export function isOrdinary(name: string): boolean {
  return !/^(?:in-use|large)/.test(name)
}
