/** One reason why dbgen does not write. */
export interface Conflict {
  /** Relative to the root; the root itself where it concerns the whole run. */
  readonly path: string
  /** `edited by hand` */
  readonly problem: string
  /** What the user can do about it. */
  readonly hint: string
  /** Where in the file, from 1. */
  readonly line?: number
  readonly column?: number
  /** What was changed on both sides. */
  readonly change?: ConflictingChange
}

/** The two texts of a declaration. */
export interface ConflictingChange {
  /** `PostRepository.create` */
  readonly name: string
  /** As it is in the file; empty where it is not there. */
  readonly ours: string
  /** As dbgen would write it; empty where it is generated no longer. */
  readonly theirs: string
}

/** Thrown once with everything that keeps the output from being written; the disk is as it was. */
export class OutputConflict extends Error {
  override readonly name = 'OutputConflict'
  /** Sorted by path, none twice. */
  readonly conflicts: readonly Conflict[]

  constructor(conflicts: readonly Conflict[], options?: ErrorOptions) {
    const sorted = sortConflicts(conflicts)
    super(describe(sorted), options)
    this.conflicts = sorted
  }
}

/** Throws OutputConflict if there is any. */
export function refuse(conflicts: readonly Conflict[]): void {
  if (conflicts.length > 0) throw new OutputConflict(conflicts)
}

/** The disk is no longer what was planned for. */
export function overtaken(paths: readonly string[]): OutputConflict {
  return new OutputConflict(
    paths.map((path) => ({ path, problem: 'was changed while dbgen ran', hint: 'run dbgen again' })),
  )
}

function sortConflicts(conflicts: readonly Conflict[]): Conflict[] {
  const byText = new Map(
    conflicts.map((conflict) => [`${conflict.path}\0${lineKey(conflict)}\0${conflict.problem}`, conflict]),
  )
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, conflict]) => conflict)
}

/** Sorts as the lines do; several declarations can stand on one. */
function lineKey({ line, change }: Conflict): string {
  return line === undefined ? '' : `${String(line).padStart(9, '0')} ${change?.name ?? ''}`
}

/** Files with the same problem share its line, so that the hint is not said a hundred times. */
function describe(conflicts: readonly Conflict[]): string {
  const groups = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const key = `${conflict.problem}\0${conflict.hint}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [conflict])
    else group.push(conflict)
  }
  return [...groups.values()].map(describeGroup).join('\n')
}

function describeGroup(group: readonly Conflict[]): string {
  const [first, ...others] = group
  if (first === undefined) return ''
  const { problem, hint } = first
  if (others.length === 0) return `${placeOf(first)}: ${problem} (${hint})`
  return `${problem} (${hint}):\n${group.map((conflict) => `  ${placeOf(conflict)}`).join('\n')}`
}

/** `src/db/a.ts:12 PostRepository.create` */
function placeOf({ path, line, column, change }: Conflict): string {
  const place = [path, line, column].filter((part) => part !== undefined).join(':')
  return change === undefined ? place : `${place} ${change.name}`
}
