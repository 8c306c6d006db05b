import type { Span } from './node.js'

/** Turns offsets of one file into places. */
export interface Places {
  /** The stretch of `length` characters from `offset`, cut off at the end of its line. */
  span(offset: number, length: number): Span
  /** The first word of the line that the offset is in. */
  firstWord(offset: number): Span
}

/** Splits the text into its lines once, so that each place is found without reading the text again. */
export function createPlaces(file: string, text: string): Places {
  const lines = text.split('\n')
  const starts = lineStarts(lines)
  const end = text.trimEnd().length
  const places: Places = {
    span(offset, length) {
      const from = Math.max(0, Math.min(offset, end))
      const index = lineAt(starts, from)
      const sourceLine = withoutReturn(lines[index] ?? '')
      // A line break belongs to the line that it ends.
      const column = Math.min(from - (starts[index] ?? 0), sourceLine.length)
      const room = sourceLine.length - column
      return {
        at: { file, line: index + 1, column: column + 1 },
        length: Math.max(1, Math.min(length, room)),
        sourceLine,
      }
    },
    firstWord(offset) {
      const { at, sourceLine } = places.span(offset, 1)
      const word = /\S+/.exec(sourceLine)
      return word === null
        ? { at, length: 1, sourceLine }
        : { at: { ...at, column: word.index + 1 }, length: word[0].length, sourceLine }
    },
  }
  return places
}

function lineStarts(lines: readonly string[]): number[] {
  let start = 0
  return lines.map((line) => {
    const own = start
    start += line.length + 1
    return own
  })
}

/** Index of the last line that begins at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
