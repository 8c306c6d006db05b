/** What was measured of one step, of the tables that were there before the migration. */
export interface StepMeasure {
  /** False where the locks were not measured: a step outside a transaction leaves no trace of them. */
  readonly isMeasured: boolean
  readonly locks: readonly { readonly table: string; readonly mode: string }[]
  /** Tables written anew. */
  readonly rewrites: readonly string[]
  /** Tables whose rows were all read under a lock that other changes of the table wait for; rewritten ones apart. */
  readonly scans: readonly string[]
}

/** What was measured of a step, one line each: `locks: users share row exclusive`. */
export function notesOf(measure: StepMeasure | undefined): string[] {
  if (measure === undefined) return []
  const { isMeasured, locks, rewrites, scans } = measure
  return [
    ...(isMeasured ? [] : ['locks not measured']),
    ...(locks.length === 0 ? [] : [`locks: ${locks.map(({ table, mode }) => `${table} ${mode}`).join(', ')}`]),
    ...(rewrites.length === 0 ? [] : [`rewrites: ${rewrites.join(', ')}`]),
    ...(scans.length === 0 ? [] : [`reads all rows: ${scans.join(', ')}`]),
  ]
}
