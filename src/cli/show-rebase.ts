import type { RebasedMigration, RebaseReport } from './pipeline-api.js'
import { showFiles } from './show-files.js'
import type { Colors } from './terminal.js'

/** What the report does not say by itself. */
export interface RebaseScene {
  readonly dryRun: boolean
  /** The command that comes next. */
  readonly next: string
}

/** What `migrate rebase` did, as a person reads it. */
export function showRebase(report: RebaseReport, { dryRun, next }: RebaseScene, colors: Colors): string {
  const { reason, onto, removed, written, isIndependent, files } = report
  const ours = removed.map(colors.bold).join(', ')
  return [
    `${dryRun ? 'Would put' : 'Put'} ${ours} behind ${colors.bold(onto)} (${reason})`,
    '',
    ...showFiles(files, colors),
    '',
    ...(isIndependent ? [`  ${colors.green('✓')} both orders lead to one catalog`] : []),
    ...written.flatMap((migration) => showWritten(migration, colors)),
    ...(written.length === 0 ? ['  the migrations of the other branch do all that the spec says'] : []),
    '',
    ...closing(removed, dryRun, next, colors),
    '',
  ].join('\n')
}

function showWritten({ id, kind, proof }: RebasedMigration, colors: Colors): string[] {
  if (kind === 'moved') return [`  ${colors.green('✓')} ${id}: as it was, tried out behind the others`]
  return [`  ${colors.green('✓')} ${id}: planned anew`, ...proof.map((line) => `  ${colors.green('✓')} ${line}`)]
}

function closing(removed: readonly string[], dryRun: boolean, next: string, colors: Colors): string[] {
  if (dryRun) return ['Dry run: nothing was written. Next: the same command without --dry-run']
  const what = removed.length === 1 ? `${removed[0]} was` : 'one of ours was'
  return [
    `A database where ${what} applied needs dbgen migrate down with the old files first, or is made anew.`,
    `Next: ${colors.cyan(next)}, for the code of both branches`,
  ]
}
