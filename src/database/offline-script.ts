import { headOf } from '../migrate/chain.js'
import { dollarQuoted } from '../migrate/fill.js'
import { commentLine, OUTSIDE, type StoredCheck, type StoredStep } from '../migrate/step-text.js'
import { literal } from '../schema/quote.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { LOCK_TIMEOUT, sessionSettings, setSql } from './connect-settings.js'
import { forgetMigrationSql, forgetStepsSql, LEDGER_SQL, recordMigrationSql, recordStepSql } from './ledger.js'
import type { Direction, MigrationFormat } from './migration-files.js'
import { RUNNER_KEY } from './runner-lock.js'

/** A migration in one direction, as a script is to run it. */
export interface ScriptedMigration {
  readonly id: string
  readonly steps: readonly StoredStep[]
  readonly checks: readonly StoredCheck[]
  /** The chain as far as the migration. */
  readonly chain: readonly ChainEntry[]
}

/** How far a run that was cut off has come with the first migration of a script. */
export interface ScriptedRest {
  readonly stepsDone: number
  /** The step behind them was begun outside of a transaction, and this is what became of it. */
  readonly begun: 'done' | 'open' | undefined
  /** Removes what is left of it, as half an index. */
  readonly tidySql: string | undefined
}

/** What a script is to do. */
export interface Script {
  readonly direction: Direction
  readonly format: MigrationFormat
  /** In the order in which they are run. */
  readonly migrations: readonly ScriptedMigration[]
  /** The chain that the database must have. */
  readonly before: readonly ChainEntry[]
  readonly rest: ScriptedRest | undefined
  /** Version of dbgen, for the ledger. */
  readonly version: string
}

/**
 * The migrations as one SQL script for a person who runs it without dbgen: it takes the lock of the runner, sees that the
 * database is where it leads on from, asks what must hold, and keeps the ledger as the runner does, so that both can
 * take turns. For psql with ON_ERROR_STOP, or any client that sends statement by statement in one session.
 */
export function printScript(script: Script): string {
  const { direction, migrations, before } = script
  return [
    `-- dbgen migrate sql, ${direction}: ${migrations.map(({ id }) => commentLine(id)).join(', ')}`,
    `-- for a database that has ${commentLine(before.at(-1)?.id ?? 'no migration')}; in one session, not in one transaction:`,
    '--   psql --no-psqlrc --set ON_ERROR_STOP=1 --file script.sql',
    '-- If it is cut off, dbgen migrate up or down goes on, or dbgen migrate sql --url prints what is left.',
    '',
    setSql(sessionSettings(LOCK_TIMEOUT), 'session'),
    '',
    doBlock(beginSql(script)),
    '',
    ...migrations.flatMap((migration, index) => migrationSql(migration, script, index === 0 ? script.rest : undefined)),
    doBlock(`perform pg_advisory_unlock(${RUNNER_KEY});`),
    '',
  ].join('\n')
}

function beginSql({ format, before, rest }: Script): string {
  const at = before.at(-1)
  const [newest, expected, tables] =
    format === 'sql'
      ? ['select chain from dbgen.migrations order by position desc limit 1', headOf(before), '']
      : [NEWEST_OF_KYSELY, at?.id ?? '', `\n${KYSELY_TABLE}`]
  return `${raiseUnless(`pg_try_advisory_lock(${RUNNER_KEY})`, 'another runner is at work')}
if to_regclass('dbgen.migration_steps') is null then
create schema if not exists dbgen;
${LEDGER_SQL.trim()}
end if;${tables}
${raiseUnless(`(select count(*) from dbgen.migration_steps where finished_at is not null) = ${rest?.stepsDone ?? 0}`, 'a run was cut off half-way: let dbgen migrate up or down go on, or print what is left with dbgen migrate sql --url')}
${raiseUnless(`(${newest}) is not distinct from ${at === undefined ? 'null' : literal(expected)}`, `the newest migration of this database is not ${at?.id ?? 'none'}, from which this script leads on`)}`
}

