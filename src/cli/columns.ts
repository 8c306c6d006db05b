/** One field of a row: what it says, how it is coloured, and which side it is aligned to. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
  readonly align?: 'left' | 'right'
}

/** Lines whose fields stand under each other, two spaces apart, indented by two. */
export function alignColumns(rows: readonly (readonly Cell[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach(({ text }, index) => {
      widths[index] = Math.max(widths[index] ?? 0, text.length)
    })
  }
  return rows.map(
    (row) => `  ${row.map((cell, index) => pad(cell, widths[index] ?? 0, row.length - 1 === index)).join('  ')}`,
  )
}

/** Padding stays outside the colour, and the end of a line stays without it. */
function pad({ text, paint = String, align = 'left' }: Cell, width: number, isLast: boolean): string {
  const gap = ' '.repeat(width - text.length)
  if (align === 'right') return `${gap}${paint(text)}`
  return isLast ? paint(text) : `${paint(text)}${gap}`
}
