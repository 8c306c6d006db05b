import type { Cell, Slot } from './slots.js'

/** Columns in which no two rows may agree. */
export interface DistinctKey {
  readonly columns: readonly string[]
  /** Two NULLs do not agree. */
  readonly nullsDiffer: boolean
}

/** A row to insert: its cells by column. */
export type NewRow = ReadonlyMap<string, Cell>

/** How many combinations are looked at before there is no further row. */
const MOST_TRIES = 300

/**
 * Up to `count` rows that take another combination of each slot, and differ in every key; fewer where the slots do not
 * have that many. `skip` leaves out the first rows.
 */
export function chooseRows(slots: readonly Slot[], keys: readonly DistinctKey[], count: number, skip = 0): NewRow[] {
  const own = keys.filter(({ columns }) =>
    columns.every((column) => slots.some((slot) => slot.columns.includes(column))),
  )
  const deciding = slots.filter(({ columns }) =>
    own.some((key) => key.columns.some((column) => columns.includes(column))),
  )
  const taken = own.map(() => new Set<string>())
  const rows: NewRow[] = []
  for (let index = skip; index < skip + count; index += 1) {
    const row = nextRow(slots, deciding, own, taken, index)
    if (row === undefined) break
    rows.push(row)
    for (const [place, key] of own.entries()) {
      const mark = markOf(key, row)
      if (mark !== undefined) taken[place]?.add(mark)
    }
  }
  return rows
}

function nextRow(
  slots: readonly Slot[],
  deciding: readonly Slot[],
  keys: readonly DistinctKey[],
  taken: readonly ReadonlySet<string>[],
  index: number,
): NewRow | undefined {
  const combinations = deciding.reduce((product, { tuples }) => Math.min(product * tuples.length, MOST_TRIES), 1)
  for (let attempt = 0; attempt < combinations; attempt += 1) {
    const row = rowAt(slots, deciding, index, attempt)
    const isTaken = keys.some((key, place) => {
      const mark = markOf(key, row)
      return mark !== undefined && taken[place]?.has(mark) === true
    })
    if (!isTaken) return row
  }
  return undefined
}

/** The digits of `attempt`, each to the base of its slot's length, move the slots that decide. */
function rowAt(slots: readonly Slot[], deciding: readonly Slot[], index: number, attempt: number): NewRow {
  let rest = attempt
  const cells: [string, Cell][] = []
  for (const slot of slots) {
    const { columns, tuples } = slot
    const shift = deciding.includes(slot) ? rest % tuples.length : 0
    if (deciding.includes(slot)) rest = Math.floor(rest / tuples.length)
    const tuple = tuples[(index + shift) % tuples.length] ?? []
    for (const [place, column] of columns.entries()) cells.push([column, tuple[place] ?? null])
  }
  return new Map(cells)
}

/** What the row has in the key; undefined where a NULL makes it differ from all others. */
function markOf({ columns, nullsDiffer }: DistinctKey, row: NewRow): string | undefined {
  const cells = columns.map((column) => row.get(column) ?? null)
  if (nullsDiffer && cells.includes(null)) return undefined
  return JSON.stringify(cells.map((cell) => (typeof cell === 'symbol' ? ['default'] : cell)))
}
