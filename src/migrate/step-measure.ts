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

/** As PostgreSQL's table of conflicting lock modes has them, the weakest first. */
export const LOCK_MODES = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
]

const UNKNOWN = 'locks not measured'
const [LOCKS, REWRITES, SCANS] = ['locks: ', 'rewrites: ', 'reads all rows: ']

/** What was measured of a step, one line each: `locks: users share row exclusive`. */
export function notesOf(measure: StepMeasure | undefined): string[] {
  if (measure === undefined) return []
  const { isMeasured, locks, rewrites, scans } = measure
  return [
    ...(isMeasured ? [] : [UNKNOWN]),
    ...(locks.length === 0 ? [] : [`${LOCKS}${locks.map(({ table, mode }) => `${table} ${mode}`).join(', ')}`]),
    ...(rewrites.length === 0 ? [] : [`${REWRITES}${rewrites.join(', ')}`]),
    ...(scans.length === 0 ? [] : [`${SCANS}${scans.join(', ')}`]),
  ]
}

/** Reads back what `notesOf` wrote, from among other notes; undefined where it is not there. */
export function readMeasure(notes: readonly string[]): StepMeasure | undefined {
  const listed = (start: string): string[] => {
    const note = notes.find((line) => line.startsWith(start))
    return note === undefined ? [] : splitNames(note.slice(start.length))
  }
  const [locks, rewrites, scans] = [listed(LOCKS).flatMap(readLock), listed(REWRITES), listed(SCANS)]
  const isMeasured = !notes.includes(UNKNOWN)
  const isNoted = locks.length + rewrites.length + scans.length > 0 || !isMeasured
  return isNoted ? { isMeasured, locks, rewrites, scans } : undefined
}

const LOCK = new RegExp(`^(.+?) (${LOCK_MODES.join('|')})$`)

/** At commas that are not within a quoted name. */
function splitNames(list: string): string[] {
  return [...list.matchAll(/(?:"(?:[^"]|"")*"|[^",])+/g)].map(([name]) => name.trim())
}

function readLock(entry: string): StepMeasure['locks'] {
  const [, table, mode] = LOCK.exec(entry) ?? []
  return table === undefined || mode === undefined ? [] : [{ table, mode }]
}
