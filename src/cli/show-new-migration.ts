import type { NewMigrationReport } from './pipeline-api.js'
import type { Colors } from './terminal.js'

/** What `migrate new` wrote, as a person reads it. `next` is the command that takes the migration in. */
export function showNewMigration({ files }: NewMigrationReport, next: string, colors: Colors): string {
  const paths = files.map(({ path }) => path).reverse()
  return [
    `Wrote ${paths.map(colors.bold).join(' and ')}`,
    '',
    'Next:',
    `  ${colors.dim('1.')} fill in ${paths.length === 1 ? 'both directions' : 'both files'}`,
    `  ${colors.dim('2.')} ${colors.cyan(next)}`,
    '',
  ].join('\n')
}
