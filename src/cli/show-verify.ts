import { alignColumns } from './columns.js'
import type { Drift, VerifiedDatabase, VerifyReport } from './pipeline-api.js'
import { count } from './quantities.js'
import type { Colors } from './terminal.js'

/** True where the user has to do something. */
export function hasDrift({ replay, database }: VerifyReport): boolean {
  return replay.length > 0 || (database !== undefined && database.drift.length + database.problems.length > 0)
}

/** What `migrate verify` found, as a person reads it. */
export function showVerify(report: VerifyReport, colors: Colors): string {
  const { migrations, replay, database } = report
  const replayed = count(migrations, 'migration')
  const files =
    replay.length === 0
      ? [`${colors.green('✓')} ${replayed} replayed: they lead to snapshot.json`]
      : [
          `${colors.red('✗')} ${replayed} replayed: they do not lead to snapshot.json`,
          '',
          ...showDrift(replay, colors),
          '',
        ]
  return [...files, ...(database === undefined ? [] : showDatabase(database, colors)), ''].join('\n')
}

/** The report of `migrate verify` as a program reads it. */
export function verifyJson(report: VerifyReport): Readonly<Record<string, unknown>> {
  const { migrations, replay, database } = report
  return { ok: !hasDrift(report), migrations, replay, database: database ?? null }
}

/** Differences under their kinds, one line each. */
export function showDrift(drift: readonly Drift[], colors: Colors): string[] {
  return alignColumns(
    drift.map(({ kind, name, message }) => [
      { text: kind, paint: colors.yellow },
      { text: `${name} ${message}`.replace(/\p{Cc}+/gu, ' ') },
    ]),
  )
}

function showDatabase({ name, applied, pending, problems, drift }: VerifiedDatabase, colors: Colors): string[] {
  const rest = pending.length === 0 ? '' : colors.dim(` (${count(pending.length, 'migration')} pending)`)
  const told = problems.map((problem) => colors.red(problem))
  const after = applied.at(-1) ?? 'no migration'
  if (drift.length > 0) {
    return [
      `${colors.red('✗')} ${colors.bold(name)} is not what the migrations up to ${after} lead to${rest}`,
      '',
      ...showDrift(drift, colors),
      '',
      `${count(drift.length, 'difference')}`,
      ...told,
    ]
  }
  if (told.length > 0) return [`${colors.red('✗')} ${colors.bold(name)}`, ...told]
  return [`${colors.green('✓')} ${colors.bold(name)} is what the migrations up to ${after} lead to${rest}`]
}
