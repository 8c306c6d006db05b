import type { SquashReport } from './pipeline-api.js'
import { count } from './quantities.js'
import { showFiles } from './show-files.js'
import type { Colors } from './terminal.js'

/** What `migrate squash` did, as a person reads it. */
export function showSquash(report: SquashReport, dryRun: boolean, colors: Colors): string {
  const { id, replaced, later, steps, proof, files } = report
  const stay =
    later.length === 0 ? '' : `, ${count(later.length, 'later migration')} ${later.length === 1 ? 'stays' : 'stay'}`
  return [
    `${dryRun ? 'Would replace' : 'Replaced'} ${count(replaced.length, 'migration')} by ${colors.bold(id)}, ${count(steps.length, 'step')}${stay}`,
    '',
    ...showFiles(files, colors),
    '',
    ...proof.map((line) => `  ${colors.green('✓')} ${line}`),
    `  ${colors.green('✓')} both ways lead to one catalog`,
    '',
    dryRun
      ? 'Dry run: nothing was written. Next: the same command without --dry-run'
      : `A database that has all of them takes it for applied; bring others up to ${replaced.at(-1)} with the old files first`,
    '',
  ].join('\n')
}
