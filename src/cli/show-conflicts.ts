import { diffLines } from './line-diff.js'
import type { Conflict } from './pipeline-api.js'
import { count } from './quantities.js'
import type { Colors } from './terminal.js'

const MOST_FILES = 20
/** Lines on either side of a change. */
const CONTEXT = 2

/** Conflicts with the same problem stand under each other, so that the hint is said once. */
export function showConflicts(conflicts: readonly Conflict[], colors: Colors): string[] {
  const groups = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const key = conflict.change === undefined ? `${conflict.problem}\0${conflict.hint}` : conflict.hint
    groups.set(key, [...(groups.get(key) ?? []), conflict])
  }
  return [...groups.values()].map((group) => {
    const shown = group.slice(0, MOST_FILES).map((conflict) => showConflict(conflict, colors))
    const rest = group.length - shown.length
    const more = rest > 0 ? [colors.dim(`and ${count(rest, 'more conflict')}`)] : []
    return [...shown, ...more, ...group.slice(0, 1).map(({ hint }) => `  ${colors.green(hint)}`)].join('\n')
  })
}

function showConflict(conflict: Conflict, colors: Colors): string {
  const { path, line, column, problem, change } = conflict
  const place = [path, line, column].filter((part) => part !== undefined).join(':')
  const head = `${colors.bold(colors.cyan(place))} ${change === undefined ? '' : `${colors.bold(change.name)} `}${problem}`
  return change === undefined ? head : [head, ...showChange(change, colors), ''].join('\n')
}

/** Lines of the file with a minus, those that dbgen would write with a plus. */
function showChange({ ours, theirs }: NonNullable<Conflict['change']>, colors: Colors): string[] {
  const lines = diffLines(ours, theirs)
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same')
  return lines.flatMap(({ kind, text }, index) => {
    if (kind === 'gone') return [colors.red(`  - ${text}`)]
    if (kind === 'new') return [colors.green(`  + ${text}`)]
    if (isNear(index)) return [`    ${text}`]
    return isNear(index - 1) ? [colors.dim('    ...')] : []
  })
}
