/** Text that takes the place of a span; where the span is empty, text that is put in. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Makes the edits. Of two at one place the first comes first; they may only overlap in white space, which goes then. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index }))
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
  let at = 0
  let result = ''
  for (const { edit } of ordered) {
    if (edit.start < at && source.slice(edit.start, at).trim() !== '') throw new Error(`edits overlap at ${edit.start}`)
    result += source.slice(at, Math.max(at, edit.start)) + edit.text
    at = Math.max(at, edit.end)
  }
  return result + source.slice(at)
}

/** The line of an offset, from 1. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}

/** What ends most lines of a file. */
export function lineEnd(source: string): '\r\n' | '\n' {
  const all = source.split('\n').length - 1
  const windows = source.split('\r\n').length - 1
  return windows * 2 > all ? '\r\n' : '\n'
}
