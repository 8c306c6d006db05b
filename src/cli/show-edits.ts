import { alignColumns } from './columns.js'
import type { FileChange } from './pipeline-api.js'
import { count } from './quantities.js'
import type { Colors } from './terminal.js'

const MOST_NAMES = 6
const MOST_FILES = 20

/** What became of edits by hand: what stays, what somebody deleted and is not written again, what is left to settle. */
export function showEdits(files: readonly FileChange[], colors: Colors): string[] {
  return [
    ...section('Edits by hand that stay:', list(files, 'kept'), colors),
    ...section('Deleted by hand, so not written:', list(files, 'deleted'), colors),
    ...(markedFiles(files).length > 0 ? [''] : []),
    ...markedFiles(files).map(({ path, edits }) =>
      colors.yellow(
        `${count(edits?.marked ?? 0, 'conflict')} marked in ${path}: choose, take the marks out, then run dbgen again`,
      ),
    ),
  ]
}

/** Files that conflicts were written into. */
export function markedFiles(files: readonly FileChange[]): FileChange[] {
  return files.filter(({ edits }) => (edits?.marked ?? 0) > 0)
}

/** How many edits by hand there are, as far as somebody looked. */
export function countEdits(files: readonly FileChange[]): Readonly<Record<'files' | 'kept' | 'deleted', number>> {
  const edited = files.flatMap(({ edits }) => edits ?? [])
  return {
    files: edited.length,
    kept: edited.reduce((sum, { kept }) => sum + kept.length, 0),
    deleted: edited.reduce((sum, { deleted }) => sum + deleted.length, 0),
  }
}

interface Row {
  readonly path: string
  readonly names: readonly string[]
}

function list(files: readonly FileChange[], which: 'kept' | 'deleted'): Row[] {
  return files.flatMap(({ path, edits }) => {
    const names = edits?.[which] ?? []
    return names.length === 0 ? [] : [{ path, names }]
  })
}

function section(title: string, rows: readonly Row[], colors: Colors): string[] {
  if (rows.length === 0) return []
  const shown = rows
    .slice(0, MOST_FILES)
    .map(({ path, names }) => [{ text: path }, { text: enumerate(names), paint: colors.dim }])
  const rest = rows.length - shown.length
  return ['', title, ...alignColumns(shown), ...(rest > 0 ? [colors.dim(`  and in ${count(rest, 'more file')}`)] : [])]
}

function enumerate(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}
