import type { Cell, DistinctKey, Slot } from './slots.js'

/** A row to insert: its cells by column. */
export type NewRow = ReadonlyMap<string, Cell>

/** How many combinations are looked at before there is no further row. */
const MOST_TRIES = 300

/**
 * Up to `count` rows that take another combination of each slot, and differ in every key from each other and from those
 * that exist; fewer where the slots do not have that many.
 */
export function chooseRows(
  slots: readonly Slot[],
  keys: readonly DistinctKey[],
  count: number,
  existing: readonly NewRow[],
): NewRow[] {
  const isOwn = ({ columns }: DistinctKey): boolean =>
    columns.every((column) => slots.some((slot) => slot.columns.includes(column)))
  const own = keys
    .filter(isOwn)
    .map((key) => ({ ...key, taken: new Set(existing.flatMap((row) => marksOf(key, row))) }))
  const deciding = slots.filter(({ columns }) =>
    own.some((key) => key.columns.some((column) => columns.includes(column))),
  )
  const rows: NewRow[] = []
  for (let index = 0; index < count; index += 1) {
    const row = nextRow(slots, deciding, own, index)
    if (row === undefined) break
    rows.push(row)
    for (const key of own) for (const mark of marksOf(key, row)) key.taken.add(mark)
  }
  return rows
}

interface TakenKey extends DistinctKey {
  readonly taken: Set<string>
}

function nextRow(
  slots: readonly Slot[],
  deciding: readonly Slot[],
  keys: readonly TakenKey[],
  index: number,
): NewRow | undefined {
  const combinations = deciding.reduce((product, { tuples }) => Math.min(product * tuples.length, MOST_TRIES), 1)
  for (let attempt = 0; attempt < combinations; attempt += 1) {
    const row = rowAt(slots, deciding, index, attempt)
    const isTaken = keys.some((key) => marksOf(key, row).some((mark) => key.taken.has(mark)))
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

/** What the row has in the key, as a text; nothing where a NULL makes it differ from all others. */
function marksOf({ columns, nullsDiffer }: DistinctKey, row: NewRow): string[] {
  const cells = columns.map((column) => row.get(column) ?? null)
  if (nullsDiffer && cells.includes(null)) return []
  return [JSON.stringify(cells.map((cell) => (typeof cell === 'symbol' ? ['default'] : cell)))]
}
