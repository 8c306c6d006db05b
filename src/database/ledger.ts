import { createHash } from 'node:crypto'
import { headOf } from '../migrate/chain.js'
import type { StoredStep } from '../migrate/step-text.js'
import { literal } from '../schema/quote.js'
import type { ChainEntry } from '../schema/snapshot.js'
import type { Direction } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

/** A migration that the database has. */
export interface LedgerEntry extends ChainEntry {
  /** ISO 8601, UTC. */
  readonly appliedAt: string
  readonly milliseconds: number
  /** SHA-256 of the steps of the up direction, in their order. */
  readonly steps: readonly string[]
}

/** Which step of which migration. */
export interface StepPlace {
  readonly migration: string
  readonly direction: Direction
  /** From 1. */
  readonly step: number
}

/** How far a step of a migration under way has come. */
export interface StepRecord {
  readonly step: number
  readonly sql: string
  readonly checksum: string
  /** False for one that was begun outside of a transaction; whether it took effect is for the catalog to say. */
  readonly isFinished: boolean
}

/**
 * `migration_steps` holds the migration under way only: steps in a transaction are written in that same transaction,
 * others before they begin and again when they are done.
 */
export const LEDGER_SQL = `
create table dbgen.migrations (
  id text primary key,
  position integer generated always as identity,
  checksum text not null,
  parent text not null,
  chain text not null,
  steps text[] not null,
  applied_at timestamptz not null default clock_timestamp(),
  duration_ms bigint not null,
  dbgen_version text not null
);
create table dbgen.migration_steps (
  migration text not null,
  direction text not null check (direction in ('up', 'down')),
  step integer not null,
  title text not null,
  sql text not null,
  checksum text not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (migration, direction, step)
);`

/** Creates what is not there yet. Only under the lock of the runner: two at once would fail. */
export async function createLedger(db: Queryable): Promise<void> {
  const [row = {}] = await db.query(`
    select to_regnamespace('dbgen')::text as schema, to_regclass('dbgen.migration_steps')::text as tables`)
  if (optionalText(row, 'tables') !== undefined) return
  // Asking for a schema that exists takes a right that the role may not have.
  const schema = optionalText(row, 'schema') === undefined ? 'create schema dbgen;' : ''
  await db.run(`begin;\n${schema}${LEDGER_SQL}\ncommit;`)
}

/** The migrations of the database in the order in which they were applied; none where there is no ledger. */
export async function readLedger(db: Queryable): Promise<LedgerEntry[]> {
  if (!(await exists(db, 'dbgen.migrations'))) return []
  const rows = await db.query(`
    select id, checksum, chain, array_to_json(steps)::text as steps, duration_ms::text as duration,
      to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as applied_at
    from dbgen.migrations order by position`)
  return rows.map((row) => ({
    id: text(row, 'id'),
    checksum: text(row, 'checksum'),
    chain: text(row, 'chain'),
    appliedAt: text(row, 'applied_at'),
    milliseconds: Number(text(row, 'duration')),
    steps: textList(row, 'steps'),
  }))
}

/** The steps that a run which did not end has begun, by their number. */
export async function readProgress(
  db: Queryable,
  migration: string,
  direction: Direction,
): Promise<Map<number, StepRecord>> {
  if (!(await exists(db, 'dbgen.migration_steps'))) return new Map()
  const rows = await db.query(
    `select step::text, sql, checksum, finished_at is not null as is_finished from dbgen.migration_steps
      where migration = $1 and direction = $2 order by migration_steps.step`,
    [migration, direction],
  )
  const records = rows.map((row) => ({
    step: Number(text(row, 'step')),
    sql: text(row, 'sql'),
    checksum: text(row, 'checksum'),
    isFinished: row['is_finished'] === true,
  }))
  return new Map(records.map((record) => [record.step, record]))
}

/** Notes the step as begun or as done. */
export function recordStepSql(place: StepPlace, step: StoredStep, state: 'begun' | 'done'): string {
  const values = [place.migration, place.direction, String(place.step), step.title, step.sql, checksumOfStep(step)].map(
    literal,
  )
  const finished = state === 'done' ? 'clock_timestamp()' : 'null'
  return `insert into dbgen.migration_steps as known (migration, direction, step, title, sql, checksum, finished_at)
values (${values.join(', ')}, ${finished})
on conflict (migration, direction, step) do update
set title = excluded.title, sql = excluded.sql, checksum = excluded.checksum, finished_at = excluded.finished_at;`
}

/** A migration as the ledger is to know it. */
export interface AppliedMigration {
  /** The chain as far as the migration. */
  readonly chain: readonly ChainEntry[]
  /** Its steps of the up direction. */
  readonly steps: readonly StoredStep[]
  /** When it began, by the clock of the server; undefined for now. */
  readonly startedAt: string | undefined
  /** Version of dbgen. */
  readonly version: string
}

/** Notes the last migration of the chain as applied, and forgets its progress. */
export function recordMigrationSql({ chain, steps, startedAt, version }: AppliedMigration): string {
  const entry = chain.at(-1)
  if (entry === undefined) throw new Error('no migration to note')
  const values = [entry.id, entry.checksum, headOf(chain.slice(0, -1)), entry.chain, version].map(literal)
  const checksums = steps.map((step) => literal(checksumOfStep(step))).join(', ')
  const duration =
    startedAt === undefined ? '0' : `extract(epoch from clock_timestamp() - ${literal(startedAt)}::timestamptz) * 1000`
  return `insert into dbgen.migrations (id, checksum, parent, chain, dbgen_version, steps, duration_ms)
values (${values.join(', ')}, array[${checksums}]::text[], ${duration});
${forgetStepsSql(entry.id, 'up')}`
}

/** Takes the migration out of the ledger, and forgets its progress. */
export function forgetMigrationSql(migration: string): string {
  return `delete from dbgen.migrations where id = ${literal(migration)};
${forgetStepsSql(migration, 'down')}`
}

/** Forgets how far the migration has come. */
export function forgetStepsSql(migration: string, direction: Direction): string {
  return `delete from dbgen.migration_steps
where migration = ${literal(migration)} and direction = ${literal(direction)};`
}

/** SHA-256 of the SQL of a step. */
export function checksumOfStep({ sql }: StoredStep): string {
  return createHash('sha256').update(sql).digest('hex')
}

/** A migration that a run which did not end left half-way. */
export interface UnderWay {
  readonly migration: string
  readonly direction: Direction
  /** How many of its steps are done. */
  readonly stepsDone: number
}

/** The migrations under way, in the order of their ids. */
export async function readUnderWay(db: Queryable): Promise<UnderWay[]> {
  if (!(await exists(db, 'dbgen.migration_steps'))) return []
  const rows = await db.query(
    `select migration, direction, count(finished_at)::text as steps from dbgen.migration_steps
      group by migration, direction order by migration, direction`,
  )
  return rows.map((row) => ({
    migration: text(row, 'migration'),
    direction: text(row, 'direction') === 'down' ? 'down' : 'up',
    stepsDone: Number(text(row, 'steps')),
  }))
}

/** Whether there is a table of this name. */
export async function exists(db: Queryable, table: string): Promise<boolean> {
  const [row = {}] = await db.query(`select to_regclass($1)::text as name`, [table])
  return optionalText(row, 'name') !== undefined
}
