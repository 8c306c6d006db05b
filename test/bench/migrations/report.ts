import type { Measured } from './measure.js'

/** A row for each kind of run and number of tables; how often the processor time of the row above is in it. */
export function measuredTable(all: readonly Measured[]): string {
  const rows = all.map((one, index) => [
    one.what,
    String(one.tables),
    one.wall.toFixed(2),
    number(one.cpu, 2),
    String(one.plan),
    String(one.prove),
    number(one.peak, 0),
    growth(one, all[index - 1]),
  ])
  return table([['', 'tables', 'wall s', 'cpu s', 'plan ms', 'prove ms', 'peak MiB', 'growth'], ...rows])
}

function number(value: number | undefined, digits: number): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits)
}

/** `2.1 times for 3.0 times the tables` */
function growth(one: Measured, before: Measured | undefined): string {
  if (before === undefined || before.what !== one.what || before.tables === one.tables) return ''
  const [now, then] = [one.cpu ?? one.wall, before.cpu ?? before.wall]
  return `${(now / then).toFixed(1)} times for ${(one.tables / before.tables).toFixed(1)} times the tables`
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}
