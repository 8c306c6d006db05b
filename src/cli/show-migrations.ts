import { alignColumns, type Cell } from './columns.js'
import type { MigrateDownReport, MigrateUpReport, MigrationState, MigrationStatusReport } from './pipeline-api.js'
import { count, duration } from './quantities.js'
import { showWork } from './show-work.js'
import type { Colors } from './terminal.js'

const colorOf: Readonly<Record<MigrationState, 'green' | 'yellow' | 'red'>> = {
  applied: 'green',
  pending: 'yellow',
  edited: 'red',
  missing: 'red',
  unknown: 'red',
}

/** What `migrate up` did, as a person reads it. */
export function showMigrateUp({ database, applied, alreadyApplied }: MigrateUpReport, colors: Colors): string {
  const name = colors.bold(database)
  if (applied.length === 0 && alreadyApplied === 0) return `${name}: no migrations to apply\n`
  if (applied.length === 0) return `${name}: up to date, ${count(alreadyApplied, 'migration')} applied before\n`
  const rows = rowsOf('applied', applied, colors)
  const before = alreadyApplied > 0 ? colors.dim(`, ${count(alreadyApplied, 'migration')} before`) : ''
  return [name, '', ...alignColumns(rows), '', `${count(applied.length, 'migration')} applied${before}`, ''].join('\n')
}

/** What `migrate down` did, as a person reads it. */
export function showMigrateDown({ database, takenBack, left }: MigrateDownReport, colors: Colors): string {
  const name = colors.bold(database)
  const rest = left === 0 ? 'the database has none now' : `the database has ${count(left, 'migration')} now`
  if (takenBack.length === 0) return `${name}: no migrations to take back, ${rest}\n`
  const rows = rowsOf('taken back', takenBack, colors)
  return [name, '', ...alignColumns(rows), '', `${count(takenBack.length, 'migration')} taken back, ${rest}`, ''].join(
    '\n',
  )
}

function rowsOf(word: string, migrations: MigrateUpReport['applied'], colors: Colors) {
  return migrations.map(({ id, steps, milliseconds }) => [
    { text: word, paint: colors.green },
    { text: id },
    { text: count(steps, 'step'), align: 'right' as const, paint: colors.dim },
    { text: duration(milliseconds), align: 'right' as const, paint: colors.dim },
  ])
}

/** Which migrations a database has, as a person reads it. `next` is the command that applies the rest. */
export function showStatus({ database, migrations }: MigrationStatusReport, next: string, colors: Colors): string {
  const name = colors.bold(database)
  if (migrations.length === 0) return `${name}: no migrations, neither applied nor pending\n`
  const lines = alignColumns(migrations.map((migration) => statusRow(migration, colors)))
  const shown = lines.flatMap((line, index) => [line, ...workLines(migrations[index]?.work ?? [], colors)])
  return [name, '', ...shown, '', ...verdict(migrations, next, colors), ''].join('\n')
}

type Status = MigrationStatusReport['migrations'][number]

function statusRow({ id, state, appliedAt, underWay, stepsDone }: Status, colors: Colors): Cell[] {
  return [
    { text: state, paint: colors[colorOf[state]] },
    { text: id },
    ...(appliedAt === undefined ? [] : [{ text: appliedAt, paint: colors.dim }]),
    ...(underWay === undefined
      ? []
      : [{ text: `interrupted on its way ${underWay}, ${count(stepsDone, 'step')} done`, paint: colors.yellow }]),
  ]
}

function workLines(work: Status['work'], colors: Colors): string[] {
  return work.map((each) => `    ${colors.dim(`step ${each.step} ${showWork(each)}`)}`)
}

/** True where somebody has to repair something before migrations can go on. */
export function isBroken({ migrations }: MigrationStatusReport): boolean {
  return migrations.some(({ problem }) => problem !== undefined)
}

/** True where a migration is still to be applied. */
export function isPending({ migrations }: MigrationStatusReport): boolean {
  return migrations.some(({ state }) => state === 'pending')
}

function verdict(migrations: MigrationStatusReport['migrations'], next: string, colors: Colors): string[] {
  const problems = migrations.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) return problems.map(colors.red)
  const pending = migrations.filter(({ state }) => state === 'pending').length
  if (pending === 0) return [`Up to date: ${count(migrations.length, 'migration')} applied`]
  return [`${count(pending, 'migration')} to apply. Next: ${colors.cyan(next)}`]
}
