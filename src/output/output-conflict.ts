/** One reason why dbgen does not write. */
export interface Conflict {
  /** Relative to the root; the root itself where it concerns the whole run. */
  readonly path: string
  /** `edited by hand` */
  readonly problem: string
  /** What the user can do about it. */
  readonly hint: string
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
  const byText = new Map(conflicts.map((conflict) => [`${conflict.path}\0${conflict.problem}`, conflict]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, conflict]) => conflict)
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
  const { path, problem, hint } = first
  if (others.length === 0) return `${path}: ${problem} (${hint})`
  return `${problem} (${hint}):\n${group.map((conflict) => `  ${conflict.path}`).join('\n')}`
}