/** As Kysely's Migrator creates it. */
const KYSELY_TABLE =
  'create table if not exists public.kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);'
const NEWEST_OF_KYSELY = 'select name from public.kysely_migration order by timestamp desc, name desc limit 1'

function migrationSql(migration: ScriptedMigration, script: Script, rest: ScriptedRest | undefined): string[] {
  const { id, steps, checks } = migration
  const done = rest?.stepsDone ?? 0
  const isBegun = done > 0 || rest?.begun !== undefined
  return [
    `-- migration ${commentLine(id)}, ${script.direction}${isBegun ? `, from step ${done + 1} on` : ''}`,
    '',
    ...(isBegun ? [] : checks.flatMap((check) => [checkSql(check, id), ''])),
    ...steps.flatMap((step, index) => {
      if (index < done) return []
      return [stepSql(migration, step, index, script, index === done ? rest : undefined), '']
    }),
    ...(isNoted(migration, done) ? [] : [`begin;\n${finishSql(migration, script)}\ncommit;`, '']),
  ]
}

/** The last step notes the migration as a whole, where it has a transaction. */
function isNoted({ steps }: ScriptedMigration, done: number): boolean {
  return steps.length > done && steps.at(-1)?.transactional === true
}

function stepSql(
  migration: ScriptedMigration,
  step: StoredStep,
  index: number,
  script: Script,
  rest: ScriptedRest | undefined,
): string {
  const place = { migration: migration.id, direction: script.direction, step: index + 1 }
  const total = migration.steps.length
  const head = `-- step ${index + 1}/${total}: ${commentLine(step.title)}`
  const done = recordStepSql(place, step, 'done')
  if (step.transactional) {
    const finish = index === total - 1 ? `\n${finishSql(migration, script)}` : ''
    return `${head}\nbegin;\n${withSemicolon(step.sql)}\n${done}${finish}\ncommit;`
  }
  if (rest?.begun === 'done') return `${head}, which is done but for the note\n${done}`
  const begun = recordStepSql(place, step, 'begun')
  const tidy = rest?.tidySql === undefined ? '' : `${rest.tidySql}\n`
  // `concurrently` that is given up would leave half an index.
  const [before, after] = /\bconcurrently\b/i.test(step.sql)
    ? ['set lock_timeout = 0;\n', `\nset lock_timeout = '${LOCK_TIMEOUT}';`]
    : ['', '']
  return `${head}\n-- ${OUTSIDE}\n${begun}\n${before}${tidy}${withSemicolon(step.sql)}${after}\n${done}`
}

function finishSql({ id, steps, chain }: ScriptedMigration, { direction, format, version }: Script): string {
  if (format === 'sql') {
    return direction === 'up'
      ? recordMigrationSql({ chain, steps, startedAt: undefined, version })
      : forgetMigrationSql(id)
  }
  const now = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const note =
    direction === 'up'
      ? `insert into public.kysely_migration (name, timestamp) values (${literal(id)}, ${now});`
      : `delete from public.kysely_migration where name = ${literal(id)};`
  return `${note}\n${forgetStepsSql(id, direction)}`
}

function checkSql({ title, advice, sql }: StoredCheck, migration: string): string {
  const message = `${migration}: nothing of it was changed, because it is not so that ${title}: ${advice}`
  return `-- check: ${commentLine(title)}\n${doBlock(raiseUnless(`not exists (${sql})`, message))}`
}

function raiseUnless(condition: string, message: string): string {
  return `if not (${condition}) then\n  raise exception using message = ${literal(message)};\nend if;`
}

function doBlock(body: string): string {
  return `do ${dollarQuoted(`\nbegin\n${body}\nend\n`)};`
}

function withSemicolon(sql: string): string {
  return /;\s*$/.test(sql) ? sql : `${sql}\n;`
}
