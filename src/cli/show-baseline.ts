import { alignColumns } from './columns.js'
import type { BaselineReport } from './pipeline-api.js'
import { count } from './quantities.js'
import type { Colors } from './terminal.js'

/** What `migrate baseline` noted, as a person reads it. `next` is the command that applies the rest. */
export function showBaseline({ database, noted, pending }: BaselineReport, next: string, colors: Colors): string {
  const rows = noted.map((id) => [{ text: 'noted', paint: colors.green }, { text: id }])
  const rest =
    pending.length === 0 ? [] : [`${count(pending.length, 'migration')} to apply. Next: ${colors.cyan(next)}`]
  return [
    `${colors.bold(database)} is what they lead to`,
    '',
    ...alignColumns(rows),
    '',
    `${count(noted.length, 'migration')} noted as applied`,
    ...rest,
    '',
  ].join('\n')
}
